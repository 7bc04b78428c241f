"""Metric math: periods without data stay without, and what is not understood is an error."""

import pytest

from rehearsal.metrics.expressions import evaluate
from rehearsal.metrics.store import NotMeasured

TIMES = [0.0, 60.0, 120.0]
SHARE = "100 * FILL(errors, 0) / IF(requests > 50, requests, 50)"


@pytest.mark.parametrize(
    ("errors", "requests", "share"),
    [
        ({}, {0.0: 100.0}, {0.0: 0.0}),
        ({0.0: 5.0}, {0.0: 100.0}, {0.0: 5.0}),
        ({0.0: 1.0}, {0.0: 1.0}, {0.0: 2.0}),
        ({0.0: 1.0}, {}, {}),
        ({60.0: 25.0}, {0.0: 200.0, 60.0: 50.0}, {0.0: 0.0, 60.0: 50.0}),
    ],
)
def test_the_share_of_errors_has_a_floor_of_requests(errors, requests, share):
    assert evaluate(SHARE, {"errors": errors, "requests": requests}, TIMES) == share


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("a + b", {60.0: 12.0}),
        ("FILL(a, 0) + FILL(b, 0)", {0.0: 1.0, 60.0: 12.0, 120.0: 20.0}),
        ("SUM([FILL(a, 0), FILL(b, 0)])", {0.0: 1.0, 60.0: 12.0, 120.0: 20.0}),
        ("SUM([a, b])", {0.0: 1.0, 60.0: 12.0, 120.0: 20.0}),
        ("MAX([a, b])", {0.0: 1.0, 60.0: 10.0, 120.0: 20.0}),
        ("FILL(a, REPEAT)", {0.0: 1.0, 60.0: 2.0, 120.0: 2.0}),
        ("a >= 2", {0.0: 0.0, 60.0: 1.0}),
        ("IF(a > 1, a)", {60.0: 2.0}),
        ("-a * 2", {0.0: -2.0, 60.0: -4.0}),
        ("b / (b - 10)", {120.0: 2.0}),
    ],
)
def test_what_is_used_is_calculated(expression, result):
    assert evaluate(expression, {"a": {0.0: 1.0, 60.0: 2.0}, "b": {60.0: 10.0, 120.0: 20.0}}, TIMES) == result


@pytest.mark.parametrize(
    "expression", ["RATE(a)", "FILL(a, LINEAR)", "SUM(a)", "a +", "unknown + 1", "1 + 1", "a ^ 2", "a && a", "'x'"]
)
def test_what_is_not_understood_is_an_error_and_never_a_pass(expression):
    with pytest.raises(NotMeasured):
        evaluate(expression, {"a": {0.0: 1.0}}, TIMES)
