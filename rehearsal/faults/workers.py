"""Rehearses faults in processes of their own, several at once: one embedded AWS fits in a process."""

import multiprocessing
import threading
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path

from rehearsal.faults.catalogue import find_fault
from rehearsal.faults.fault import Fault, FaultResult
from rehearsal.faults.queue import FaultQueue
from rehearsal.faults.run import rehearse
from rehearsal.faults.stack import RehearsedStack

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


def work(connection: Connection, project_dir: Path, stack_name: str) -> None:
    """The process: rehearses what it is sent, on a stack that lasts for as long as all is well."""
    open_stack: RehearsedStack | None = None
    try:
        while number := connection.recv():
            fault = find_fault(number)
            if open_stack and open_stack.clock != fault.clock:
                _close(open_stack)
                open_stack = None
            try:
                open_stack = (
                    open_stack or RehearsedStack(project_dir, stack_name, fault.variant, fault.clock).__enter__()
                )
                result = rehearse(fault, open_stack, connection.send)
            except Exception as problem:
                result = broken(fault, f"{type(problem).__name__}: {problem}")
            if open_stack and result.problems:
                # What is left of a fault that did not go as it should would spoil the next one.
                _close(open_stack)
                open_stack = None
            connection.send(result)
    except (EOFError, KeyboardInterrupt):
        pass
    finally:
        if open_stack:
            _close(open_stack)


def broken(fault: Fault, problem: str) -> FaultResult:
    """A fault that could not be rehearsed to its end."""
    return FaultResult(fault.number, fault.name, "", None, None, 0, 0, fault.bound.text, (problem,))


def _close(stack: RehearsedStack) -> None:
    stack.__exit__(None, None, None)
