"""Runs rehearsals side by side, each in a process of its own: there is one embedded AWS in a process."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from .outcome import CRASHED, Outcome

LONGEST_SECONDS = 240.0
Act = Callable[[], Outcome]


@dataclass
class _Running:
    number: int
    process: BaseProcess
    receiver: "Connection[Any, Any]"
    deadline: float


def run_all(acts: Sequence[Act], workers: int) -> Iterator[Outcome]:
    """The outcomes, in the order of the acts, each as soon as it and those before it are there."""
    done: dict[int, Outcome] = {}
    running: list[_Running] = []
    started = said = 0
    try:
        while said < len(acts):
            while started < len(acts) and len(running) < workers:
                running.append(_start(started, acts[started]))
                started += 1
            for ended in _ended(running):
                running.remove(ended)
                done[ended.number] = _outcome_of(ended)
            while said in done:
                yield done.pop(said)
                said += 1
    finally:
        for left in running:
            left.process.kill()
            left.process.join()


def _start(number: int, act: Act) -> _Running:
    # Forked, from a process with one thread: what is imported is there at once, and no lock is held by nobody.
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(act, sender))
    process.start()
    sender.close()
    return _Running(number, process, receiver, time.monotonic() + LONGEST_SECONDS)


def _ended(running: list[_Running]) -> list[_Running]:
    first = min(one.deadline for one in running) - time.monotonic()
    ready = wait([one.receiver for one in running], timeout=max(first, 0))
    return [one for one in running if one.receiver in ready or one.deadline <= time.monotonic()]


def _outcome_of(ended: _Running) -> Outcome:
    try:
        if not ended.receiver.poll():
            return Outcome(CRASHED, f"it had not ended after {LONGEST_SECONDS:.0f} seconds")
        outcome: Outcome = ended.receiver.recv()
    except EOFError:
        return Outcome(CRASHED, "its process ended without a word")
    finally:
        ended.receiver.close()
        # What a rehearsal leaves running is not waited for: it ends with its process.
        ended.process.kill()
        ended.process.join()
    return outcome


def _report(act: Act, sender: "Connection[Any, Any]") -> None:
    try:
        outcome = act()
    except BaseException as error:
        outcome = Outcome(CRASHED, f"{type(error).__name__}: {error}")
    sender.send(outcome)
    sender.close()
