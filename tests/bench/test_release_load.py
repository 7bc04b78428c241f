"""The figures of a release under load: requests per second, losses, and latency before and during the shift."""

import pytest

from bench.release_load import percentiles_ms, summarize
from rehearsal.checks import Answer


def answer(started, seconds=0.01, status=200):
    return Answer(started, started + seconds, "keep-alive", status, "", None)


def test_the_rate_is_that_of_the_release_alone():
    answers = [answer(float(second)) for second in range(20)]

    found = summarize(answers, release=(9.5, 19.5), shift=(12.0, 15.0))

    assert found.per_second == pytest.approx(1.0)
    assert (found.sent, found.lost) == (20, 0)


def test_every_lost_request_counts_before_the_release_too():
    answers = [answer(1.0, status=503), *(answer(float(second)) for second in range(2, 20))]

    assert summarize(answers, release=(10.0, 20.0), shift=(12.0, 15.0)).lost == 1


def test_latency_is_told_before_the_release_and_during_its_shift():
    before = [answer(1 + number / 100) for number in range(100)]
    during = [answer(12 + number / 100, seconds=0.03) for number in range(100)]
    after = [answer(16.0, seconds=9.0)]

    found = summarize([*before, *during, *after], release=(10.0, 20.0), shift=(12.0, 13.0))

    assert found.before_ms == pytest.approx((10.0, 10.0))
    assert found.during_ms == pytest.approx((30.0, 30.0))
    assert str(found) == (
        "10 requests/s through a whole release, 201 sent, 0 lost; before it p50 10 ms, p99 10 ms; "
        "during the shift p50 30 ms, p99 30 ms"
    )


def test_the_slowest_hundredth_is_the_p99():
    answers = [answer(0.0, seconds=number / 1000) for number in range(1, 101)]

    assert percentiles_ms(answers) == pytest.approx((50.5, 99.01))


def test_too_few_requests_have_no_percentiles():
    with pytest.raises(ValueError, match="1 requests"):
        percentiles_ms([answer(0.0)])
