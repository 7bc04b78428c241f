"""This project's own program with its dev stack."""

from pathlib import Path

import pytest

from rehearsal.up.program import destroy, up
from rehearsal.up.state import State

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def dev(stack):
    state = State()
    return stack.aws, state, up(stack.aws, PROJECT, "dev", state)


def test_the_dev_stack_comes_up_whole(dev):
    _, state, result = dev

    made = {resource.type for resource in result.resources}
    assert {"aws:ecs/service:Service", "aws:codepipeline/pipeline:Pipeline", "aws:lb/listener:Listener"} <= made
    assert {change.kind for change in result.changes} == {"create"}
    assert result.outputs["url"].startswith("http://")
    assert len(state) == len(result.resources)


def test_a_second_up_of_the_dev_stack_changes_nothing(dev):
    aws, state, first = dev

    second = up(aws, PROJECT, "dev", state)

    assert second.changes == []
    assert second.outputs == first.outputs


def test_the_dev_stack_is_destroyed_without_a_second_step_and_comes_up_again(dev):
    aws, state, first = dev

    destroy(aws, state)
    again = up(aws, PROJECT, "dev", state)

    assert len(again.changes) == len(first.changes)
    assert {change.kind for change in again.changes} == {"create"}


def test_a_preview_of_the_dev_stack_creates_nothing(stack):
    state = State()

    result = up(stack.aws, PROJECT, "dev", state, dry_run=True)

    assert {change.kind for change in result.changes} == {"create"}
    assert len(state) == 0
    assert stack.aws.client("ecs").list_clusters()["clusterArns"] == []
