"""The connection to GitHub: one of the component's own, or the user's."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import Pipeline
from tests.components.delivery_parts import pipeline_args
from tests.graph import Graph, create

CONNECTIONS = "aws:codeconnections/connection:Connection"
OWN = "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d"
EXISTING = "arn:aws:codeconnections:eu-central-1:123456789012:connection/11112222"
EXISTING_BY_ITS_OLD_NAME = "arn:aws:codestar-connections:eu-central-1:123456789012:connection/11112222"


def pipeline(**source: Any) -> Graph:
    return create(lambda: Pipeline("web", pipeline_args(source={"repository": "acme/web", **source})))


def used_by_the_source_action(graph: Graph) -> str:
    configuration = graph["web-pipeline"].inputs["stages"][0]["actions"][0]["configuration"]
    return str(configuration["ConnectionArn"])


def test_without_a_connection_one_to_github_is_created() -> None:
    graph = pipeline()

    assert graph["web-connection"].inputs == {
        "name": "shop-dev-web-29d8601b",
        "providerType": "GitHub",
        "tags": {},
    }
    assert used_by_the_source_action(graph) == OWN
    assert graph.outputs["connection_arn"] == OWN


@pytest.mark.parametrize("connection_arn", [EXISTING, EXISTING_BY_ITS_OLD_NAME])
def test_an_existing_connection_is_used_as_it_is_and_none_is_created(connection_arn: str) -> None:
    graph = pipeline(connection_arn=connection_arn)

    assert graph.of_type(CONNECTIONS) == []
    assert used_by_the_source_action(graph) == connection_arn
    assert graph.outputs["connection_arn"] == connection_arn


def test_an_existing_connection_may_be_an_output() -> None:
    def program() -> Pipeline:
        source = {"repository": "acme/web", "connection_arn": pulumi.Output.from_input(EXISTING)}
        return Pipeline("web", pipeline_args(source=source))

    graph = create(program)

    assert graph.of_type(CONNECTIONS) == []
    assert used_by_the_source_action(graph) == EXISTING
