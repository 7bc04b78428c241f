"""What no stack that serves survives: another network under it, another name of the component."""

from pathlib import Path

import pulumi
import pytest
from pulumi import automation

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, read_config
from rehearsal.engine.local import LocalEngine
from tests.rehearsal.serving import serving

pytestmark = [
    pytest.mark.engine,
    # The SDK's own, when a program ends with an error: its coroutine is thrown away with the loop.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PROJECT = Path(__file__).parents[2]
GROUP = "blue-green-ecs-pipeline"
DEFAULTS = {f"{GROUP}:imageRepository": {}, f"{GROUP}:pipeline": {}, f"{GROUP}:network": {"nat": "none"}}


@pytest.fixture
def engine():
    with LocalEngine() as engine:
        yield engine


def named(name, alias=None):
    """A program whose component is called so, and was called otherwise."""
    options = pulumi.ResourceOptions(aliases=[pulumi.Alias(name=alias)] if alias else None)

    def program():
        BlueGreenEcsPipeline(name, read_config(), options)

    return program


def test_another_network_is_announced_and_refused_while_everything_that_serves_stays(engine):
    engine.stack("dev", project_dir=PROJECT, config=DEFAULTS).up()
    before = serving(engine.aws)
    other = {**DEFAULTS, f"{GROUP}:network": {"nat": "none", "cidrBlock": "10.20.0.0/16"}}
    stack = engine.stack("dev", project_dir=PROJECT, config=other)

    announced = stack.preview()
    with pytest.raises(automation.CommandError, match="web-load-balancer: securityGroups: .* the load balancer is in"):
        stack.up()

    assert announced.change_summary["replace"] > 20
    assert serving(engine.aws) == before


def test_a_renamed_component_keeps_nothing_with_an_alias_and_its_data_refuses_the_preview(engine):
    engine.stack("dev", named("web"), PROJECT, DEFAULTS).up()
    before = serving(engine.aws)
    renamed = engine.stack("dev", named("shop", alias="web"), PROJECT, DEFAULTS)

    with pytest.raises(automation.CommandError) as refused:
        renamed.preview()

    # The alias is followed down to each resource; it is AWS's names that are new.
    assert str(refused.value).count("it is currently marked for protection") == 2
    assert "web-image-repository" in str(refused.value) or "shop-image-repository" in str(refused.value)
    assert serving(engine.aws) == before


def test_a_renamed_component_without_protected_data_is_replaced_and_the_preview_says_so(engine):
    engine.stack("dev", named("web"), PROJECT).up()

    announced = engine.stack("dev", named("shop", alias="web"), PROJECT).preview().change_summary

    # Nothing is left out or new: every resource is found again by its alias.
    assert set(announced) == {"same", "update", "replace"}
    assert announced["replace"] > 40
