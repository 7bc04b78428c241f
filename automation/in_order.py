"""The same operation on several stacks, one after the other; what follows a failure is not started."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from automation import exit_codes
from automation.errors import AutomationError, Cancelled, NotConfirmed
from automation.result import Result, Status

_STATUSES = {NotConfirmed: Status.NOT_CONFIRMED, Cancelled: Status.CANCELLED}


def in_order(command: str, stacks: Sequence[str], act: Callable[[str], Result]) -> tuple[list[Result], int]:
    """The result of each stack, in the order given, and the status to end with."""
    results: list[Result] = []
    exit_code = exit_codes.DONE
    for stack in stacks:
        if exit_code != exit_codes.DONE:
            results.append(Result(stack, command, Status.NOT_STARTED))
            continue
        try:
            results.append(act(stack))
        except KeyboardInterrupt:
            cancelled = Cancelled(f"{stack}: cancelled before anything had begun")
            results.append(_ended(command, stack, cancelled))
            exit_code = cancelled.exit_code
        except AutomationError as error:
            results.append(_ended(command, stack, error))
            exit_code = error.exit_code
    return results, exit_code


def _ended(command: str, stack: str, error: AutomationError) -> Result:
    """The result of a stack whose operation did not come to its end."""
    status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), Status.FAILED)
    result = replace(error.result or Result(stack, command, status), status=status)
    return result if result.errors else replace(result, errors=(str(error),))
