"""Each mutation's verdict, by deciding again what the release has asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rehearsal.iam.authority import answer
from rehearsal.iam.calls import Call, How, all_calls
from rehearsal.iam.matching import matches_action
from rehearsal.iam.principals import RoleSession

from .documents import CopiedPolicies, Kind
from .evidence import Asked, Evidence
from .mutations import Mutation


class Verdict(StrEnum):
    """What became of a mutation."""

    KILLED = "killed"
    """A request was refused by it, naming the action; or passed that must be refused."""
    LISTED = "listed"
    """Nothing in a rehearsal comes to it, and the table of calls says what does."""
    SURVIVED = "survived"


@dataclass(frozen=True)
class Judged:
    """A mutation with its verdict and the reason."""

    mutation: Mutation
    verdict: Verdict
    reason: str


def judge_all(mutations: Iterable[Mutation], evidence: Evidence) -> list[Judged]:
    """Of each mutation; nothing runs again."""
    return [judge(mutation, evidence) for mutation in mutations]


def judge(mutation: Mutation, evidence: Evidence) -> Judged:
    """Decides every request that the mutated policy has a say in, as if it had been made under it."""
    policies = CopiedPolicies({**evidence.documents, mutation.place: mutation.document})
    wanted = evidence.forbidden if mutation.denies else evidence.needed
    for asked in wanted:
        if not _concerns(mutation, asked):
            continue
        decision = answer(asked.request, policies)
        if decision.allowed is mutation.denies and _names(mutation, asked):
            what = "passes, and must not" if mutation.denies else decision.reason
            return Judged(mutation, Verdict.KILLED, f"{asked.caller}: {asked.request.action}: {what}")
    listed = next((call for call in _not_rehearsed(mutation, evidence)), None)
    if listed:
        return Judged(mutation, Verdict.LISTED, f"{listed.caller}: {listed.why}. {listed.source}")
    return Judged(mutation, Verdict.SURVIVED, "nothing misses it")


def _concerns(mutation: Mutation, asked: Asked) -> bool:
    principal = asked.request.principal
    if mutation.place.kind is Kind.ROLE:
        return isinstance(principal, RoleSession) and principal.role_name == mutation.place.owner
    if mutation.place.kind is Kind.TRUST:
        return asked.request.resource.rpartition("/")[2] == mutation.place.owner
    return asked.request.resource.startswith(mutation.place.owner)


def _names(mutation: Mutation, asked: Asked) -> bool:
    return any(matches_action(action, asked.request.action) for action in mutation.actions)


def _not_rehearsed(mutation: Mutation, evidence: Evidence) -> list[Call]:
    """What the table says of all that was taken, where none of it comes in a rehearsal."""
    callers = {one.caller for one in evidence.needed if _concerns(mutation, one)}
    rows = [
        [call for call in all_calls() if call.caller in callers and call.action == action]
        for action in mutation.actions
    ]
    if all(row and all(call.how is How.NOT_REHEARSED for call in row) for row in rows):
        return rows[0]
    return []
