"""Faults while a tenth of the users is on green."""

import pytest

from rehearsal.faults.catalogue import FAULTS
from rehearsal.faults.fault import FOR_CANARY


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault.clock == FOR_CANARY], ids=lambda fault: fault.number
)
def test_the_fault_stays_within_its_bounds(fault, rehearse_fault):
    result = rehearse_fault(fault)

    assert result.problems == ()
    assert result.sent > 100
