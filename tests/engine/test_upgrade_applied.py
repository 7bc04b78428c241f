"""A stack that an earlier release left behind, really updated: where the same resources were made anew."""

import json
from pathlib import Path

import pytest

from rehearsal.engine.local import LocalEngine
from tests.engine.kept_state import moved_to
from tools.released_state import STATES
from tools.setting_changes import FIRST_TASK_DEFINITION

PROJECT = Path(__file__).parents[2]
STATE_FILES = sorted(STATES.glob("*.json"))


@pytest.mark.engine
@pytest.mark.parametrize("file", STATE_FILES, ids=lambda file: file.stem)
def test_the_update_goes_through_and_replaces_nothing(file):
    """In an account that holds what the state describes, under its own ids."""
    kept = json.loads(file.read_text())
    with LocalEngine() as engine:
        stack = engine.stack("dev", project_dir=PROJECT)
        stack.up()
        stack.import_stack(moved_to(kept, stack.export_stack()))
        events = []

        updated = stack.up(on_event=events.append)
        after = stack.up(refresh=True)

    steps = [event.resource_pre_event.metadata for event in events if event.resource_pre_event]
    assert {step.op.value for step in steps if step.type != FIRST_TASK_DEFINITION} <= {"same", "update", "create"}
    assert updated.summary.resource_changes["same"] > 50
    assert set(after.summary.resource_changes) == {"same"}
