"""Each mistake in a rehearsal of its own, once the rehearsal without one is green."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from .mutation import Mutation
from .outcome import GREEN, RED, Key, Outcome, rehearse
from .program import PROGRAMS
from .workers import run_all

Inputs = dict[str, dict[Key, dict[str, Any]]]
"""What each program registers."""


class NotGreen(Exception):
    """The rehearsal is red with nothing broken: whatever it says then proves nothing."""


@dataclass(frozen=True)
class Verdict:
    """Whether the rehearsal noticed."""

    mutation: Mutation
    caught: bool
    message: str

    def __str__(self) -> str:
        # botocore lists several problems on lines of their own.
        message = " ".join(self.message.split())
        return f"{'caught' if self.caught else 'missed'} {self.mutation}: {message}"


def rehearse_unbroken(programs: Sequence[str] = PROGRAMS) -> Inputs:
    """What the programs register, from rehearsals that have to be green."""
    registered: Inputs = {}
    acts = [partial(rehearse, program, None) for program in programs]
    for program, outcome in zip(programs, run_all(acts, workers()), strict=True):
        if outcome.kind != GREEN:
            raise NotGreen(f"stack {program}, with nothing broken: {outcome.message}")
        registered[program] = outcome.inputs
    return registered


def prove(mutations: Sequence[Mutation], registered: Inputs) -> Iterator[Verdict]:
    """A verdict on each of them, in their order."""
    acts: list[Callable[[], Outcome]] = []
    for mutation in mutations:
        program = find_program(mutation, registered)
        acts.append(partial(rehearse, program, mutation) if program else partial(_nothing_to_break, mutation))
    for mutation, outcome in zip(mutations, run_all(acts, workers()), strict=True):
        yield _judge(mutation, outcome)


def find_program(mutation: Mutation, registered: Inputs) -> str | None:
    """The first program in which the property is there, or at least what it would be a part of."""
    key = (mutation.type, mutation.name)
    having = [name for name, inputs in registered.items() if key in inputs]
    for name in having:
        if _has_value(registered[name][key], mutation):
            return name
    return next((name for name in having if mutation.has_place(registered[name][key])), None)


def summary(verdicts: Sequence[Verdict]) -> tuple[str, float]:
    """The last line, and the share in percent."""
    caught = sum(verdict.caught for verdict in verdicts)
    share = 100.0 * caught / len(verdicts) if verdicts else 100.0
    return f"wiring: {caught} of {len(verdicts)} caught ({share:.1f} %)", share


def workers() -> int:
    """How many rehearsals run at once: one more than there are cores, because each waits now and then."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
    return cores + 1


def _has_value(inputs: dict[str, Any], mutation: Mutation) -> bool:
    return Mutation(mutation.type, mutation.name, mutation.property, remove=True).has_place(inputs)


def _nothing_to_break(mutation: Mutation) -> Outcome:
    return Outcome(GREEN, "no stack of the proof registers such a resource with a place for this property")


def _judge(mutation: Mutation, outcome: Outcome) -> Verdict:
    if outcome.kind == RED:
        return Verdict(mutation, True, outcome.message)
    message = outcome.message or "the rehearsal stayed green"
    return Verdict(mutation, False, message if outcome.kind == GREEN else f"{outcome.kind}: {message}")
