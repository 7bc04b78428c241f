"""The part of the Source action that a person plays: a connection works once somebody completed it."""

from collections.abc import Mapping
from typing import Any

from rehearsal.embedded_aws.codeconnections import complete_connection
from rehearsal.failure import RehearsalError

PREFIXES = ("codeconnections", "codestar-connections")


def use_connection(aws: Any, configuration: Mapping[str, str], pipeline: Any = None) -> None:
    """Completes the connection as a person does in the console, and refuses one that does not come to work.

    `pipeline` is who uses it then, under the pipeline's role; without it, nobody asks whether it may.

    Raises:
        RehearsalError: when the connection is not available afterwards.
    """
    form = configuration.get("OutputArtifactFormat", "CODE_ZIP")
    if form != "CODE_ZIP":
        # With a reference instead of files, the build clones by itself, under its own role and by the connection.
        reason = (
            f"OutputArtifactFormat {form} is not rehearsed: the build's role would need codeconnections:UseConnection"
        )
        raise RehearsalError(reason, step="Source", resource=configuration.get("FullRepositoryId"))
    arn = configuration["ConnectionArn"]
    if _status(aws, arn) == "PENDING":
        complete_connection(arn)
    status = _status(aws, arn)
    if status != "AVAILABLE":
        raise RehearsalError(f"the connection is {status}", step="Source", resource=arn)
    if pipeline:
        # AWS asks for the action of both names, whichever of the two the connection's ARN has.
        both = {prefix: ":".join([*arn.split(":")[:2], prefix, *arn.split(":")[3:]]) for prefix in PREFIXES}
        pipeline.ask("source", codeconnections=both[PREFIXES[0]], codestar=both[PREFIXES[1]])


def _status(aws: Any, arn: str) -> str:
    connections = aws.client("codeconnections")
    try:
        return str(connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"])
    except connections.exceptions.ResourceNotFoundException:
        reason = "the embedded AWS has no such connection; rehearse a stack without source.connectionArn"
        raise RehearsalError(reason, step="Source", resource=arn) from None
