"""The table of calls: which calls each AWS service makes with the roles of this component, and what says so.

calls.csv drives the checks of the rehearsal: a service that acts under a role makes the calls of this table and no
other. trust.csv says how each service gets its role.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

CODEPIPELINE = "CodePipeline"
CODEBUILD = "CodeBuild"
BUILD_COMMANDS = "build commands"
CODEDEPLOY = "CodeDeploy"
ECS_AGENT = "ECS agent"
APPLICATION = "application"
LAMBDA = "Lambda"
HOOK = "hook function"
EVENTBRIDGE = "EventBridge"
EVENTBRIDGE_AT_KMS = "EventBridge at KMS"
FLOW_LOGS = "VPC flow logs"
LOAD_BALANCER_LOGS = "load balancer logs"
LOGS = "CloudWatch Logs"


class How(StrEnum):
    """How the rehearsal comes to the question."""

    MADE = "made"
    """The call is made, with this role."""
    ASKED = "asked"
    """Nothing stands for the call: IAM alone is asked, at the moment that the row names."""
    NOT_REHEARSED = "not rehearsed"
    """The moment does not come in a rehearsal."""


class Confidence(StrEnum):
    """How sure it is that AWS asks for exactly this."""

    PAGE = "page"
    """AWS's page says so."""
    POLICY = "policy"
    """An AWS-managed policy has it."""
    TABLE = "table"
    """The Service Authorization Reference has it for this resource; no page says that this caller needs it."""
    CODE = "code"
    """Public code has it."""
    INFERRED = "inferred"
    """It follows from the others."""


@dataclass(frozen=True)
class Call:
    """One action that a service needs, on a resource, at a moment."""

    caller: str
    moment: str
    action: str
    resource: str
    """`*`, or in braces what the moment gives."""
    how: How
    why: str
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Trust:
    """How a service gets a role: its principal, and the source keys that it is known to send."""

    caller: str
    principal: str
    """Of some services, with {region} in it."""
    sends: frozenset[str]
    source: str
    confidence: Confidence


@cache
def all_calls() -> tuple[Call, ...]:
    """Every row of calls.csv."""
    return tuple(
        Call(
            caller=row["caller"],
            moment=row["moment"],
            action=row["action"],
            resource=row["resource"],
            how=How(row["how"]),
            why=row["why"],
            source=row["source"],
            confidence=Confidence(row["confidence"]),
        )
        for row in _rows("calls.csv")
    )


@cache
def all_trust() -> tuple[Trust, ...]:
    """Every row of trust.csv."""
    return tuple(
        Trust(
            caller=row["caller"],
            principal=row["principal"],
            sends=frozenset(row["sends"].split()),
            source=row["source"],
            confidence=Confidence(row["confidence"]),
        )
        for row in _rows("trust.csv")
    )


def trust_of(caller: str) -> Trust:
    """How this service gets a role."""
    return next(trust for trust in all_trust() if trust.caller == caller)


def asked_at(caller: str, moment: str) -> list[Call]:
    """The calls that IAM alone is asked for at this moment."""
    found = [call for call in all_calls() if (call.caller, call.moment, call.how) == (caller, moment, How.ASKED)]
    if not found:
        raise LookupError(f"calls.csv has nothing that {caller} is asked for at {moment}")
    return found


def makes(caller: str, action: str) -> bool:
    """Whether the table has this call of this service."""
    return any(call.caller == caller and call.action == action for call in all_calls())


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))
