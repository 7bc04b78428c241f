"""What a policy document of IAM says, statement by statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .values import mappings, parsed, texts

# By these keys a condition says whose request it is. The case of a key does not matter to IAM.
WHOSE = frozenset(
    {
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceowner",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "kms:calleraccount",
    }
)
# What is true of a request that lacks the key, or has any other value, narrows nothing.
NARROWING = ("stringequals", "stringlike", "stringequalsignorecase", "arnequals", "arnlike")


@dataclass(frozen=True)
class Statement:
    """One statement, with lists where JSON allows a single text."""

    label: str
    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    excludes: bool
    """Whether it is written as all but some: NotAction, NotResource, NotPrincipal."""

    principals: Mapping[str, tuple[str, ...]]
    """Kind (AWS, Service) to those named; everybody, written as a star, is of the kind AWS."""

    conditions: Mapping[str, Mapping[str, Any]]

    def narrows(self, *keys: str) -> bool:
        """Whether a condition requires one of these keys (none given: of WHOSE) to have a value that it names."""
        wanted = {key.lower() for key in keys} or WHOSE
        for operator, tested in self.conditions.items():
            if operator.lower().removeprefix("foranyvalue:") not in NARROWING:
                continue
            for key, values in tested.items():
                named = texts(values)
                if key.lower() in wanted and named and not any(value.strip("*") == "" for value in named):
                    return True
        return False


def statements(document: Any) -> Iterator[Statement]:
    """The statements of a document in JSON, or of one that is parsed already; what is unknown has none."""
    content = parsed(document)
    if not isinstance(content, Mapping):
        return
    for number, each in enumerate(mappings(content.get("Statement")), start=1):
        yield _statement(each, number)


def _statement(each: Mapping[str, Any], number: int) -> Statement:
    sid = each.get("Sid")
    conditions = each.get("Condition")
    principal = each.get("Principal")
    kinds = principal if isinstance(principal, Mapping) else {"AWS": principal}
    return Statement(
        label=f"statement {sid}" if isinstance(sid, str) and sid else f"statement {number}",
        allows=each.get("Effect") == "Allow",
        actions=tuple(texts(each.get("Action"))),
        resources=tuple(texts(each.get("Resource"))),
        excludes=any(key in each for key in ("NotAction", "NotResource", "NotPrincipal")),
        principals={kind: tuple(texts(named)) for kind, named in kinds.items()},
        conditions={
            operator: tested
            for operator, tested in (conditions if isinstance(conditions, Mapping) else {}).items()
            if isinstance(tested, Mapping)
        },
    )
