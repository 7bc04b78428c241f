"""Paths to properties, and the smallest differences."""

import pytest

from automation.values import MISSING, differences, steps_of, value_at


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("name", ["name"]),
        ("tags.Name", ["tags", "Name"]),
        ('tags["a.b"]', ["tags", "a.b"]),
        ('tags["a\\"b"].c', ["tags", 'a"b', "c"]),
        ("ingress[0].cidrBlocks[12]", ["ingress", 0, "cidrBlocks", 12]),
    ],
)
def test_a_path_is_read_as_pulumi_writes_it(path, steps):
    assert steps_of(path) == steps


@pytest.mark.parametrize("path", ["b", "a.c", "l[1]", "l.x", "a.b.c"])
def test_a_path_to_nothing_is_missing_and_not_none(path):
    assert value_at({"a": {"b": None}, "l": [1]}, path) is MISSING


def test_none_is_a_value():
    assert value_at({"a": {"b": None}}, "a.b") is None


def test_lists_of_one_length_are_compared_item_by_item_and_others_whole():
    assert list(differences("l", [1, 2], [1, 3])) == [("l[1]", 2, 3)]
    assert list(differences("l", [1, 2], [1])) == [("l", [1, 2], [1])]


def test_a_key_that_has_a_dot_is_quoted():
    assert list(differences("tags", {"a.b": 1}, {"a.b": 2})) == [('tags["a.b"]', 1, 2)]


def test_a_text_that_only_looks_like_json_is_compared_as_text():
    assert list(differences("t", "{no", "{yes")) == [("t", "{no", "{yes")]
