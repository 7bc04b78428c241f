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

Say = Callable[[str], None]


def rehearse_all(
    faults: Iterable[Fault], project_dir: Path, stack: str, workers: int, done: Callable[[FaultResult], None], out: Say
) -> list[FaultResult]:
    """Every fault once, in the order in which they were given; `done` hears of each as soon as it is over."""
    chosen = list(faults)
    queue = FaultQueue(chosen)
    results: dict[str, FaultResult] = {}
    lock = threading.Lock()

    def keep(result: FaultResult) -> None:
        with lock:
            results[result.number] = result
            done(result)

    threads = [
        threading.Thread(target=_serve, args=(queue, project_dir, stack, keep, out), daemon=True)
        for _ in range(min(workers, len(chosen)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[fault.number] for fault in chosen]


def _serve(queue: FaultQueue, project_dir: Path, stack: str, keep: Callable[[FaultResult], None], out: Say) -> None:
    """Hands one fault after the other to a process."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=work, args=(there, project_dir, stack))
    process.start()
    there.close()
    fault: Fault | None = None
    while fault := queue.next_for(fault):
        here.send(fault.number)
        keep(_receive(here, fault, out))
        if not process.is_alive():
            return _serve(queue, project_dir, stack, keep, out)
    here.send(None)
    process.join()


def _receive(connection: Connection, fault: Fault, out: Say) -> FaultResult:
    try:
        while isinstance(said := connection.recv(), str):
            out(f"{fault.number:>3}  {said}")
    except EOFError:
        return broken(fault, "its process ended")
    assert isinstance(said, FaultResult)
    return said


def work(connection: Connection, project_dir: Path, stack: str) -> None:
    """The process: rehearses what it is sent."""
    with suppress(EOFError, KeyboardInterrupt), StackKeeper(project_dir, stack) as keeper:
        while number := connection.recv():
            connection.send(keeper.rehearse(find_fault(number), connection.send))
