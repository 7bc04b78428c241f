"""Every way to take one thing from a policy: an action, a resource, a condition's match, a principal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .documents import Documents, Kind, Place

ANOTHER = "another"


@dataclass(frozen=True)
class Mutation:
    """One policy with one thing taken from it."""

    place: Place
    statement: str
    taken: str
    """What was taken, in words."""
    actions: tuple[str, ...]
    """The actions that a refusal has to name one of."""
    denies: bool
    """Whether the statement is a Deny: then something that must be refused has to pass."""
    document: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.place}, statement {self.statement}: {self.taken}"


def all_mutations(documents: Documents) -> list[Mutation]:
    """Of every statement of every policy of the stack."""
    return [
        mutation
        for place, document in documents.items()
        if place.kind is not Kind.GIVEN
        for mutation in _of_document(place, document)
    ]


def _of_document(place: Place, document: Mapping[str, Any]) -> Iterator[Mutation]:
    statements = document["Statement"]
    for number, statement in enumerate(statements):
        for change in _changes(place, statement):
            left = [change.statement] if change.statement else []
            yield Mutation(
                place=place,
                statement=str(statement.get("Sid") or number + 1),
                taken=change.taken,
                actions=change.actions,
                denies=statement["Effect"] == "Deny",
                document={**document, "Statement": [*statements[:number], *left, *statements[number + 1 :]]},
            )


@dataclass(frozen=True)
class _Change:
    taken: str
    actions: tuple[str, ...]
    statement: Mapping[str, Any] | None
    """What is left of it."""


def _changes(place: Place, statement: Mapping[str, Any]) -> Iterator[_Change]:
    actions = tuple(as_list(statement["Action"]))
    for action in actions:
        left = [other for other in actions if other != action]
        yield _Change(f"{action} removed", (action,), {**statement, "Action": left} if left else None)
    # The resource of a trust policy is its role.
    for resource in [] if place.kind is Kind.TRUST else as_list(statement["Resource"]):
        others = [_another(one, actions) if one == resource else one for one in as_list(statement["Resource"])]
        yield _Change(f"{resource} narrowed to another one", actions, {**statement, "Resource": others})
    for operator, keys in statement.get("Condition", {}).items():
        for key, value in keys.items():
            for one in as_list(value):
                # An operator for ARNs takes ARNs alone.
                other = _another(one, actions) if one.startswith("arn:") else ANOTHER
                broken = [other if kept == one else kept for kept in as_list(value)]
                conditions = {**statement["Condition"], operator: {**keys, key: broken}}
                what = f"{operator} {key}" if len(broken) == 1 else f"{one} of {operator} {key}"
                yield _Change(f"{what} broken", actions, {**statement, "Condition": conditions})
    if "Principal" in statement:
        another = {"Service": f"{ANOTHER}.amazonaws.com"}
        yield _Change("another principal", actions, {**statement, "Principal": another})


def _another(resource: str, actions: tuple[str, ...]) -> str:
    """Of the same kind, with another name."""
    if resource == "*":
        return f"arn:aws:{actions[0].partition(':')[0]}:eu-central-1:123456789012:{ANOTHER}"
    *front, name = resource.split(":", 5)
    return ":".join([*front, f"{ANOTHER}-{name}"])


def as_list(value: Any) -> list[str]:
    """A value that may stand for itself in a policy."""
    return list(value) if isinstance(value, list) else [str(value)]
