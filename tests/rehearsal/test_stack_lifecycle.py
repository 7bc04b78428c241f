"""Up, release, destroy and up again, of the dev stack and of one with the default settings."""

import os
from pathlib import Path

import pytest
from moto.moto_api._internal.models import moto_api_backend

from rehearsal.build.image_store import ImageStore
from rehearsal.deploy import Clock
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.pipeline import read_pipeline
from rehearsal.report import Report
from rehearsal.run import Options, Rehearsal
from rehearsal.source.next_push import read_release
from rehearsal.up.drivers import MonitorDriver
from rehearsal.up.program import destroy, up
from rehearsal.up.state import State
from tests.rehearsal.account_inventory import KINDS, count, difference, inventory
from tests.rehearsal.project_copy import copy_project

SMALLEST_STACK = """\
config:
  aws:region: eu-central-1
  blue-green-ecs-pipeline:source: {repository: acme/web}
"""


@pytest.fixture(scope="module")
def embedded(no_engine):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
        with EmbeddedAws() as started:
            yield started


@pytest.fixture
def aws(embedded):
    """An empty account; emptied, because starting one takes longer than most tests."""
    moto_api_backend.reset()
    return embedded


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "project")


def kinds(result):
    return {change.kind for change in result.changes}


def names(result):
    return sorted((resource.type, resource.name) for resource in result.resources)


def release(aws, state: State, project: Path, folder: Path) -> Report:
    """One push through the pipeline, as the rehearsal makes it."""
    report = Report(lambda line: None)
    pipeline = read_pipeline(aws, state.named("web-pipeline", "aws:codepipeline/pipeline:Pipeline").id)
    options = Options(project, clock=Clock(speed=600), requests_per_second=30)
    driver = MonitorDriver(aws, project, "dev")
    rehearsal = Rehearsal(aws, options, report, pipeline, driver, ImageStore(folder / "images"))
    with rehearsal.running_service():
        rehearsal.release("first push", project, None, read_release(project))
    return report


def test_a_dev_stack_goes_without_a_trace_after_a_release_and_comes_again(aws, project, tmp_path):
    before, state = inventory(aws), State()
    first = up(aws, project, "dev", state)
    released = release(aws, state, project, tmp_path)
    used = difference(inventory(aws), before)
    after_the_release = up(aws, project, "dev", state)

    deleted = destroy(aws, state)
    left = difference(inventory(aws), before)
    again = up(aws, project, "dev", state)

    # CodeDeploy registers a revision of the task definition with every release; AWS keeps them, they cost nothing.
    revisions = left.pop("task definition", set())
    assert left == {}
    assert len(revisions) == 1
    assert revisions < used["task definition"]
    assert released.lost == 0
    assert after_the_release.changes == []
    assert len(used["task"]) == 1
    assert len(used["task definition"]) == 2
    assert {change.kind for change in deleted} == {"delete"}
    assert kinds(again) == {"create"}
    assert names(again) == names(first)


def test_every_kind_of_resource_is_looked_for(aws, project):
    """What the inventory does not see would be left behind unnoticed."""
    before = inventory(aws)

    up(aws, project, "dev", State())

    made = difference(inventory(aws), before)
    # Tasks begin with the service's start; the others are not the dev stack's.
    others = {"NAT gateway", "address", "deployment configuration", "function", "endpoint", "scalable target"}
    assert KINDS.keys() - made.keys() == {"task", *others}


def test_a_second_up_without_a_release_changes_nothing(aws, project):
    state = State()
    up(aws, project, "dev", state)
    before = inventory(aws)

    again = up(aws, project, "dev", state)

    assert again.changes == []
    assert inventory(aws) == before


def test_images_and_artifacts_of_a_default_stack_are_protected_and_then_nothing_is_deleted(aws, project):
    (project / "Pulumi.production.yaml").write_text(SMALLEST_STACK)
    state = State()
    up(aws, project, "production", state)
    before = inventory(aws)

    with pytest.raises(RehearsalError) as refused:
        destroy(aws, state)

    assert str(refused.value) == (
        "aws:ecr/repository:Repository web-image-repository, aws:s3/bucket:Bucket web-artifact-bucket: "
        "protected, so that it cannot be deleted; unprotect it first"
    )
    assert inventory(aws) == before
    assert up(aws, project, "production", state).changes == []


def test_two_stacks_of_one_program_live_side_by_side_in_one_account(aws, project):
    (project / "Pulumi.staging.yaml").write_text((project / "Pulumi.dev.yaml").read_text())
    before = inventory(aws)
    dev, staging = State(), State()
    up(aws, project, "dev", dev)
    one = difference(inventory(aws), before)

    up(aws, project, "staging", staging)

    two = difference(inventory(aws), before)
    assert count(two) == {kind: 2 * number for kind, number in count(one).items()}
    assert up(aws, project, "dev", dev).changes == []
    destroy(aws, staging)
    assert difference(inventory(aws), before) == one
    assert up(aws, project, "dev", dev).changes == []
