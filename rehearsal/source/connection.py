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
    connections = aws.client("codeconnections")
    if connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] == "PENDING":
        complete_connection(arn)
    status = connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"]
    if status != "AVAILABLE":
        raise RehearsalError(f"the connection is {status}", step="Source", resource=arn)
