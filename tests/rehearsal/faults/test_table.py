"""The table of all faults, as a person reads it."""

import pytest

from rehearsal.faults.fault import FaultResult
from rehearsal.faults.table import describe_seconds, last_line, render_markdown, render_table

CRASH = FaultResult("1", "It crashes", "an alarm", 130.4, 131.0, 312, 0, "none", (), next_release_after_seconds=200)
SECOND = FaultResult("13", "A second release", "CodeDeploy", 0.2, None, 90, 2, "none", ("2 requests failed",))


def test_one_line_a_fault_and_below_it_what_did_not_hold():
    assert render_table([CRASH, SECOND]) == [
        "    fault             noticed by  after       rolled back after  sent  failed  bound",
        "1   It crashes        an alarm    2 min 10 s  2 min 11 s          312       0  none",
        "13  A second release  CodeDeploy  1 s                              90       2  none",
        "    ! 2 requests failed",
    ]


def test_the_last_line_counts_those_within_bounds():
    assert last_line([CRASH, CRASH]) == "faults: 2 of 2 within bounds"
    assert last_line([CRASH, SECOND]) == "faults: 1 of 2 within bounds"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0.0, "1 s"), (59.4, "59 s"), (59.6, "1 min"), (60, "1 min"), (61, "1 min 1 s"), (3600, "60 min")],
)
def test_times_are_said_as_a_person_says_them(seconds, text):
    assert describe_seconds(seconds) == text


def test_the_documentation_has_a_row_for_each_fault():
    header, line, *rows = render_markdown([CRASH, SECOND]).splitlines()

    assert rows == [
        "| It crashes | an alarm | 2 min 10 s | 2 min 11 s | 0 of 312 | after 3 min 20 s |",
        "| A second release | CodeDeploy | 1 s | not needed | 2 of 90 | at once |",
    ]
    assert line == "| --- | --- | --- | --- | --- | --- |"
