"""What counts as a change."""

import pytest

from rehearsal.up.diff import changed_properties, without_ignored
from rehearsal.up.properties import UNKNOWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"port": 80}, {"port": 80.0}),
        ({"port": "80"}, {"port": 80}),
        ({"on": "true"}, {"on": True}),
        ({"subnets": ["a", "b"]}, {"subnets": ["b", "a"]}),
        ({"policy": '{"a": 1, "b": 2}'}, {"policy": '{"b":2,"a":1}'}),
        ({"description": None}, {}),
        ({}, {}),
    ],
)
def test_what_means_the_same_is_no_change(old, new):
    assert changed_properties(old, new) == ()


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ({"port": 80}, {"port": 81}, ("port",)),
        ({"port": 80}, {}, ("port",)),
        ({}, {"port": 80}, ("port",)),
        ({"subnets": ["a", "b"]}, {"subnets": ["a"]}, ("subnets",)),
        ({"tags": {"a": "1"}}, {"tags": {"a": "1", "b": "2"}}, ("tags",)),
        ({"on": True}, {"on": False}, ("on",)),
        ({"arn": "x"}, {"arn": UNKNOWN}, ("arn",)),
        ({"actions": [{"arn": "x"}]}, {"actions": [{"arn": UNKNOWN}]}, ("actions",)),
    ],
)
def test_a_change_is_named(old, new, changed):
    assert changed_properties(old, new) == changed


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [
        ("actions", {"actions": [{"arn": "green", "weight": 1}], "port": 81}),
        ("actions[0].arn", {"actions": [{"arn": "green", "weight": 2}], "port": 81}),
        ("actions[*].arn", {"actions": [{"arn": "green", "weight": 2}], "port": 81}),
        ('actions[0]["weight"]', {"actions": [{"arn": "blue", "weight": 1}], "port": 81}),
        ("port", {"actions": [{"arn": "blue", "weight": 2}], "port": 80}),
        ("missing", {"actions": [{"arn": "blue", "weight": 2}], "port": 81}),
        ("actions[7].arn", {"actions": [{"arn": "blue", "weight": 2}], "port": 81}),
    ],
)
def test_an_ignored_property_keeps_its_old_value(ignored, expected):
    old = {"actions": [{"arn": "green", "weight": 1}], "port": 80}
    new = {"actions": [{"arn": "blue", "weight": 2}], "port": 81}

    assert without_ignored(old, new, [ignored]) == expected


def test_an_ignored_property_that_was_never_there_is_left_out():
    assert without_ignored({"port": 80}, {"port": 80, "tags": {}}, ["tags"]) == {"port": 80}
