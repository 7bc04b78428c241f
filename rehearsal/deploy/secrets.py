"""The values behind a container's secrets, from the embedded Secrets Manager and Parameter Store."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

UNAVAILABLE = "ResourceInitializationError: unable to pull secrets or registry auth"


class SecretUnavailable(Exception):
    """A secret that the execution role could not fetch; ECS does not start the container then."""


def read_secret(aws: Any, value_from: str) -> str:
    """The value of one `valueFrom`: a Secrets Manager ARN, with AWS's optional suffix, or an SSM name or ARN."""
    try:
        if ":secretsmanager:" in value_from:
            return _read_from_secrets_manager(aws, value_from)
        name = value_from.partition(":parameter")[2] or value_from
        answer = aws.client("ssm").get_parameters(Names=[name], WithDecryption=True)
        if answer["InvalidParameters"]:
            raise SecretUnavailable(f"{UNAVAILABLE}: {value_from}: there is no such parameter")
        return str(answer["Parameters"][0]["Value"])
    except (BotoCoreError, ClientError, KeyError, ValueError) as error:
        # The message holds names alone, never a value.
        raise SecretUnavailable(
            f"{UNAVAILABLE}: {value_from}: {type(error).__name__ if isinstance(error, ValueError) else error}"
        ) from None


def _read_from_secrets_manager(aws: Any, value_from: str) -> str:
    # arn:aws:secretsmanager:region:account:secret:name[:json-key:version-stage:version-id]
    parts = value_from.split(":")
    json_key, stage, version = (parts[7:] + ["", "", ""])[:3]
    chosen = {"VersionStage": stage} if stage else {"VersionId": version} if version else {}
    value = aws.client("secretsmanager").get_secret_value(SecretId=":".join(parts[:7]), **chosen)["SecretString"]
    return str(json.loads(value)[json_key]) if json_key else str(value)
