"""Variables that hold a secret in plain text, and those that only sound like it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from guardrails.plain_secrets import kind_of_secret
from tests.policy.judged import UNKNOWN, complaints

TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
PROJECT = "aws:codebuild/project:Project"
FUNCTION = "aws:lambda/function:Function"
PIPELINE = "aws:codepipeline/pipeline:Pipeline"
PARAMETER = "aws:ssm/parameter:Parameter"


def container(name: str, value: Any) -> dict[str, Any]:
    definition = {"name": "app", "environment": [{"name": name, "value": value}]}
    return {"containerDefinitions": json.dumps([definition])}


def template(name: str, value: Any) -> dict[str, Any]:
    definition = {"name": "app", "environment": [{"name": name, "value": value}]}
    return {"type": "String", "insecureValue": json.dumps({"containerDefinitions": [definition]})}


def action(name: str, value: Any) -> dict[str, Any]:
    variables = json.dumps([{"name": name, "value": value}])
    return {"stages": [{"actions": [{"configuration": {"EnvironmentVariables": variables}}]}]}


HOLDERS: list[tuple[str, Callable[[str, Any], dict[str, Any]]]] = [
    (TASK_DEFINITION, container),
    (PROJECT, lambda name, value: {"environment": {"environmentVariables": [{"name": name, "value": value}]}}),
    (FUNCTION, lambda name, value: {"environment": {"variables": {name: value}}}),
    (PIPELINE, action),
    (PARAMETER, template),
]


@pytest.mark.parametrize(("type", "variable"), HOLDERS, ids=[type for type, _ in HOLDERS])
def test_a_name_that_says_secret_has_no_plain_value(type: str, variable: Callable[[str, Any], dict[str, Any]]) -> None:
    (complaint,) = complaints("plain-secret-name", type, variable("DATABASE_PASSWORD", "hunter2"))

    assert complaint.endswith("has DATABASE_PASSWORD in plain text")
    assert "hunter2" not in complaint
    assert complaints("plain-secret-name", type, variable("DATABASE_HOST", "db.example.com")) == []


@pytest.mark.parametrize(("type", "variable"), HOLDERS, ids=[type for type, _ in HOLDERS])
def test_a_value_that_only_a_key_looks_like_is_found_under_any_name(
    type: str, variable: Callable[[str, Any], dict[str, Any]]
) -> None:
    key = "AKIA" + "IOSFODNN7EXAMPLE"

    found = complaints("plain-secret-value", type, variable("COLOUR", key))

    assert found
    assert all("an AWS access key" in complaint and key not in complaint for complaint in found)
    assert complaints("plain-secret-value", type, variable("COLOUR", "blue")) == []


@pytest.mark.parametrize(
    "name",
    ["PASSWORD", "dbPassword", "NPM_TOKEN", "client-secret", "API_KEY", "apikey", "AWS_SECRET_ACCESS_KEY", "DB_PWD"],
)
def test_these_names_say_secret(name: str) -> None:
    assert len(complaints("plain-secret-name", *variable_of_a_function(name, "x1y2z3"))) == 1


@pytest.mark.parametrize(
    "name", ["PWD", "SECRET_ARN", "TOKEN_URL", "PASSWORD_MIN_LENGTH", "KEYBOARD", "PUBLIC_KEY", "TOKENS", "KEY", ""]
)
def test_these_do_not(name: str) -> None:
    assert complaints("plain-secret-name", *variable_of_a_function(name, "x1y2z3")) == []


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-AbCdEf",
        "/run/secrets/database",
        "",
        "true",
        "4096",
        None,
        UNKNOWN,
    ],
)
def test_where_a_secret_is_and_how_long_are_no_secrets(value: Any) -> None:
    assert complaints("plain-secret-name", *variable_of_a_function("DATABASE_PASSWORD", value)) == []


def test_a_name_can_be_declared_harmless() -> None:
    variable = variable_of_a_function("CSRF_TOKEN", "header")

    assert complaints("plain-secret-name", *variable, config={"names": ["CSRF_TOKEN"]}) == []


def variable_of_a_function(name: str, value: Any) -> tuple[str, dict[str, Any]]:
    return FUNCTION, {"environment": {"variables": {name: value}}}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("ASIA" + "IOSFODNN7EXAMPLE", "an AWS access key"),
        ("wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY", "an AWS secret key"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----\nMII", "a private key"),
        ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
        ("ghp_" + "a1B2" * 9, "a token of GitHub"),
        ("glpat-" + "a1B2" * 5, "a token of GitLab"),
        ("xoxb-" + "1234567890", "a token of Slack"),
        ("npm_" + "a1B2" * 9, "a token of npm"),
        ("eyJhbGciOiJI" + ".eyJzdWIiOiIx.c2lnbmF0dXJl", "a signed token"),
        ("postgres://web:" + "hunter2@db.example.com/web", "a password within a URL"),
    ],
)
def test_what_keys_tokens_and_passwords_look_like(value: str, kind: str) -> None:
    assert kind_of_secret(value) == kind
    assert kind_of_secret(f"before {value} after") == kind


@pytest.mark.parametrize(
    "value",
    [
        "postgres://db.example.com/web",
        "https://user@example.com/",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "-----BEGIN CERTIFICATE-----",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-dev-web-29d8601b",
        "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/50dc6c495c0c9188/f2f7dc8efc522ab2",
        "AKIA",
    ],
)
def test_what_they_do_not_look_like(value: str) -> None:
    assert kind_of_secret(value) is None


@pytest.mark.parametrize("type", ["SECRETS_MANAGER", "PARAMETER_STORE"])
def test_a_variable_that_is_read_from_a_store_is_right(type: str) -> None:
    variable = {"name": "NPM_TOKEN", "type": type, "value": "web:npm"}

    assert complaints("plain-secret-name", PROJECT, {"environment": {"environmentVariables": [variable]}}) == []


def test_secrets_of_a_container_are_right_and_its_arguments_are_read() -> None:
    arn = "arn:aws:ssm:eu-central-1:123456789012:parameter/web/password"
    definition: dict[str, Any] = {"name": "app", "secrets": [{"name": "PASSWORD", "valueFrom": arn}]}
    with_argument = {**definition, "command": ["serve", "--db=postgres://web:" + "hunter2@db/web"]}

    def said(containers: Any, rule: str) -> list[str]:
        return complaints(rule, TASK_DEFINITION, {"containerDefinitions": json.dumps(containers)})

    assert said([definition], "plain-secret-name") == []
    assert said([definition], "plain-secret-value") == []
    assert said([with_argument], "plain-secret-value") == ["the container app has a password within a URL in command"]


@pytest.mark.parametrize(("type", "said"), [("String", 1), (None, 1), ("SecureString", 0)])
def test_a_parameter_with_a_secrets_name_is_a_secure_string(type: str | None, said: int) -> None:
    properties = {"name": "/web/database-password", "type": type, "value": "hunter2"}

    assert len(complaints("plain-secret-name", PARAMETER, properties)) == said
