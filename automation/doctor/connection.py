"""May the pipeline read the repository? A new connection waits until a person completes it."""

from collections.abc import Iterator

from automation.doctor.case import AWS_ERRORS, Case, code_of, said
from automation.doctor.finding import Finding, State

PAGE = "https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html"


def look(case: Case) -> Iterator[Finding]:
    """The state of the connection that the settings name, or that the stack has made."""
    arn = case.group("source").get("connectionArn") or case.outputs.get("connection_arn")
    if not arn:
        yield Finding(
            "connection",
            State.NOTE,
            "the first up makes the connection to the repository; it waits until a person completes it in the console",
            "run `doctor` again after the up",
            PAGE,
        )
        return
    try:
        # codestar-connections is the service's old name, and older ARNs still have it.
        service, region = arn.split(":")[2:4]
        connection = case.client(service, region).get_connection(ConnectionArn=arn)["Connection"]
    except AWS_ERRORS as error:
        yield _not_read(arn, error)
        return
    yield _finding(case, connection["ConnectionName"], connection["ConnectionStatus"], region)


def _finding(case: Case, name: str, status: str, region: str) -> Finding:
    if status == "AVAILABLE":
        return Finding("connection", State.OK, f"the connection {name} is complete")
    repository = case.group("source").get("repository", "the repository")
    steps = (
        f"console, Developer Tools, Settings, Connections, {name}, Update pending connection; let it see {repository}: "
        f"https://console.aws.amazon.com/codesuite/settings/connections?region={region}"
    )
    why = "waits for a person to complete it" if status == "PENDING" else f"is in the state {status}"
    return Finding("connection", State.MISSING, f"the connection {name} {why}", steps, PAGE)


def _not_read(arn: str, error: Exception) -> Finding:
    if code_of(error) == "ResourceNotFoundException":
        return Finding(
            "connection", State.MISSING, f"there is no connection {arn}", "correct source.connectionArn", PAGE
        )
    return Finding("connection", State.UNKNOWN, f"the connection could not be read ({said(error)})", page=PAGE)
