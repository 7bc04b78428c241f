"""What of a policy document is understood, and what is refused."""

import json

import pytest

from rehearsal.failure import RehearsalError
from rehearsal.iam.matching import matches_action, matches_resource
from rehearsal.iam.policy import PolicyError, parse_policy

FINE = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def document(**changes: object) -> str:
    """A document of one statement with these changes; None removes a key."""
    statement = {key: value for key, value in {**FINE, **changes}.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def test_one_statement_needs_no_list():
    assert parse_policy("p", document()).statements[0].actions == ("s3:GetObject",)


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "allow"},
        {"Action": None},
        {"NotAction": "s3:PutObject"},
        {"Action": "GetObject"},
        {"Resource": None},
        {"Resource": "bucket"},
        {"Resource": "arn:aws:s3:::${aws:username}/*"},
        {"Principal": "arn:aws:iam::123456789012:root"},
        {"NotPrincipal": {"AWS": "123456789012"}},
        {"Resources": "*"},
        {"Condition": ["x"]},
    ],
)
def test_what_iam_refuses_or_nobody_here_decides_is_an_error(changes):
    with pytest.raises(RehearsalError):
        parse_policy("p", document(**changes))


@pytest.mark.parametrize("text", ["{", "[]", '{"Version": "2020-01-01", "Statement": []}', '{"Statements": []}'])
def test_a_document_that_is_none(text):
    with pytest.raises(PolicyError):
        parse_policy("p", text)


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("*", "s3:GetObject", True),
        ("s3:*", "s3:GetObject", True),
        ("s3:get*", "s3:GetObject", True),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:GetObject", "s3:GetObjectVersion", False),
        ("s3.*", "s3:GetObject", False),
    ],
)
def test_actions(pattern, action, expected):
    assert matches_action(pattern, action) is expected


@pytest.mark.parametrize(
    ("pattern", "resource", "expected"),
    [
        ("*", "*", True),
        ("*", "arn:aws:s3:::b/k", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/folder/key", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", False),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b", True),
        ("arn:aws:s3:::B/*", "arn:aws:s3:::b/k", False),
        ("arn:aws:logs:r:1:log-group:g:*", "arn:aws:logs:r:1:log-group:g:log-stream:s", True),
        ("arn:aws:logs:r:1:log-group:g:*", "arn:aws:logs:r:1:log-group:g", False),
        ("arn:aws:*:r:1:x", "arn:aws:logs:eu:r:1:x", False),
        ("arn:aws:ecs:r:1:task-set/c/s/*", "arn:aws:ecs:r:1:task-set/c/s/*", True),
        ("arn:aws:ecs:r:1:task-definition/f:*", "*", False),
        ("arn:aws:s3:::a?c", "arn:aws:s3:::abc", True),
        ("arn:aws:s3:::a.c", "arn:aws:s3:::abc", False),
    ],
)
def test_resources(pattern, resource, expected):
    assert matches_resource(pattern, resource) is expected
