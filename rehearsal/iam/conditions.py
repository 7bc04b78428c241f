"""The Condition element: operators, and the keys whose values a request is known to have or to lack.

Source: AWS IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
values" and "AWS global condition context keys".
"""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.failure import RehearsalError

from .matching import matches_arn, matches_text

Context = Mapping[str, tuple[str, ...]]
"""Lower-case key to its values; a key that is known and not in it is absent from the request."""

# A request of the rehearsal has each of these or AWS sends it not; of every other key nobody here knows the value.
KNOWN_KEYS = frozenset(
    key.lower()
    for key in (
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalIsAWSService",
        "aws:PrincipalServiceName",
        "aws:RequestedRegion",
        "aws:ResourceAccount",
        "aws:SecureTransport",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceOwner",
        "aws:ViaAWSService",
        "ecs:cluster",
        "iam:PassedToService",
        "kms:CallerAccount",
        "kms:EncryptionContext:aws:logs:arn",
        "kms:ViaService",
        "lambda:SourceFunctionArn",
    )
)


class ConditionError(RehearsalError):
    """A condition that cannot be decided; taking it for met or for not met would be a guess."""


@dataclass(frozen=True)
class Condition:
    """One key of one operator: `operator` without its prefix and suffix."""

    where: str
    operator: str
    key: str
    values: tuple[str, ...]
    if_exists: bool = False
    quantifier: str = ""


def parse_conditions(where: str, element: Any) -> tuple[Condition, ...]:
    """Every operator and key of a Condition element; an operator that is not decided here is an error."""
    if not isinstance(element, Mapping):
        raise ConditionError("the Condition is no object", resource=where)
    return tuple(
        _condition(where, operator, key, value) for operator, keys in element.items() for key, value in keys.items()
    )


def is_met(condition: Condition, context: Context) -> bool:
    """Whether the request fulfils the condition."""
    key = condition.key.lower()
    if key not in KNOWN_KEYS:
        raise ConditionError(f"nothing is known about the condition key {condition.key}", resource=condition.where)
    present = context.get(key, ())
    if condition.operator == "Null":
        return (not present) == (condition.values[0].lower() == "true")
    negated, matches = _split(condition.operator)
    if condition.quantifier == "ForAllValues":
        return all(any(matches(value, one) for value in condition.values) != negated for one in present)
    if condition.quantifier == "ForAnyValue":
        return any(any(matches(value, one) for value in condition.values) != negated for one in present)
    if not present:
        # What is not there cannot be equal: a negated operator is met without the key.
        return condition.if_exists or negated
    if len(present) > 1:
        reason = f"{condition.key} has several values, the operator needs ForAllValues or ForAnyValue"
        raise ConditionError(reason, resource=condition.where)
    return any(matches(value, present[0]) for value in condition.values) != negated


def _condition(where: str, operator: str, key: str, value: Any) -> Condition:
    quantifier, colon, rest = operator.partition(":")
    name = rest if colon else operator
    if_exists = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    known = name in OPERATORS or name == "Null"
    if not known or (colon and quantifier not in ("ForAllValues", "ForAnyValue")) or (name == "Null" and if_exists):
        raise ConditionError(f"the condition operator {operator} is not decided here", resource=where)
    values = tuple(map(_text, value)) if isinstance(value, list) else (_text(value),)
    if not values or any("${" in one for one in values):
        raise ConditionError(f"{operator} {key} has no values, or a variable that is not decided here", resource=where)
    return Condition(where, name, key, values, if_exists, quantifier if colon else "")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _split(operator: str) -> tuple[bool, Callable[[str, str], bool]]:
    return OPERATORS[operator]


def _in_network(network: str, address: str) -> bool:
    return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)


def _equal(value: str, present: str) -> bool:
    return value == present


def _equal_ignoring_case(value: str, present: str) -> bool:
    return value.lower() == present.lower()


OPERATORS: dict[str, tuple[bool, Callable[[str, str], bool]]] = {
    "StringEquals": (False, _equal),
    "StringNotEquals": (True, _equal),
    "StringEqualsIgnoreCase": (False, _equal_ignoring_case),
    "StringNotEqualsIgnoreCase": (True, _equal_ignoring_case),
    "StringLike": (False, matches_text),
    "StringNotLike": (True, matches_text),
    "ArnEquals": (False, matches_arn),
    "ArnNotEquals": (True, matches_arn),
    "ArnLike": (False, matches_arn),
    "ArnNotLike": (True, matches_arn),
    "Bool": (False, _equal_ignoring_case),
    "NumericEquals": (False, lambda value, present: float(present) == float(value)),
    "NumericNotEquals": (True, lambda value, present: float(present) == float(value)),
    "NumericLessThan": (False, lambda value, present: float(present) < float(value)),
    "NumericLessThanEquals": (False, lambda value, present: float(present) <= float(value)),
    "NumericGreaterThan": (False, lambda value, present: float(present) > float(value)),
    "NumericGreaterThanEquals": (False, lambda value, present: float(present) >= float(value)),
    "IpAddress": (False, _in_network),
    "NotIpAddress": (True, _in_network),
}
"""By name: whether it is negated, and how one value of the policy compares with one of the request."""
