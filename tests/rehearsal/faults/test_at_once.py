"""Faults of the build's artifact, of tasks that end, and of people who act meanwhile; all users move at once."""

import pytest

from rehearsal.faults import before_users, green_start
from rehearsal.faults.catalogue import FAULTS
from rehearsal.faults.fault import FOR_CANARY

ELSEWHERE = {fault.number for family in (green_start, before_users) for fault in family.FAULTS}


@pytest.mark.parametrize(
    "fault",
    [fault for fault in FAULTS if fault.clock != FOR_CANARY and fault.number not in ELSEWHERE],
    ids=lambda fault: fault.number,
)
def test_the_fault_stays_within_its_bounds(fault, rehearse_fault):
    result = rehearse_fault(fault)

    assert result.problems == ()
    assert result.sent > 30
