"""The decision on one request within one account.

Source: AWS IAM User Guide, "Policy evaluation logic" and "Policy evaluation for requests within a single account". The
account is in no organization: service and resource control policies are not decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .conditions import Context, is_met
from .matching import matches_action, matches_resource
from .policy import Policy, Statement
from .principals import AwsService, Principal, RoleSession


@dataclass(frozen=True)
class Request:
    """Who wants to do what, on what, under which circumstances."""

    principal: Principal
    action: str
    resource: str
    context: Context = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.principal}: {self.action} on {self.resource}"


@dataclass(frozen=True)
class Policies:
    """Everything that has a say in one request."""

    identity: tuple[Policy, ...] = ()
    resource: Policy | None = None
    boundary: Policy | None = None
    session: Policy | None = None
    resource_decides: bool = False
    """Of a trust policy and a key policy: without its consent no policy of the principal counts."""


@dataclass(frozen=True)
class Decision:
    """Allowed or not, and by which statement; none of them where nothing allows the request."""

    allowed: bool
    policy: Policy | None = None
    statement: Statement | None = None
    reason: str = ""


def decide(request: Request, policies: Policies) -> Decision:
    """AWS's answer to this request."""
    for policy, statement in _applicable(request, policies, "Deny"):
        return Decision(False, policy, statement, f"{_name(policy, statement)} denies it")
    granted = list(_applicable(request, policies, "Allow"))
    by_resource = [(policy, statement) for policy, statement in granted if policy is policies.resource]
    by_identity = next(((policy, one) for policy, one in granted if policy in policies.identity), None)
    for policy, statement in by_resource:
        directness = _directness(request.principal, statement)
        if directness == "session" or (directness == "role" and _within_limits(request, policies)):
            return Decision(True, policy, statement)
    if policies.resource_decides and not by_resource:
        return Decision(False, reason=_nearest(request, policies.resource) or "no statement allows it")
    if by_identity is None:
        nearest = [_nearest(request, policy) for policy in (*policies.identity, policies.resource)]
        return Decision(False, reason="; ".join(filter(None, nearest)) or "no statement allows it")
    if not _within_limits(request, policies):
        return Decision(False, reason="no statement of the permissions boundary or the session policy allows it")
    return Decision(True, *by_identity)


def applies(statement: Statement, request: Request) -> bool:
    """Whether action, resource and conditions of a statement are those of the request."""
    return (
        _covers_action(statement, request.action)
        and _covers_resource(statement, request.resource)
        and all(is_met(condition, request.context) for condition in statement.conditions)
    )


def _applicable(request: Request, policies: Policies, effect: str) -> Iterable[tuple[Policy, Statement]]:
    """The statements of this effect that speak of the request, those of the resource's policy first."""
    if policies.resource:
        for statement in policies.resource.statements:
            if statement.effect == effect and _directness(request.principal, statement) and applies(statement, request):
                yield policies.resource, statement
    limits = [policy for policy in (policies.boundary, policies.session) if policy and effect == "Deny"]
    for policy in (*policies.identity, *limits):
        for statement in policy.statements:
            if statement.effect == effect and applies(statement, request):
                yield policy, statement


def _within_limits(request: Request, policies: Policies) -> bool:
    """Whether the boundary and the session's policy, where there are any, allow the request too."""
    return all(
        any(statement.effect == "Allow" and applies(statement, request) for statement in policy.statements)
        for policy in (policies.boundary, policies.session)
        if policy
    )


def _directness(principal: Principal, statement: Statement) -> str:
    """How a resource's policy names the principal: itself, its role, no more than its account, or not at all."""
    named = {name for kind, name in statement.principals if kind == ("Service" if _is_service(principal) else "AWS")}
    # "*" is everybody, services included.
    everybody = ("AWS", "*") in statement.principals
    if isinstance(principal, AwsService):
        return "session" if principal.name in named or everybody else ""
    if principal.arn in named:
        return "session"
    if principal.role_arn in named or everybody:
        return "role"
    account = {principal.account_id, f"arn:aws:iam::{principal.account_id}:root"}
    return "account" if account & named else ""


def _is_service(principal: Principal) -> bool:
    return not isinstance(principal, RoleSession)


def _covers_action(statement: Statement, action: str) -> bool:
    if statement.but_actions:
        return not any(matches_action(pattern, action) for pattern in statement.but_actions)
    return any(matches_action(pattern, action) for pattern in statement.actions)


def _covers_resource(statement: Statement, resource: str) -> bool:
    if statement.but_resources:
        return not any(matches_resource(pattern, resource) for pattern in statement.but_resources)
    # A trust policy has no Resource: it stands for the role that it belongs to.
    return not statement.resources or any(matches_resource(pattern, resource) for pattern in statement.resources)


def _nearest(request: Request, policy: Policy | None) -> str:
    """What keeps a statement that allows the action from allowing it here."""
    found = []
    for statement in policy.statements if policy else ():
        if statement.effect != "Allow" or not _covers_action(statement, request.action):
            continue
        assert policy
        name = _name(policy, statement)
        if statement.principals and not _directness(request.principal, statement):
            found.append(f"{name} allows it to {', '.join(who for _, who in statement.principals)} only")
        elif not _covers_resource(statement, request.resource):
            found.append(f"{name} allows it on {', '.join(statement.resources)} only")
        else:
            found += [
                f"{name} allows it where {one.key} is {' or '.join(one.values)} only, "
                f"the request has {', '.join(request.context.get(one.key.lower(), ())) or 'none'}"
                for one in statement.conditions
                if not is_met(one, request.context)
            ]
    return "; ".join(found)


def _name(policy: Policy, statement: Statement) -> str:
    return f"statement {statement.sid} of {policy.name}" if statement.sid else f"a statement of {policy.name}"
