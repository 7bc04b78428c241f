"""The values of variables that name a parameter or a secret, fetched from the embedded AWS as CodeBuild does."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from rehearsal.iam.actor import ClientGiver

PARAMETERS_PER_CALL = 10  # AWS Systems Manager API Reference, "GetParameters"
SECRET_ARN_PARTS = 7


class VariableError(Exception):
    """A variable that a build cannot have: what it names does not exist, or CodeBuild does not allow it."""


def fetch_parameters(aws: "ClientGiver", names: Mapping[str, str]) -> dict[str, str]:
    """The values of these parameters, by the name of the variable."""
    ssm = aws.client("ssm")
    values: dict[str, str] = {}
    wanted = sorted(set(names.values()))
    for start in range(0, len(wanted), PARAMETERS_PER_CALL):
        answer = ssm.get_parameters(Names=wanted[start : start + PARAMETERS_PER_CALL], WithDecryption=True)
        for parameter in answer["Parameters"]:
            values[parameter["Name"]] = values[parameter["ARN"]] = parameter["Value"]
    for variable, parameter_name in names.items():
        if parameter_name not in values:
            raise VariableError(f"{variable}: Parameter Store has no parameter {parameter_name}")
    return {variable: values[parameter_name] for variable, parameter_name in names.items()}


def fetch_secrets(aws: "ClientGiver", references: Mapping[str, str]) -> dict[str, str]:
    """The values of these secrets (id:json-key:version-stage:version-id), by the name of the variable."""
    return {variable: _fetch_secret(aws, variable, reference) for variable, reference in references.items()}


def _fetch_secret(aws: "ClientGiver", variable: str, reference: str) -> str:
    secret_id, json_key, version_stage, version_id = _parts(reference)
    if version_stage and version_id:
        raise VariableError(f"{variable}: a secret is read by version stage or by version id, not by both")
    version = {"VersionStage": version_stage} if version_stage else {"VersionId": version_id} if version_id else {}
    try:
        text = aws.client("secretsmanager").get_secret_value(SecretId=secret_id, **version)["SecretString"]
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise VariableError(f"{variable}: Secrets Manager does not give {secret_id} ({code})") from error
    except KeyError as error:
        raise VariableError(f"{variable}: {secret_id} is a binary secret, CodeBuild reads texts") from error
    return _value_of_key(variable, secret_id, text, json_key) if json_key else text


def _parts(reference: str) -> tuple[str, str, str, str]:
    parts = reference.split(":")
    length = SECRET_ARN_PARTS if reference.startswith("arn:") else 1
    rest = [*parts[length:], "", "", ""]
    return ":".join(parts[:length]), rest[0], rest[1], rest[2]


def _value_of_key(variable: str, secret_id: str, text: str, json_key: str) -> str:
    # The secret's text appears in no message: a parser would quote it.
    try:
        keys = json.loads(text)
    except ValueError:
        keys = None
    if not isinstance(keys, dict) or json_key not in keys:
        raise VariableError(f"{variable}: {secret_id} has no key {json_key}")
    value = keys[json_key]
    return value if isinstance(value, str) else json.dumps(value)
