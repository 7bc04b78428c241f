"""What guards a release, on the real engine: alarms, own traffic steps, the smoke test's function and its way out."""

import json
import zipfile
from io import BytesIO

import pytest
from moto.awslambda.models import lambda_backends

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from rehearsal.engine.local import LocalEngine
from tests.rehearsal.account_inventory import difference, inventory

pytestmark = pytest.mark.engine


def program(**deployment):
    guards = {"canary": {"step_percent": 10, "interval_minutes": 5}, "smoke_test": {"path": "/health"}, **deployment}

    def run():
        BlueGreenEcsPipeline(
            "web",
            {
                "source": {"repository": "acme/web"},
                "network": {"nat": "none"},
                "service": {"scaling": {"min": 1, "max": 3, "requests_per_target": 600, "cpu_percent": 60}},
                "image_repository": {"force_delete": True},
                "pipeline": {"force_destroy_artifacts": True},
                "deployment": guards,
            },
        )

    return run


@pytest.fixture(scope="module")
def engine():
    with LocalEngine() as engine:
        yield engine


def changes(summary):
    return {kind: count for kind, count in summary.resource_changes.items() if kind != "same"}


def test_what_guards_a_release_comes_up_stays_changes_and_goes_without_a_trace(engine):
    aws = engine.aws
    before = inventory(aws)
    stack = engine.stack("guards", program())
    stack.up()
    made = difference(inventory(aws), before)

    again = stack.up()
    refreshed = stack.refresh()
    changed = engine.stack("guards", program(canary={"step_percent": 20, "interval_minutes": 5})).up()
    [name] = difference(inventory(aws), before)["deployment configuration"]
    state = json.dumps(stack.export_stack().deployment)
    stack.destroy()
    left = difference(inventory(aws), before)

    assert {kind: len(made[kind]) for kind in ("deployment configuration", "function", "queue", "event rule")} == {
        "deployment configuration": 1,
        "function": 1,
        "queue": 1,
        "event rule": 1,
    }
    assert len(made["alarm"]) >= 6
    assert {"endpoint", "scalable target"} <= made.keys()
    assert changes(again.summary) == {}
    assert changes(refreshed.summary) == {}
    # The other steps are a new configuration, made before the deployment group is led to it and the old one goes.
    assert changed.summary.resource_changes["replace"] == 1
    assert "20" in name
    assert str(engine.folder) not in state
    assert left == {}


def test_the_functions_code_is_the_packages_through_the_engine(engine):
    stack = engine.stack("code", program())
    stack.up()
    [name] = engine.aws.client("lambda").list_functions()["Functions"]
    function = lambda_backends[engine.aws.account_id][engine.aws.region].get_function(name["FunctionName"])

    with zipfile.ZipFile(BytesIO(function.code_bytes)) as packed:
        files = {one: packed.read(one).decode() for one in packed.namelist()}
    stack.destroy()

    module, _, entry = name["Handler"].rpartition(".")
    assert f"def {entry}(" in files[f"{module.replace('.', '/')}.py"]
