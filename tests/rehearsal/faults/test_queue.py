"""Which worker gets which fault: opening a stack takes seconds."""

from rehearsal.faults.catalogue import FAULTS, find_fault
from rehearsal.faults.queue import FaultQueue


def serve(queue, workers):
    """Each worker in turn, until nothing is left."""
    last = [None] * workers
    served = [[] for _ in range(workers)]
    while True:
        for number in range(workers):
            fault = queue.next_for(last[number])
            if fault is None:
                return served
            last[number] = fault
            served[number].append(fault)


def test_every_fault_is_served_once():
    served = serve(FaultQueue(FAULTS), 2)

    assert sorted(fault.number for worker in served for fault in worker) == sorted(fault.number for fault in FAULTS)


def test_two_workers_begin_with_different_stacks_and_stay_with_them():
    queue = FaultQueue([find_fault(number) for number in ("1", "2", "8", "9")])

    served = serve(queue, 2)

    assert [[fault.number for fault in worker] for worker in served] == [["1", "2"], ["8", "9"]]


def test_a_worker_changes_the_stack_only_when_nothing_else_is_left():
    queue = FaultQueue([find_fault(number) for number in ("1", "8", "2")])

    (served,) = serve(queue, 1)

    assert [fault.number for fault in served] == ["1", "2", "8"]


def test_faults_of_one_config_follow_each_other():
    queue = FaultQueue([find_fault(number) for number in ("5", "7a", "6a", "7b")])

    (served,) = serve(queue, 1)

    assert [fault.number for fault in served] == ["5", "6a", "7a", "7b"]
