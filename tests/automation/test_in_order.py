"""Several stacks, one after the other."""

import pytest

from automation.errors import AutomationError, Cancelled, NotConfirmed, OperationFailed
from automation.in_order import in_order
from automation.result import Result, Status


def run(*ends):
    """One stack for each end: None for a good one, or what it raises."""
    by_name = {f"s{number}": end for number, end in enumerate(ends)}

    def act(stack):
        if by_name[stack] is not None:
            raise by_name[stack]
        return Result(stack, "up", Status.DONE)

    results, code = in_order("up", list(by_name), act)
    return [(result.stack, result.status.value, list(result.errors)) for result in results], code


def test_all_good_ends_with_0():
    assert run(None, None) == ([("s0", "done", []), ("s1", "done", [])], 0)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (AutomationError("no"), "failed", 1),
        (OperationFailed("no"), "failed", 1),
        (NotConfirmed("no"), "not confirmed", 4),
        (Cancelled("no"), "cancelled", 130),
    ],
)
def test_what_follows_a_failure_is_not_started(error, status, code):
    assert run(None, error, None) == (
        [("s0", "done", []), ("s1", status, ["no"]), ("s2", "not started", [])],
        code,
    )


def test_the_errors_of_an_operation_stay_as_they_are():
    result = Result("s0", "up", Status.FAILED, errors=("web: 1 setting cannot be used",))

    assert run(OperationFailed("s0: web: 1 setting cannot be used", result)) == (
        [("s0", "failed", ["web: 1 setting cannot be used"])],
        1,
    )


def test_ctrl_c_between_two_operations_is_a_cancellation():
    assert run(KeyboardInterrupt()) == ([("s0", "cancelled", ["s0: cancelled before anything had begun"])], 130)
