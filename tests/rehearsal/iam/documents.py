"""Policies and requests as the tests write them."""

import json
from typing import Any

from rehearsal.iam.evaluation import Decision, Policies, Request, decide
from rehearsal.iam.policy import Policy, parse_policy
from rehearsal.iam.principals import AwsService, RoleSession

ACCOUNT = "123456789012"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/worker"
WORKER = RoleSession(ROLE_ARN, "at-work")
EVENTS = AwsService("events.amazonaws.com")


def policy(*statements: dict[str, Any], name: str = "p") -> Policy:
    """A policy of these statements."""
    return parse_policy(name, json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))


def allow(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    """An Allow statement; more is Principal, Condition and the like."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A Deny statement."""
    return {**allow(action, resource, **more), "Effect": "Deny"}


def asked(
    action: str = "s3:GetObject",
    resource: str = "arn:aws:s3:::bucket/key",
    principal: RoleSession | AwsService = WORKER,
    **context: str,
) -> Request:
    """A request; context keys have __ for their colon."""
    return Request(principal, action, resource, {k.replace("__", ":").lower(): (v,) for k, v in context.items()})


def answer(request: Request, *identity: Policy, **others: Any) -> Decision:
    """The decision by identity policies, and the others by name."""
    return decide(request, Policies(identity=identity, **others))
