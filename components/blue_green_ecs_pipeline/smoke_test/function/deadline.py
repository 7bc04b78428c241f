"""Runs something that must not take longer than it may."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """The work's result.

    Raises:
        TimeoutError: when it takes longer; its thread is left behind and ends with the process.
        BaseException: whatever the work raises, an exit included.
    """
    outcomes: queue.SimpleQueue[tuple[bool, object]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcomes.put((True, work()))
        except BaseException as error:  # it goes on to whoever waits
            outcomes.put((False, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        done, outcome = outcomes.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise TimeoutError(f"not done within {seconds:.1f} seconds") from None
    if done:
        return outcome  # type: ignore[return-value] # what the work returned
    assert isinstance(outcome, BaseException)
    raise outcome
