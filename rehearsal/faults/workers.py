"""Rehearses faults in processes of their own, several at once: one embedded AWS fits in a process."""

import multiprocessing
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from rehearsal.faults.catalogue import find_fault
from rehearsal.faults.fault import Fault, FaultResult
from rehearsal.faults.keeper import StackKeeper, broken
from rehearsal.faults.queue import FaultQueue

SPAWN = multiprocessing.get_context("spawn")
LAST_WORDS_SECONDS = 5.0

Say = Callable[[str], None]


def rehearse_all(
    faults: Iterable[Fault], project_dir: Path, stack: str, workers: int, done: Callable[[FaultResult], None], out: Say
) -> list[FaultResult]:
    """Every fault once, in the order in which they were given; `done` hears of each as soon as it is over."""
    chosen = list(faults)
    queue = FaultQueue(chosen)
    results: dict[str, FaultResult] = {}
    lock = threading.Lock()

    def serve(worker: Worker) -> None:
        fault: Fault | None = None
        while fault := queue.next_for(fault):
            result = worker.rehearse(fault)
            with lock:
                results[fault.number] = result
                done(result)
        worker.end()

    started = [Worker(project_dir, stack, out) for _ in range(min(workers, len(chosen)))]
    threads = [threading.Thread(target=serve, args=(worker,), daemon=True) for worker in started]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        # Ctrl-C reaches the processes too: they have a moment to take down what they have built.
        for worker in started:
            worker.process.join(LAST_WORDS_SECONDS)
        raise
    return [results[fault.number] for fault in chosen]


class Worker:
    """One process that rehearses one fault after the other; a new one when it has died."""

    def __init__(self, project_dir: Path, stack: str, out: Say) -> None:
        self._project_dir = project_dir
        self._stack = stack
        self._out = out
        self._start()

    def rehearse(self, fault: Fault) -> FaultResult:
        """The row of this fault."""
        try:
            self._connection.send(fault.number)
            while isinstance(said := self._connection.recv(), str):
                self._out(f"{fault.number:>3}  {said}")
        except (EOFError, OSError):
            self._start()
            return broken(fault, "the process that rehearsed it has died")
        assert isinstance(said, FaultResult)
        return said

    def end(self) -> None:
        """There is nothing left to do."""
        self._connection.send(None)
        self.process.join()

    def _start(self) -> None:
        self._connection, there = SPAWN.Pipe()
        self.process = SPAWN.Process(target=work, args=(there, self._project_dir, self._stack), daemon=True)
        self.process.start()
        there.close()


def work(connection: Connection, project_dir: Path, stack: str) -> None:
    """What the process does."""
    lock = threading.Lock()

    def say(line: str) -> None:
        # Two releases at once speak from two threads.
        with lock:
            connection.send(line)

    with suppress(EOFError, KeyboardInterrupt), StackKeeper(project_dir, stack) as keeper:
        while number := connection.recv():
            result = keeper.rehearse(find_fault(number), say)
            with lock:
                connection.send(result)
