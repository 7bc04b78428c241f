"""Which faults there are."""

import json
from pathlib import Path

import pytest

from rehearsal.faults.catalogue import FAULTS, choose_faults
from rehearsal.faults.tasks import DRAINING_SECONDS

PROJECT_DIRECTORY = Path(__file__).parents[3]

EXPECTED = [
    "1", "2", "3", "4", "5", "6a", "6b", "6c", "7a", "7b", "8", "9", "10", "11", "12a", "12b", "13", "14",
    "15a", "15b", "15c", "15d", "15e", "15f", "16", "17", "18", "0",
]  # fmt: skip


def test_every_fault_of_the_list_is_there_in_its_order():
    assert [fault.number for fault in FAULTS] == EXPECTED


def test_no_two_faults_have_one_name():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_a_number_stands_for_all_its_forms():
    assert [fault.number for fault in choose_faults(["6", "15a", "1"])] == ["1", "6a", "6b", "6c", "15a"]


def test_without_a_number_all_are_chosen():
    assert [fault.number for fault in choose_faults([])] == EXPECTED


def test_an_unknown_number_is_named():
    with pytest.raises(KeyError, match="19"):
        choose_faults(["1", "19"])


def test_draining_takes_as_long_as_the_component_s_defaults_say():
    schema = json.loads((PROJECT_DIRECTORY / "components" / "schema.json").read_text())
    defaults = {
        name: described["default"]
        for kind in schema["types"].values()
        for name, described in kind.get("properties", {}).items()
        if name in ("deregistrationDelaySeconds", "stopTimeoutSeconds")
    }

    assert sum(defaults.values()) == DRAINING_SECONDS
