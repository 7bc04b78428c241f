"""A stack that an earlier release left behind is updated by today's component.

The kept states are of dev stacks on an embedded AWS that is gone. A preview on Pulumi's own engine says what today's
component would do with each; test_upgrade_applied.py runs the update itself. A new revision of the first task
definition replaces nothing that runs.
"""

import json
import re
from pathlib import Path

import pytest
from pulumi import automation

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, read_config
from rehearsal.engine.local import LocalEngine
from tools.released_state import STATES, checksum
from tools.setting_changes import FIRST_TASK_DEFINITION

PROJECT = Path(__file__).parents[2]
STATE_FILES = sorted(STATES.glob("*.json"))


@pytest.fixture(scope="module")
def engine():
    with LocalEngine() as engine:
        yield engine


def stack_of(engine, file, program=None):
    """Today's program, over the state that this release left behind."""
    stack = engine.stack("dev", program, PROJECT)
    stack.import_stack(automation.Deployment(**json.loads(file.read_text())))
    return stack


def planned(stack):
    """What a preview would do to each resource, by type."""
    events = []
    stack.preview(on_event=events.append)
    found = [event.resource_pre_event.metadata for event in events if event.resource_pre_event]
    return [(step.op.value, step.type) for step in found]


@pytest.mark.engine
@pytest.mark.parametrize("file", STATE_FILES, ids=lambda file: file.stem)
def test_a_stack_of_an_earlier_release_is_updated_without_a_replacement(engine, file):
    steps = planned(stack_of(engine, file))

    kinds = {kind for kind, type in steps if type != FIRST_TASK_DEFINITION}
    assert kinds <= {"same", "update", "create"}
    assert "same" in kinds


@pytest.mark.engine
def test_a_moved_identity_would_be_noticed(engine):
    def moved():
        BlueGreenEcsPipeline("moved", read_config())

    steps = planned(stack_of(engine, STATE_FILES[0], moved))

    assert len([kind for kind, type in steps if kind == "delete" and type != FIRST_TASK_DEFINITION]) > 50


@pytest.mark.parametrize("file", STATE_FILES, ids=lambda file: file.stem)
def test_a_kept_state_is_renewed_only_together_with_the_changelog(file):
    """Whoever writes it anew writes there what changes for those who have the old one."""
    changelog = (PROJECT / "CHANGELOG.md").read_text()

    section = re.split(r"^## ", changelog.split(f"## [{file.stem}]")[1], maxsplit=1, flags=re.MULTILINE)[0]

    assert checksum(file) in section, "run python -m tools.released_state and say in CHANGELOG.md what changed"


def test_there_is_a_state_of_every_release():
    changelog = (PROJECT / "CHANGELOG.md").read_text()

    assert re.findall(r"^## \[(\d[\d.]*)\]", changelog, re.MULTILINE) == [file.stem for file in reversed(STATE_FILES)]
