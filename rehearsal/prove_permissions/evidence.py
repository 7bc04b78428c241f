"""What one release asked IAM for, what must stay refused, and the policies that decided it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rehearsal.failure import RehearsalError
from rehearsal.iam.authority import answer
from rehearsal.iam.calls import LAMBDA
from rehearsal.iam.evaluation import Request
from rehearsal.iam.principals import RoleSession

from .documents import CopiedPolicies, Documents, Kind, Place, read_documents

ADMINISTRATOR = RoleSession("arn:aws:iam::123456789012:role/administrator", "at-home")
ALL_POWER = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Everything", "Effect": "Allow", "Action": ["*"], "Resource": ["*"]}],
}


@dataclass(frozen=True)
class Asked:
    """A request, and who made it in the words of the table of calls."""

    caller: str
    request: Request


@dataclass(frozen=True)
class Evidence:
    """All that the mutations are judged by."""

    documents: Documents
    needed: tuple[Asked, ...]
    """What was asked for and has to be allowed."""
    forbidden: tuple[Asked, ...]
    """What has to be refused."""


def gather(aws: Any) -> Evidence:
    """What the embedded AWS has decided until now.

    Raises:
        RehearsalError: when the copied policies decide otherwise than the embedded AWS did, or too much is allowed.
    """
    needed = _unique(Asked(one.caller, one.request) for one in aws.authority.decided)
    documents = {**read_documents(aws), Place(Kind.GIVEN, ADMINISTRATOR.role_name): ALL_POWER}
    forbidden = _unique([*_over_plain_http(documents), *_by_the_code_of_hooks(aws, needed)])
    evidence = Evidence(documents, needed, forbidden)
    policies = CopiedPolicies(evidence.documents)
    for asked, expected in [*((one, True) for one in needed), *((one, False) for one in forbidden)]:
        if answer(asked.request, policies).allowed is not expected:
            word = "refused" if expected else "allowed"
            raise RehearsalError(f"{asked.request} is {word} by the policies as they are", step="Permissions")
    return evidence


def _over_plain_http(documents: Documents) -> list[Asked]:
    """S3 answers without TLS too, where no policy forbids it: the administrator himself has to be refused."""
    plain = {"aws:securetransport": ("false",)}
    buckets = [place.owner for place in documents if place.kind is Kind.RESOURCE and ":s3:" in place.owner]
    wanted = [("s3:ListBucket", ""), ("s3:GetObject", "/key")]
    return [
        Asked("anybody over plain HTTP", Request(ADMINISTRATOR, action, bucket + key, plain))
        for bucket in buckets
        for action, key in wanted
    ]


def _by_the_code_of_hooks(aws: Any, needed: Iterable[Asked]) -> list[Asked]:
    """Lambda joins the function to the VPC; its code must not touch an interface."""
    functions = {one["Role"]: one["FunctionArn"] for one in aws.client("lambda").list_functions()["Functions"]}
    return [
        replace(one, request=_with(one.request, "lambda:sourcefunctionarn", functions[one.request.principal.role_arn]))
        for one in needed
        if isinstance(one.request.principal, RoleSession)
        and one.caller == LAMBDA
        and one.request.action.startswith("ec2:")
        and not one.request.action.startswith("ec2:Describe")
    ]


def _with(request: Request, key: str, value: str) -> Request:
    return replace(request, context={**request.context, key: (value,)})


def _unique(found: Iterable[Asked]) -> tuple[Asked, ...]:
    by_text: dict[object, Asked] = {}
    for one in found:
        by_text.setdefault((one.caller, str(one.request), tuple(sorted(one.request.context.items()))), one)
    return tuple(by_text.values())
