"""AWS IAM User Guide, "Condition operators" and "Conditions with multiple context keys or values"."""

import pytest

from rehearsal.iam.conditions import ConditionError, is_met, parse_conditions

CODEBUILD = "arn:aws:codebuild:eu-central-1:123456789012:project/web"


def met(operator: str, key: str, value: object, *present: str) -> bool:
    """Whether one condition is met by a request whose key has these values."""
    (condition,) = parse_conditions("p", {operator: {key: value}})
    return is_met(condition, {key.lower(): present} if present else {})


@pytest.mark.parametrize(
    ("operator", "value", "present", "expected"),
    [
        ("StringEquals", "123", "123", True),
        ("StringEquals", "12*", "123", False),
        ("StringEquals", ["1", "123"], "123", True),
        ("StringEquals", "a", "A", False),
        ("StringEqualsIgnoreCase", "a", "A", True),
        ("StringNotEquals", "123", "123", False),
        ("StringNotEquals", ["1", "123"], "123", False),
        ("StringNotEquals", ["1", "2"], "123", True),
        ("StringLike", "12*", "123", True),
        ("StringLike", "1?", "123", False),
        ("StringNotLike", "12*", "123", False),
        ("ArnLike", CODEBUILD, CODEBUILD, True),
        ("ArnLike", "arn:aws:codebuild:eu-central-1:123456789012:project/*", CODEBUILD, True),
        ("ArnEquals", "arn:aws:codebuild:*:123456789012:project/w?b", CODEBUILD, True),
        ("ArnLike", "arn:aws:codebuild:*:project/web", CODEBUILD, False),
        ("ArnLike", "arn:aws:codebuild:eu-west-1:123456789012:project/web", CODEBUILD, False),
        ("ArnNotLike", "arn:aws:codebuild:*:*:project/web", CODEBUILD, False),
        ("NumericLessThan", "5", "4.5", True),
        ("NumericGreaterThanEquals", "5", "4.5", False),
        ("IpAddress", "10.0.0.0/16", "10.0.3.4", True),
        ("NotIpAddress", "10.0.0.0/16", "10.0.3.4", False),
    ],
)
def test_an_operator_compares_as_aws_describes_it(operator, value, present, expected):
    assert met(operator, "aws:SourceArn", value, present) is expected


@pytest.mark.parametrize(
    ("value", "present", "expected"), [("false", "true", False), (True, "true", True), ("True", "true", True)]
)
def test_booleans_are_compared_whatever_their_spelling(value, present, expected):
    assert met("Bool", "aws:SecureTransport", value, present) is expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", False),
        ("StringLike", False),
        ("ArnLike", False),
        ("Bool", False),
        ("StringNotEquals", True),
        ("ArnNotLike", True),
        ("StringEqualsIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
    ],
)
def test_a_key_that_the_request_lacks(operator, expected):
    assert met(operator, "aws:SourceArn", "x") is expected


def test_if_exists_still_compares_what_is_there():
    assert not met("StringEqualsIfExists", "aws:SourceAccount", "1", "2")


@pytest.mark.parametrize(
    ("value", "present", "expected"), [("true", (), True), ("false", ("x",), True), ("true", ("x",), False)]
)
def test_null_asks_whether_the_key_is_there(value, present, expected):
    assert met("Null", "aws:SourceArn", value, *present) is expected


@pytest.mark.parametrize(
    ("operator", "present", "expected"),
    [
        ("ForAllValues:StringEquals", ("a", "b"), True),
        ("ForAllValues:StringEquals", ("a", "c"), False),
        ("ForAnyValue:StringEquals", ("c", "b"), True),
        ("ForAnyValue:StringEquals", ("c", "d"), False),
        ("ForAllValues:StringNotEquals", ("c", "d"), True),
        ("ForAnyValue:StringNotEquals", ("a", "b"), False),
    ],
)
def test_keys_of_several_values(operator, present, expected):
    assert met(operator, "aws:SourceArn", ["a", "b"], *present) is expected


def test_several_values_need_a_quantifier():
    with pytest.raises(ConditionError):
        met("StringEquals", "aws:SourceArn", "a", "a", "b")


def test_the_case_of_a_key_does_not_count():
    assert met("StringEquals", "AWS:sourceaccount", "1", "1")


@pytest.mark.parametrize(
    "operator", ["StringEqual", "DateEquals", "BinaryEquals", "ForSome:StringEquals", "NullIfExists"]
)
def test_an_unknown_operator_is_an_error(operator):
    with pytest.raises(ConditionError, match="is not decided here"):
        parse_conditions("p", {operator: {"aws:SourceArn": "x"}})


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotEquals", "StringEqualsIfExists", "Null"])
def test_an_unknown_key_is_an_error_and_never_a_pass(operator):
    with pytest.raises(ConditionError, match="nothing is known about the condition key aws:MultiFactorAuthPresent"):
        met(operator, "aws:MultiFactorAuthPresent", "true")


def test_a_variable_is_an_error():
    with pytest.raises(ConditionError):
        parse_conditions("p", {"StringEquals": {"aws:SourceArn": "${aws:username}"}})
