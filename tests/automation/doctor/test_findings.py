"""The doctor's status, and what a program reads of it."""

import pytest

from automation.doctor import findings
from automation.doctor.finding import Finding, State


@pytest.mark.parametrize(
    ("states", "code"),
    [([], 0), ([State.OK, State.NOTE, State.UNKNOWN], 0), ([State.OK, State.MISSING], 1)],
)
def test_only_what_has_to_be_put_right_ends_with_1(states, code):
    found = {"dev": [Finding("x", state, "y") for state in states]}

    assert findings.exit_code(found) == code


def test_a_program_reads_everything():
    found = {"dev": [Finding("region", State.MISSING, "no Region is set", "set aws:region", "https://page")]}

    assert findings.as_json(found, 1) == {
        "command": "doctor",
        "exit_code": 1,
        "stacks": [
            {
                "stack": "dev",
                "findings": [
                    {
                        "about": "region",
                        "state": "missing",
                        "sentence": "no Region is set",
                        "way_out": "set aws:region",
                        "page": "https://page",
                    }
                ],
            }
        ],
    }
