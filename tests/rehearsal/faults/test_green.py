"""A green that is no good, noticed before its first user or with him: no request fails, and blue serves on."""

import pytest

from rehearsal.faults.before_users import FAULTS as BEFORE_USERS
from rehearsal.faults.green_start import FAULTS as GREEN_START


@pytest.mark.parametrize("fault", [*GREEN_START, *BEFORE_USERS], ids=lambda fault: fault.number)
def test_the_fault_stays_within_its_bounds(fault, rehearse_fault):
    result = rehearse_fault(fault)

    assert result.problems == ()
    assert result.failed == 0
    assert result.sent > 30
