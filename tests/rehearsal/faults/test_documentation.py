"""The page of what happens when a release goes wrong: one row for each fault, written from a run."""

from pathlib import Path

import pytest

from rehearsal.faults.catalogue import FAULTS
from rehearsal.faults.documentation import PAGE, write_documentation
from rehearsal.faults.fault import FaultResult

PROJECT_DIRECTORY = Path(__file__).parents[3]
CRASH = FaultResult("1", "It crashes", "an alarm", 130.4, 131.0, 312, 0, "none", ())


def write_page(folder, text):
    (folder / "docs").mkdir()
    (folder / PAGE).write_text(text)
    return folder / PAGE


def test_the_table_of_the_last_run_is_replaced_and_the_text_around_it_stays(tmp_path):
    page = write_page(tmp_path, "before\n<!-- measured -->\nold\n<!-- /measured -->\nafter\n")

    write_documentation(tmp_path, [CRASH])

    lines = page.read_text().splitlines()
    assert (lines[0], lines[-1]) == ("before", "after")
    assert "| It crashes | an alarm | 2 min 10 s | 2 min 11 s | 0 of 312 | at once |" in lines
    assert "old" not in lines


def test_a_page_without_the_place_for_it_is_left_alone(tmp_path):
    page = write_page(tmp_path, "before\n<!-- measured -->\n")

    with pytest.raises(ValueError, match="lacks the line <!-- /measured -->"):
        write_documentation(tmp_path, [CRASH])

    assert page.read_text() == "before\n<!-- measured -->\n"


def test_the_page_has_a_row_for_every_fault():
    rows = [line for line in (PROJECT_DIRECTORY / PAGE).read_text().splitlines() if line.startswith("| ")]

    assert [row.split(" | ")[0].removeprefix("| ") for row in rows[2:]] == [fault.name for fault in FAULTS]
