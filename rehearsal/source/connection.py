"""The part of the Source action that a person plays: a connection works once somebody completed it."""

from collections.abc import Mapping
from typing import Any

from rehearsal.embedded_aws.codeconnections import complete_connection
from rehearsal.failure import RehearsalError


def use_connection(aws: Any, configuration: Mapping[str, str]) -> None:
    """Completes the connection as a person does in the console, and refuses one that does not come to work.

    Raises:
        RehearsalError: when the connection is not available afterwards.
    """
    arn = configuration["ConnectionArn"]
    if _status(aws, arn) == "PENDING":
        complete_connection(arn)
    status = _status(aws, arn)
    if status != "AVAILABLE":
        raise RehearsalError(f"the connection is {status}", step="Source", resource=arn)


def _status(aws: Any, arn: str) -> str:
    connections = aws.client("codeconnections")
    try:
        return str(connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"])
    except connections.exceptions.ResourceNotFoundException:
        reason = "the embedded AWS has no such connection; rehearse a stack without source.connectionArn"
        raise RehearsalError(reason, step="Source", resource=arn) from None
