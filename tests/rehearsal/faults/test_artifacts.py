"""What a build leaves, with another image or damaged."""

import pytest

from rehearsal.faults.artifacts import cut_off, with_ballast, with_text, without

FILES = {"taskdef.json": b'{"memory":"512"}', "appspec.yaml": b"version: 0.0"}


def test_a_file_is_missing():
    assert without("taskdef.json")(FILES) == {"appspec.yaml": b"version: 0.0"}


def test_a_file_reads_otherwise():
    changed = with_text("taskdef.json", '"512"', '"<MEMORY>"')(FILES)

    assert changed == {**FILES, "taskdef.json": b'{"memory":"<MEMORY>"}'}


def test_a_text_that_is_not_there_cannot_be_changed():
    with pytest.raises(AssertionError, match="no 1024"):
        with_text("taskdef.json", "1024", "")(FILES)


def test_a_file_is_cut_off():
    assert cut_off("taskdef.json")(FILES)["taskdef.json"] == b'{"memory'


def test_ballast_is_at_least_as_large_as_asked_for_up_to_its_last_part():
    added = with_ballast(10_000)(FILES)["ballast.txt"]

    assert 10_000 - 251 < len(added) <= 10_000
