"""A refused request, and a request that nobody here can decide."""

import json

from rehearsal.failure import RehearsalError

from .evaluation import Decision, Request
from .principals import AwsService, RoleSession


class AccessRefused(RehearsalError):
    """AWS would refuse this request. It says who asked for what on what, and which statement would have allowed it."""

    def __init__(self, request: Request, decision: Decision, missing: str) -> None:
        self.request = request
        self.decision = decision
        self.missing = missing
        super().__init__(
            f"may not {request.action} on {request.resource}: {decision.reason}; {missing}",
            resource=str(request.principal),
        )

    @property
    def message(self) -> str:
        """The sentence that AWS answers with."""
        principal = self.request.principal
        who = principal.arn if isinstance(principal, RoleSession) else principal.name
        kind = "with an explicit deny" if self.decision.statement else "because no policy allows the action"
        what = f"{self.request.action} on resource: {self.request.resource}"
        return f"User: {who} is not authorized to perform: {what} {kind}"


class UnknownCall(RehearsalError):
    """A call of which nobody here knows what AWS asks IAM for it; letting it pass would be a guess."""


def missing_statement(request: Request, decision: Decision) -> str:
    """What would have to change, in words that can be pasted into a policy."""
    if decision.statement:
        return "that statement would have to go, or to except this request"
    statement: dict[str, object] = {"Effect": "Allow", "Action": request.action}
    if isinstance(request.principal, AwsService):
        statement["Principal"] = {"Service": request.principal.name}
    else:
        statement["Resource"] = request.resource
    if passed_to := request.context.get("iam:passedtoservice"):
        statement["Condition"] = {"StringEquals": {"iam:PassedToService": passed_to[0]}}
    return f"the missing statement is {json.dumps(statement)}"
