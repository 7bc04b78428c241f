"""Policy documents, read as strictly as IAM reads them: what is not understood is an error.

Source: AWS IAM User Guide, "IAM JSON policy element reference".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rehearsal.failure import RehearsalError

from .conditions import Condition, parse_conditions
from .matching import ARN_PARTS

VERSIONS = ("2012-10-17", "2008-10-17")
STATEMENT_KEYS = {
    "Sid",
    "Effect",
    "Principal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
}
PRINCIPAL_KINDS = {"AWS", "Service", "Federated", "CanonicalUser"}


class PolicyError(RehearsalError):
    """A policy document that IAM would refuse, or that has something which is not decided here."""


@dataclass(frozen=True)
class Statement:
    """One statement: for whom, what, on what, when."""

    sid: str
    effect: str
    actions: tuple[str, ...]
    but_actions: tuple[str, ...]
    """NotAction: all actions but these."""
    resources: tuple[str, ...]
    but_resources: tuple[str, ...]
    """NotResource: all resources but these."""
    principals: tuple[tuple[str, str], ...]
    """Kind and name; none in a policy of a role."""
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Policy:
    """A named document."""

    name: str
    statements: tuple[Statement, ...]


def parse_policy(name: str, document: str) -> Policy:
    """The policy of this text.

    Raises:
        PolicyError: with the name and what is wrong.
    """
    return Policy(name, _parse(name, document))


@lru_cache(maxsize=1024)
def _parse(name: str, document: str) -> tuple[Statement, ...]:
    try:
        parsed = json.loads(document)
    except ValueError as error:
        raise PolicyError(f"is no JSON: {error}", resource=name) from None
    if not isinstance(parsed, dict) or not parsed.keys() <= {"Version", "Id", "Statement"}:
        raise PolicyError("has other keys than Version, Id and Statement", resource=name)
    # Without a version a document is of 2008: AWS's default.
    if parsed.get("Version", "2008-10-17") not in VERSIONS:
        raise PolicyError(f"has version {parsed['Version']}, allowed are {', '.join(VERSIONS)}", resource=name)
    statements = parsed.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    return tuple(_parse_statement(name, number, statement) for number, statement in enumerate(statements, 1))


def _parse_statement(name: str, number: int, statement: Any) -> Statement:
    where = f"statement {statement.get('Sid') or number}" if isinstance(statement, dict) else f"statement {number}"
    if not isinstance(statement, dict):
        raise PolicyError(f"{where} is no object", resource=name)
    # NotPrincipal would have to be decided for every principal that a request has at once.
    if unknown := statement.keys() - STATEMENT_KEYS:
        raise PolicyError(f"{where} has {', '.join(sorted(unknown))}, which is not decided here", resource=name)
    if statement.get("Effect") not in ("Allow", "Deny"):
        raise PolicyError(f"{where} has Effect {statement.get('Effect')}, allowed are Allow and Deny", resource=name)
    if ("Action" in statement) == ("NotAction" in statement):
        raise PolicyError(f"{where} needs one of Action and NotAction", resource=name)
    read = Statement(
        sid=statement.get("Sid", ""),
        effect=statement["Effect"],
        actions=_texts(statement.get("Action")),
        but_actions=_texts(statement.get("NotAction")),
        resources=_texts(statement.get("Resource")),
        but_resources=_texts(statement.get("NotResource")),
        principals=_principals(name, where, statement.get("Principal")),
        conditions=parse_conditions(f"{name}, {where}", statement.get("Condition", {})),
    )
    _refuse_malformed(name, where, read)
    return read


def _refuse_malformed(name: str, where: str, statement: Statement) -> None:
    if not (statement.principals or statement.resources or statement.but_resources):
        raise PolicyError(f"{where} says neither for whom nor on what", resource=name)
    for action in (*statement.actions, *statement.but_actions):
        if action != "*" and action.count(":") != 1:
            raise PolicyError(
                f"{where} has the action {action}, which is not of the form service:Action", resource=name
            )
    for resource in (*statement.resources, *statement.but_resources):
        if "${" in resource:
            raise PolicyError(f"{where} has a variable in {resource}, which is not decided here", resource=name)
        if resource != "*" and resource.count(":") < ARN_PARTS - 1:
            raise PolicyError(f"{where} has the resource {resource}, which is no ARN", resource=name)


def _principals(name: str, where: str, principal: Any) -> tuple[tuple[str, str], ...]:
    if principal is None:
        return ()
    if principal == "*":
        return (("AWS", "*"),)
    if not isinstance(principal, Mapping) or not principal.keys() <= PRINCIPAL_KINDS:
        raise PolicyError(f"{where} has a Principal that is not understood", resource=name)
    return tuple((kind, who) for kind, names in principal.items() for who in _texts(names))


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
