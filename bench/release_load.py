"""How much the rehearsal's load balancer carries through a whole release, and what users notice of the shift.

python -m bench.release_load
"""

import multiprocessing
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from rehearsal.checks import Answer, SteadyClient
from rehearsal.deploy import Clock
from rehearsal.faults.fault import AT_ONCE
from rehearsal.faults.images import Application
from rehearsal.faults.stack import RehearsedStack
from rehearsal.faults.timeline import Timeline

ROOT = Path(__file__).parents[1]
# More than is ever reached: each user asks again as soon as it has its answer.
NO_PAUSE = 100_000.0
BEFORE_SECONDS = 3.0
# The new release's first seconds: its connections are new, and both task sets run on this machine.
SHIFT_SECONDS = 1.0


@dataclass(frozen=True)
class ReleaseLoad:
    """What a saturating client has seen of one release."""

    per_second: float
    sent: int
    lost: int
    before_ms: tuple[float, float]
    """p50 and p99."""
    during_ms: tuple[float, float]

    def __str__(self) -> str:
        before, during = (f"p50 {p50:.0f} ms, p99 {p99:.0f} ms" for p50, p99 in (self.before_ms, self.during_ms))
        return (
            f"{self.per_second:.0f} requests/s through a whole release, {self.sent} sent, {self.lost} lost; "
            f"before it {before}; during the shift {during}"
        )


def summarize(answers: Sequence[Answer], release: tuple[float, float], shift: tuple[float, float]) -> ReleaseLoad:
    """The figures, from all answers and from the beginning and the end of the release and of its shift."""
    during = [answer for answer in answers if release[0] <= answer.started <= release[1]]
    return ReleaseLoad(
        per_second=len(during) / (release[1] - release[0]),
        sent=len(answers),
        lost=sum(answer.lost for answer in answers),
        before_ms=percentiles_ms([answer for answer in answers if answer.started < release[0]]),
        during_ms=percentiles_ms([answer for answer in answers if shift[0] <= answer.started <= shift[1]]),
    )


def percentiles_ms(answers: Sequence[Answer]) -> tuple[float, float]:
    """The median, and what one of a hundred takes longer than."""
    seconds = sorted(answer.ended - answer.started for answer in answers)
    if len(seconds) < 2:
        raise ValueError(f"{len(seconds)} requests have no percentiles")
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return (cuts[49] * 1000, cuts[98] * 1000)


def measure_release() -> ReleaseLoad:
    """One release of the application by itself, while a client in a process of its own asks as fast as it can."""
    with RehearsedStack(ROOT, "dev", AT_ONCE, Clock(speed=60)) as stack:
        here, there = multiprocessing.get_context("spawn").Pipe()
        client = multiprocessing.get_context("spawn").Process(target=ask, args=(there, stack.url), daemon=True)
        client.start()
        here.recv()
        time.sleep(BEFORE_SECONDS)
        timeline = Timeline(lambda line: None)
        began = time.monotonic()
        result = stack.release(Application("measured"), timeline.note)
        ended = time.monotonic()
        here.send("stop")
        answers = here.recv()
        client.join()
    shifted = timeline.first("production listener: 0 % blue")
    if not result.succeeded or shifted is None:
        raise RuntimeError(f"the release failed at {result.failed_at}: {result.failure}")
    return summarize(answers, (began, ended), (shifted, shifted + SHIFT_SECONDS))


def ask(connection: Connection, url: str) -> None:
    """The client's process: asks until it hears something, then answers with what it has seen."""
    with SteadyClient(url, requests_per_second=NO_PAUSE, keep_alive_connections=8, new_connection_workers=2) as client:
        connection.send("started")
        connection.recv()
    connection.send(client.answers)


if __name__ == "__main__":
    found = measure_release()
    print(found)
    sys.exit(1 if found.lost else 0)
