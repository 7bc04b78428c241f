"""The table of calls holds together."""

import re
from collections import Counter

import pytest

from rehearsal.iam.calls import Call, Confidence, How, all_calls, all_trust, asked_at

ACTION = re.compile(r"[a-z0-9-]+:[A-Z][A-Za-z]+")


@pytest.mark.parametrize("call", all_calls(), ids=lambda call: f"{call.caller}-{call.moment}-{call.action}")
def test_a_row_is_complete(call: Call):
    assert ACTION.fullmatch(call.action)
    assert call.resource == "*" or re.fullmatch(r"\{[a-z_]+\}", call.resource)
    assert call.why
    assert call.source


def test_no_row_is_there_twice():
    rows = Counter((call.caller, call.moment, call.action) for call in all_calls())

    assert [row for row, times in rows.items() if times > 1] == []


def test_who_says_page_names_one():
    assert all('"' in call.source for call in all_calls() if call.confidence is Confidence.PAGE)


def test_each_service_gets_its_role_in_one_way():
    names = [trust.caller for trust in all_trust()]

    assert len(names) == len(set(names))
    assert all(trust.principal.endswith(".amazonaws.com") for trust in all_trust())


def test_a_moment_has_only_what_is_asked_of_iam_alone():
    assert {call.how for call in asked_at("CodeBuild", "source")} == {How.ASKED}
    assert [call.action for call in asked_at("CodeBuild", "logs")] == ["logs:CreateLogStream", "logs:PutLogEvents"]
