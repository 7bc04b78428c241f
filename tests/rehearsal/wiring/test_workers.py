"""Rehearsals side by side."""

import os
import time

from rehearsal.wiring import workers
from rehearsal.wiring.outcome import CRASHED, GREEN, Outcome


def test_outcomes_come_in_the_order_of_the_acts_each_from_a_process_of_its_own():
    def act(number):
        time.sleep(0.3 if number == 0 else 0)
        return Outcome(GREEN, f"{number} {os.getpid() == here}")

    here = os.getpid()

    found = list(workers.run_all([lambda number=number: act(number) for number in range(3)], 2))

    assert [outcome.message for outcome in found] == ["0 False", "1 False", "2 False"]


def test_an_act_that_ends_without_an_outcome_or_with_an_error_has_crashed():
    def fail():
        raise KeyError("name")

    found = list(workers.run_all([lambda: os._exit(3), fail], 2))

    assert [outcome.kind for outcome in found] == [CRASHED, CRASHED]
    assert [outcome.message for outcome in found] == ["its process ended without a word", "KeyError: 'name'"]


def test_an_act_without_an_end_has_crashed(monkeypatch):
    monkeypatch.setattr(workers, "LONGEST_SECONDS", 0.2)

    (found,) = workers.run_all([lambda: time.sleep(60)], 1)

    assert found == Outcome(CRASHED, "it had not ended after 0 seconds")
