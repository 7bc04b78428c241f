"""How many requests a fault may cost: the arithmetic, on both sides of each limit."""

import pytest

from rehearsal.faults.bounds import (
    CanaryShare,
    DetectionTime,
    InFlight,
    LongerThanDraining,
    NoneFails,
    rollback_problems,
    silence_problems,
)
from rehearsal.faults.recording import Recording
from tests.rehearsal.faults.recordings import BLUE, GREEN, OTHER_TASK, TASK, recording, request


def test_none_may_fail():
    assert NoneFails().problems(recording()) == []
    assert NoneFails().problems(recording([request(3.5, lost=True)])) == [
        "1 requests failed, none may: status 500 from application"
    ]


@pytest.mark.parametrize(("failed", "allowed"), [(1, True), (2, True), (3, False)])
def test_a_canary_of_ten_percent_may_cost_a_tenth_of_what_was_sent_from_its_start_to_the_rollback(failed, allowed):
    """From 5 to 10 there are 6 of blue's requests and 14 of green's: 20, of which 2 may fail."""
    green = [request(5 + number / 10, GREEN, lost=number < failed) for number in range(14)]

    problems = CanaryShare(10).problems(recording(green))

    assert problems == ([] if allowed else ["3 requests failed, at most 2 may"])


def test_at_a_canary_blue_s_users_may_not_fail():
    lost = recording([request(5.0, GREEN), request(6.5, BLUE, lost=True)])

    assert CanaryShare(10).problems(lost) == ["1 requests failed that green did not get: status 500 from application"]


@pytest.mark.parametrize(("seconds", "failed"), [(0.8, 0), (0.81, 1)])
def test_an_answer_slower_than_the_limit_counts_as_failed(seconds, failed):
    slow = recording([request(5.0, GREEN, seconds=seconds)])

    assert len(CanaryShare(10, slower_than_seconds=0.8).failed(slow)) == failed


def test_a_canary_that_nobody_met_or_that_stays_is_out_of_bounds():
    assert CanaryShare(10).problems(recording()) == ["green got no user, or was not rolled back"]
    assert CanaryShare(10).problems(recording([request(5.0, GREEN)], rolled_back=None)) == [
        "green got no user, or was not rolled back"
    ]


@pytest.mark.parametrize(("first", "problems"), [(7.5, []), (7.4, ["users failed for 2.6 s, at most 2.5 s may"])])
def test_all_users_may_fail_for_as_long_as_the_alarm_needs(first, problems):
    lost = recording([request(first, GREEN, lost=True), request(8.5, GREEN, lost=True)])

    assert DetectionTime(2.5).problems(lost) == problems


def test_until_the_alarm_only_green_s_users_may_fail():
    lost = recording([request(9.0, GREEN, lost=True), request(9.5, BLUE, lost=True)])

    assert DetectionTime(2.5).problems(lost) == [
        "1 requests failed that green did not get: status 500 from application"
    ]


def test_a_failure_that_hits_nobody_proves_nothing():
    assert DetectionTime(2.5).problems(recording()) == ["nothing failed, or nothing was rolled back"]


@pytest.mark.parametrize(
    ("started", "seconds", "target", "allowed"),
    [
        (4.5, 0.6, TASK, True),
        (4.5, 0.4, TASK, False),
        (5.2, 0.1, TASK, True),
        (5.21, 0.1, TASK, False),
        (5.1, 0.1, OTHER_TASK, False),
    ],
)
def test_a_task_that_dies_may_take_along_what_it_had_been_given(started, seconds, target, allowed):
    lost = recording([request(started, GREEN, lost=True, seconds=seconds, target=target)])
    lost.lost_target, lost.lost_target_from, lost.lost_target_until = TASK, 5.0, 5.2

    assert bool(InFlight().problems(lost)) != allowed


@pytest.mark.parametrize(("kind", "allowed"), [("slow 12 s", True), ("slow 11.9 s", False), ("short", False)])
def test_only_what_takes_longer_than_draining_may_be_cut_off(kind, allowed):
    lost = recording([request(5.0, lost=True, kind=kind)])

    assert bool(LongerThanDraining(12.0).problems(lost)) != allowed


@pytest.mark.parametrize(("started", "problems"), [(10.0, 0), (10.01, 1)])
def test_none_fails_after_the_rollback(started, problems):
    assert len(rollback_problems(recording([request(started, lost=True)]))) == problems


def test_without_a_rollback_there_is_nothing_after_it():
    assert rollback_problems(recording([request(11.0, lost=True)], rolled_back=None)) == []


def test_blue_answers_all_the_time():
    assert silence_problems(recording()) == []


def silent(**more):
    answered = [request(float(second)) for second in (0, 1, 2, 6, 7, 8, 9)]
    return Recording(BLUE, GREEN, began=0.0, rolled_back=10.0, ended=11.0, requests=answered, **more)


def test_four_seconds_without_blue_are_an_outage():
    assert silence_problems(silent()) == ["blue did not answer for 4.0 s"]


def test_blue_need_not_answer_once_all_users_are_on_green():
    assert silence_problems(silent(fully_shifted=2.5)) == []


def test_green_s_answers_are_not_blue_s():
    missing = silent()
    missing.requests = [*missing.requests, request(4.0, GREEN)]

    assert silence_problems(missing) == ["blue did not answer for 4.0 s"]
