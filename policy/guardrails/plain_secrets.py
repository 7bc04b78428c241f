"""No secret in what everybody who may look at the console can read: environment variables, parameters, arguments."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import Severity

from .logs import FUNCTION, PROJECT, TASK_DEFINITION
from .resources import Resource
from .rule import MANDATORY, Options, Rule
from .values import all_texts, at, listed, mappings, parsed, texts

PARAMETER = "aws:ssm/parameter:Parameter"
PIPELINE = "aws:codepipeline/pipeline:Pipeline"

SECRET_WORDS = (
    "apikey",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "pwd",
    "secret",
    "token",
)
# Words that make a secret only together.
SECRET_PAIRS = (
    ("access", "key"),
    ("account", "key"),
    ("api", "key"),
    ("auth", "key"),
    ("encryption", "key"),
    ("master", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("signing", "key"),
)
# PWD alone is the folder that a shell stands in.
NO_SECRETS = ("PWD", "OLDPWD")

SECRET_VALUES = {
    "an AWS access key": re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b"),
    "a private key": re.compile(r"-----BEGIN ([A-Z]+ )*PRIVATE KEY-----"),
    "a token of GitHub": re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})"),
    "a token of GitLab": re.compile(r"\bglpat-[\w-]{20,}"),
    "a token of Slack": re.compile(r"\bxox[abeoprs]-[\w-]{10,}"),
    "a live key of Stripe": re.compile(r"\b[rs]k_live_\w{16,}"),
    "a token of npm": re.compile(r"\bnpm_[A-Za-z0-9]{36}\b"),
    "a signed token": re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    "a password within a URL": re.compile(r"[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/@]+@"),
}
# 40 characters of base64 in both cases and with digits: an AWS secret key, and neither a commit nor a word.
AWS_SECRET_KEY = re.compile(r"(?<![\w/+])(?=\S*[a-z])(?=\S*[A-Z])(?=\S*[0-9])[A-Za-z0-9/+]{40}(?![\w/+=])")

Variable = tuple[str, str, Any]
"""Where it stands, its name and its value."""


def looks_secret(name: str) -> bool:
    """Whether a variable of this name holds a secret itself, and not where one is or how long it lives."""
    if name in NO_SECRETS:
        return False
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    parts = [part for part in re.split(r"[^a-z0-9]+", words) if part]
    if not parts:
        return False
    return parts[-1] in SECRET_WORDS or tuple(parts[-2:]) in SECRET_PAIRS


def is_plain_secret(value: Any) -> bool:
    """Whether a value can be a secret: not an ARN or a path where one is, not a switch, not a small number."""
    if not isinstance(value, str) or not value.strip():
        return False
    reference = value.startswith(("arn:", "/", "{{resolve:", "${", "#{"))
    return not reference and re.fullmatch(r"(?i)true|false|yes|no|on|off|none|\d{1,5}", value.strip()) is None


def kind_of_secret(value: str) -> str | None:
    """What a text holds that only a secret looks like."""
    found = (kind for kind, pattern in SECRET_VALUES.items() if pattern.search(value))
    return next(found, "an AWS secret key" if AWS_SECRET_KEY.search(value) else None)


def _variables(resource: Resource) -> Iterator[Variable]:
    """Every variable that the resource hands on in plain text."""
    if resource.type == TASK_DEFINITION:
        yield from _of_containers(parsed(resource.at("containerDefinitions")))
    elif resource.type == PROJECT:
        yield from _of_build(resource.at("environment.environmentVariables"))
    elif resource.type == FUNCTION:
        variables = resource.at("environment.variables")
        if isinstance(variables, Mapping):
            yield from (("the function", str(name), value) for name, value in variables.items())
    elif resource.type == PIPELINE:
        for stage in mappings(resource.at("stages")):
            for action in mappings(stage.get("actions")):
                yield from _of_build(parsed(at(action, "configuration.EnvironmentVariables")))
    elif resource.type == PARAMETER and resource.at("type") != "SecureString":
        for value in (resource.at("value"), resource.at("insecureValue")):
            yield "the parameter", str(resource.at("name") or resource.name), value
            # A task definition in waiting.
            yield from _of_containers(at(parsed(value), "containerDefinitions"))


def _of_containers(containers: Any) -> Iterator[Variable]:
    for container in mappings(containers):
        where = f"the container {container.get('name')}"
        for variable in mappings(container.get("environment")):
            yield where, str(variable.get("name")), variable.get("value")
        for key in ("command", "entryPoint"):
            yield from ((where, key, text) for text in texts(container.get(key)))


def _of_build(variables: Any) -> Iterator[Variable]:
    for variable in mappings(variables):
        if variable.get("type") in (None, "PLAINTEXT"):
            yield "the build", str(variable.get("name")), variable.get("value")


def _by_name(resource: Resource, options: Options) -> Iterator[str]:
    harmless = texts(options["names"])
    for where, name, value in _variables(resource):
        last = name.rsplit("/", 1)[-1]
        if looks_secret(last) and last not in harmless and is_plain_secret(value):
            yield f"{where} has {name} in plain text"


def _by_value(resource: Resource, _options: Options) -> Iterator[str]:
    for where, name, value in _variables(resource):
        for text in listed(value):
            kinds = {kind for each in all_texts(text) if (kind := kind_of_secret(each))}
            yield from (f"{where} has {kind} in {name}" for kind in sorted(kinds))


HOLDERS = (FUNCTION, PARAMETER, PIPELINE, PROJECT, TASK_DEFINITION)
WHY = (
    "Whoever may describe the task definition, project or function reads it, and so does the state and each copy of it."
)
FIX = (
    "Put the value into Secrets Manager or a SecureString, hand on its ARN (of this component: service.secrets, "
    "build.secrets), and change the value, which was seen."
)

POLICIES = (
    Rule(
        name="plain-secret-name",
        what="No variable whose name says secret has a plain value.",
        why=WHY,
        fix=FIX,
        level=MANDATORY,
        severity=Severity.CRITICAL,
        options={
            "names": {
                "type": "array",
                "description": "Variables that hold no secret, whatever their names look like.",
                "items": {"type": "string"},
                "default": [],
            }
        },
    ).over(HOLDERS, _by_name),
    Rule(
        name="plain-secret-value",
        what="No variable, argument or parameter has a value that only keys, tokens and passwords look like.",
        why=WHY,
        fix=FIX,
        level=MANDATORY,
        severity=Severity.CRITICAL,
    ).over(HOLDERS, _by_value),
)
