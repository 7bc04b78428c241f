"""Who has to agree to what."""

import pytest

from automation.changes import Change, Operation
from automation.confirm import require_consent
from automation.errors import NotConfirmed
from automation.result import Result, Status
from tests.automation.events import urn


def preview(*operations):
    changes = tuple(Change(urn(f"r{number}"), operation) for number, operation in enumerate(operations))
    return Result("dev", "up", Status.CHANGES, changes=changes)


def never(_):
    raise AssertionError("nothing ends, so nobody has to be asked")


def test_what_only_creates_and_updates_asks_nobody():
    require_consent(preview(Operation.CREATE, Operation.UPDATE, Operation.IMPORT), never)


def test_a_yes_goes_on_and_sees_the_whole_preview():
    seen = []

    require_consent(preview(Operation.REPLACE, Operation.CREATE), lambda result: seen.append(result) or True)

    assert [change.name for change in seen[0].changes] == ["r0", "r1"]


def test_a_no_touches_nothing():
    with pytest.raises(NotConfirmed, match="^dev: not confirmed, nothing was touched$"):
        require_consent(preview(Operation.DELETE), lambda result: False)


def test_without_anybody_to_ask_it_is_refused_by_name_with_the_way_out():
    with pytest.raises(NotConfirmed) as refused:
        require_consent(preview(Operation.REPLACE, *[Operation.DELETE] * 5), None)

    assert str(refused.value) == (
        "dev: 1 resource would be replaced (r0) and 5 deleted (r1, r2, r3 and 2 more), and nobody is here to be asked; "
        "nothing was touched. Agree with --yes"
    )
    assert refused.value.exit_code == 4
