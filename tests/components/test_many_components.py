"""Several components in one program: nothing of one is in the way of another."""

from collections import Counter

import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.builders import EXISTING_NETWORK, component_args
from tests.graph import Graph, create

# What a resource is called in AWS, where the property is not `name`.
PHYSICAL_NAMES = {
    "aws:s3/bucket:Bucket": "bucket",
    "aws:ecs/taskDefinition:TaskDefinition": "family",
    "aws:codedeploy/deploymentGroup:DeploymentGroup": "deploymentGroupName",
}


COUNT = 50


def several(count: int) -> Graph:
    def program() -> None:
        for number in range(count):
            BlueGreenEcsPipeline(f"web{number}", component_args(network=EXISTING_NETWORK))

    return create(program)


@pytest.fixture(scope="module")
def fifty() -> Graph:
    return several(COUNT)


def test_a_second_component_is_as_whole_as_the_first() -> None:
    first, second = (
        sorted(each.name.removeprefix(prefix) for each in several(2).resources if each.name.startswith(prefix))
        for prefix in ("web0", "web1")
    )

    assert first == second
    assert len(first) > 40


def test_each_of_fifty_components_is_whole(fifty: Graph) -> None:
    assert len(fifty.resources) == COUNT * len(several(1).resources)


def test_fifty_components_are_told_apart_by_their_urns(fifty: Graph) -> None:
    assert [urn for urn, times in Counter(each.urn for each in fifty).items() if times > 1] == []


def test_fifty_components_share_no_name_in_aws(fifty: Graph) -> None:
    names = Counter(
        # A role's policies are named within the role.
        (each.type, each.inputs.get("role"), each.inputs[PHYSICAL_NAMES.get(each.type, "name")])
        for each in fifty.resources
        if PHYSICAL_NAMES.get(each.type, "name") in each.inputs
    )

    assert [name for name, times in names.items() if times > 1] == []
    assert len(names) > COUNT * 20
