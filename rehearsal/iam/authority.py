"""Decides every request of an actor by the policies of the embedded AWS, and keeps what it has decided."""

import threading
from dataclasses import dataclass
from typing import Protocol

from rehearsal.failure import RehearsalError

from .asks import Ask
from .evaluation import Decision, Policies, Request, decide
from .policy import Policy
from .principals import AwsService, Principal, RoleSession
from .refusal import AccessRefused, missing_statement

ASSUME_ROLE = "sts:AssumeRole"


class PolicySource(Protocol):
    """Where policies are read: the embedded AWS, or a copy of what stood there."""

    def of_role(self, name: str) -> tuple[Policy, ...]:
        """What the role may do."""

    def boundary_of_role(self, name: str) -> Policy | None:
        """What it may do at most."""

    def trust_of_role(self, name: str) -> Policy:
        """Who may assume it."""

    def of_resource(self, arn: str) -> Policy | None:
        """The policy of the resource itself."""


@dataclass(frozen=True)
class Decided:
    """A request, who made it in the words of the table of calls, and the answer."""

    caller: str
    request: Request
    decision: Decision


class Authority:
    """IAM, as far as it says yes or no."""

    def __init__(self, policies: PolicySource, region: str, account_id: str) -> None:
        self.policies = policies
        self.decided: list[Decided] = []
        self.problems: list[RehearsalError] = []
        """Every refusal, and every request that could not be decided, whoever got to see it."""
        self._region = region
        self._account_id = account_id
        self._lock = threading.Lock()

    def require(self, caller: str, principal: Principal, ask: Ask) -> None:
        """Returns when the principal may.

        Raises:
            AccessRefused: when it may not.
        """
        request = Request(principal, ask.action, ask.resource, self._context(principal) | dict(ask.context))
        decision = answer(request, self.policies)
        with self._lock:
            self.decided.append(Decided(caller, request, decision))
        if not decision.allowed:
            refused = AccessRefused(request, decision, missing_statement(request, decision))
            self.note(refused)
            raise refused

    def note(self, problem: RehearsalError) -> None:
        """Keeps what a process was answered, which nobody here sees otherwise."""
        with self._lock:
            self.problems.append(problem)

    def _context(self, principal: Principal) -> dict[str, tuple[str, ...]]:
        """What AWS knows of every request. Its endpoints are asked over TLS; that the rehearsal's own is not is nothing
        of the user's.
        """
        common: dict[str, tuple[str, ...]] = {
            "aws:securetransport": ("true",),
            "aws:requestedregion": (self._region,),
            "aws:resourceaccount": (self._account_id,),
            "aws:viaawsservice": ("false",),
        }
        if isinstance(principal, AwsService):
            return common | {"aws:principalisawsservice": ("true",), "aws:principalservicename": (principal.name,)}
        return common | {
            "aws:principalisawsservice": ("false",),
            "aws:principalarn": (principal.role_arn,),
            "aws:principalaccount": (principal.account_id,),
            "kms:calleraccount": (principal.account_id,),
        }


def answer(request: Request, policies: PolicySource) -> Decision:
    """The decision on a request by the policies of this source."""
    role = request.principal if isinstance(request.principal, RoleSession) else None
    identity = policies.of_role(role.role_name) if role else ()
    boundary = policies.boundary_of_role(role.role_name) if role else None
    if request.action == ASSUME_ROLE:
        trust = policies.trust_of_role(request.resource.rpartition("/")[2])
        return decide(request, Policies(identity, trust, boundary, resource_decides=True))
    resource = policies.of_resource(request.resource)
    # Of a key, the key's own policy has to agree.
    return decide(request, Policies(identity, resource, boundary, resource_decides=":kms:" in request.resource))
