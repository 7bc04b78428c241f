"""The production stack on Pulumi's own engine: from the first up to its removal."""

import os
import subprocess
from pathlib import Path

import pytest
from pulumi import automation

from rehearsal.engine.local import LocalEngine
from tests.engine import code_deploy
from tests.engine.drift import GONE, UPDATED, change_by_hand
from tests.rehearsal.account_inventory import difference, inventory
from tests.rehearsal.up.production import with_what_it_needs

pytestmark = pytest.mark.engine

PROJECT = Path(__file__).parents[2]
GROUP = "blue-green-ecs-pipeline"


def test_the_production_stack_comes_up_outlives_a_release_and_goes_in_two_steps():
    with LocalEngine() as engine:
        before = inventory(engine.aws)
        config = with_what_it_needs(engine.aws, PROJECT / "Pulumi.prod.yaml")
        stack = engine.stack("prod", project_dir=PROJECT, config=config)

        first = stack.up()
        second = stack.up()
        code_deploy.release(engine.aws, first.outputs["pipeline_name"].value)
        after_a_release = stack.up()
        seen = stack.preview_refresh()
        refreshed = stack.up(refresh=True)
        serving = code_deploy.weights(engine.aws, first.outputs["pipeline_name"].value)
        change_by_hand(engine.aws, stack)
        drift = stack.preview_refresh()
        repaired = stack.up(refresh=True)
        serving_still = code_deploy.weights(engine.aws, first.outputs["pipeline_name"].value)
        # What the Automation API's destroy leaves out, and the command does: its preview is refused.
        refused = subprocess.run(
            ["pulumi", "destroy", "--yes", "--stack", "prod"],
            cwd=stack.workspace.work_dir,
            env={**os.environ, **engine.environment()},
            capture_output=True,
            text=True,
        )
        still_there = stack.up()
        force = {
            f"{GROUP}:imageRepository": {**config[f"{GROUP}:imageRepository"], "forceDelete": True},
            f"{GROUP}:pipeline": {**config[f"{GROUP}:pipeline"], "forceDestroyArtifacts": True},
            f"{GROUP}:loadBalancer": {
                **config[f"{GROUP}:loadBalancer"],
                "deletionProtection": False,
                "accessLogs": {**config[f"{GROUP}:loadBalancer"]["accessLogs"], "forceDestroy": True},
            },
        }
        forced = engine.stack("prod", project_dir=PROJECT, config={**config, **force})
        unprotected = forced.up()
        forced.destroy()
        again = forced.up()
        forced.destroy()
        left = difference(inventory(engine.aws), before)

    assert first.outputs["url"].value == "https://www.example.com"
    assert set(first.summary.resource_changes) == {"create"}
    assert set(second.summary.resource_changes) == {"same"}
    for left_alone in (
        after_a_release.summary.resource_changes,
        seen.change_summary,
        refreshed.summary.resource_changes,
    ):
        assert set(left_alone) == {"same"}
    assert (drift.change_summary["update"], drift.change_summary["delete"]) == (UPDATED, GONE)
    assert repaired.summary.resource_changes["update"] == UPDATED
    assert repaired.summary.resource_changes["create"] == GONE
    assert serving_still == serving
    assert set(again.summary.resource_changes) == {"create"}
    assert refused.returncode != 0
    assert "because it is protected" in refused.stdout
    assert "4 errored" in refused.stdout
    assert set(still_there.summary.resource_changes) == {"same"}
    assert unprotected.summary.resource_changes["update"] == 4
    # CodeDeploy's releases register revisions, which AWS keeps.
    assert set(left) == {"task definition"}


def test_a_destroy_without_a_preview_leaves_images_and_artifacts_alone():
    """The Automation API's: Pulumi goes on with what is not protected."""
    with LocalEngine() as engine:
        stack = engine.stack(
            "dev", project_dir=PROJECT, config={f"{GROUP}:imageRepository": None, f"{GROUP}:pipeline": None}
        )
        before = inventory(engine.aws)
        stack.up()

        with pytest.raises(automation.CommandError, match="because it is protected"):
            stack.destroy()
        left = difference(inventory(engine.aws), before)
        stack.up()
        third = stack.up()

    assert {"image repository", "bucket"} <= set(left)
    assert not {"load balancer", "service"} & set(left)
    assert set(third.summary.resource_changes) == {"same"}
