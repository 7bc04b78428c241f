"""All faults, in the order of their numbers."""

import re

from rehearsal.faults import after_users, artifacts_of_a_broken_build, before_users, green_start, second_release, tasks
from rehearsal.faults.fault import Fault

FAMILIES = (green_start, before_users, after_users, tasks, second_release, artifacts_of_a_broken_build)


def _order(fault: Fault) -> tuple[bool, int, str]:
    number, letter = re.fullmatch(r"(\d+)([a-z]?)", fault.number).groups()  # type: ignore[union-attr]
    # 0 is no fault: it comes last.
    return (number == "0", int(number), letter)


FAULTS: tuple[Fault, ...] = tuple(sorted((fault for family in FAMILIES for fault in family.FAULTS), key=_order))


def find_fault(number: str) -> Fault:
    """The fault of this number.

    Raises:
        KeyError: when there is none.
    """
    return {fault.number: fault for fault in FAULTS}[number]


def choose_faults(numbers: list[str]) -> list[Fault]:
    """These faults, 6 standing for 6a, 6b and so on; all when none is named.

    Raises:
        KeyError: with the first number that stands for none.
    """
    for number in numbers:
        if not any(_stands_for(number, fault) for fault in FAULTS):
            raise KeyError(number)
    return [fault for fault in FAULTS if not numbers or any(_stands_for(number, fault) for number in numbers)]


def _stands_for(number: str, fault: Fault) -> bool:
    return fault.number == number or fault.number.rstrip("abcdefghijklmnopqrstuvwxyz") == number
