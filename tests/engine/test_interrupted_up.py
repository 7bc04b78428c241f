"""An up that ends half-way, and the one after it."""

import os
from dataclasses import dataclass
from pathlib import Path

import boto3
import grpc
import pytest
from botocore.config import Config
from pulumi import automation

from rehearsal.engine.local import LocalEngine, copy_settings, main_of
from rehearsal.engine.provider import AwsProvider
from rehearsal.engine.serve import served
from tests.rehearsal.account_inventory import count, difference, inventory

pytestmark = [
    pytest.mark.engine,
    # The SDK's own, when a program ends with an error: its coroutine is thrown away with the loop.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PROJECT = Path(__file__).parents[2]


@dataclass
class Outcome:
    """An interrupted up, the next one, the one after that, and a destroy."""

    half_way: dict
    continued: dict
    changed_by_the_third: set
    left: dict


def go_on(aws, before, stack):
    """Everything that follows the interruption."""
    half_way = count(difference(inventory(aws), before))
    stack.up()
    continued = count(difference(inventory(aws), before))
    third = stack.up()
    stack.destroy()
    return Outcome(half_way, continued, set(third.summary.resource_changes), difference(inventory(aws), before))


@pytest.fixture(scope="module")
def uninterrupted():
    """What an up makes that nobody interrupts."""
    with LocalEngine() as engine:
        before = inventory(engine.aws)
        engine.stack("dev", project_dir=PROJECT).up()
        return count(difference(inventory(engine.aws), before))


@pytest.mark.parametrize("created", [5, 30, 55])
def test_an_up_whose_provider_gives_up_is_repeated_to_the_same_end(monkeypatch, uninterrupted, created):
    real, left = AwsProvider.Create, [created]

    def create_so_many(self, request, context):
        if not request.preview:
            left[0] -= 1
            if left[0] < 0:
                context.abort(grpc.StatusCode.UNAVAILABLE, "the provider is gone")
        return real(self, request, context)

    monkeypatch.setattr(AwsProvider, "Create", create_so_many)
    with LocalEngine(checkpoints=True) as engine:
        stack = engine.stack("dev", project_dir=PROJECT)
        before = inventory(engine.aws)
        with pytest.raises(automation.CommandError, match="the provider is gone"):
            stack.up()
        left[0] = 1000
        outcome = go_on(engine.aws, before, stack)

    assert sum(outcome.half_way.values()) > 0
    assert outcome.half_way != outcome.continued
    assert outcome.continued == uninterrupted
    assert outcome.changed_by_the_third == {"same"}
    assert outcome.left == {}


# Ends its own process, as the kernel would for want of memory, where the engine asks for one resource too many.
DYING = """
import os, signal, sys
from rehearsal.engine import plugin, provider
real, calls = provider.AwsProvider.Create, []
def create(self, request, context):
    calls.append(None)
    if len(calls) > 20 and not request.preview:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, request, context)
provider.AwsProvider.Create = create
sys.exit(plugin.main())
"""


class Here:
    """The account of this process; its clients need no way over a socket."""

    def client(self, service):
        config = Config(ignore_configured_endpoint_urls=True)
        return boto3.client(service, region_name="eu-central-1", config=config)


def test_an_up_whose_plugin_is_killed_is_repeated_to_the_same_end(tmp_path, uninterrupted):
    with served(tmp_path) as found:
        project, _ = copy_settings(PROJECT, tmp_path / "work", "dev", {})
        variables = {**found.variables, "PATH": f"{found.plugins}{os.pathsep}{os.environ['PATH']}"}
        options = automation.LocalWorkspaceOptions(
            work_dir=str(tmp_path / "work"), env_vars=variables, pulumi_home=variables["PULUMI_HOME"]
        )
        stack = automation.create_or_select_stack("dev", project, main_of(PROJECT), opts=options)
        before = inventory(Here())
        script = found.plugins / "pulumi-resource-aws"
        healthy = script.read_text()
        (tmp_path / "dying.py").write_text(DYING)
        script.write_text(healthy.replace("-m rehearsal.engine.plugin", str(tmp_path / "dying.py")))

        # One after the other: nothing else is on its way when the plugin ends.
        with pytest.raises(automation.CommandError):
            stack.up(parallel=1)
        script.write_text(healthy)
        outcome = go_on(Here(), before, stack)

    assert sum(outcome.half_way.values()) > 10
    assert outcome.half_way != outcome.continued
    assert outcome.continued == uninterrupted
    assert outcome.changed_by_the_third == {"same"}
    assert outcome.left == {}
