"""The cluster: one of the service's own, or one that it shares with others."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, ConfigurationError, Service
from tests.components.builders import component_args, service_args
from tests.graph import Graph, attempt, create

SHARED = "arn:aws:ecs:eu-central-1:123456789012:cluster/shop"


def service(**settings: Any) -> Graph:
    return create(lambda: Service("web", service_args(**settings)))


def sentence(**settings: Any) -> str:
    error = attempt(lambda: Service("web", service_args(**settings))).error
    assert isinstance(error, ConfigurationError)
    (problem,) = error.problems
    return f"{problem.setting}: {problem.sentence}"


def test_in_an_existing_cluster_none_is_made() -> None:
    graph = service(cluster_arn=SHARED)

    assert graph.of_type("aws:ecs/cluster:Cluster") == []
    assert graph["web-service"].inputs["cluster"] == SHARED


def test_an_existing_cluster_is_named_by_its_arn() -> None:
    outputs = service(cluster_arn=SHARED).outputs

    assert (outputs["cluster_arn"], outputs["cluster_name"]) == (SHARED, "shop")


def test_a_cluster_of_another_stack_may_be_known_later_only() -> None:
    def program() -> Service:
        return Service("web", service_args(cluster_arn=pulumi.Output.from_input(SHARED).apply(str)))

    graph = create(program)

    assert graph["web-service"].inputs["cluster"] == SHARED
    assert graph.outputs["cluster_name"] == "shop"


def test_the_cluster_of_one_service_takes_a_second_one() -> None:
    def program() -> BlueGreenEcsPipeline:
        web = BlueGreenEcsPipeline("web", component_args())
        return BlueGreenEcsPipeline("api", component_args(service={"cluster_arn": web.cluster_arn}))

    graph = create(program)

    assert [each.name for each in graph.of_type("aws:ecs/cluster:Cluster")] == ["web-cluster"]
    assert graph["api-service"].inputs["cluster"] == graph["web-service"].inputs["cluster"]
    assert graph["api-deployment-group"].inputs["ecsService"]["clusterName"] == "shop-dev-web-29d8601b"
    shift = [s for s in graph["api-deployment-policy"].json("policy")["Statement"] if s["Sid"] == "ReadService"]
    names = (graph["web-cluster"].inputs["name"], graph["api-service"].inputs["name"])
    assert [s["Resource"] for s in shift] == [
        [f"arn:aws:ecs:eu-central-1:123456789012:service/{names[0]}/{names[1]}"],
    ]


@pytest.mark.parametrize("arn", ["shop", "arn:aws:ecs:eu-central-1:123456789012:service/shop/web", f"{SHARED}/web"])
def test_what_is_no_cluster_is_refused(arn: str) -> None:
    assert sentence(cluster_arn=arn) == (
        f'service.clusterArn: got "{arn}", allowed is the ARN of an ECS cluster, '
        "arn:aws:ecs:REGION:ACCOUNT:cluster/NAME"
    )


@pytest.mark.parametrize("wanted", [True, False])
def test_an_existing_cluster_keeps_its_own_container_insights(wanted: bool) -> None:
    assert sentence(cluster_arn=SHARED, container_insights=wanted) == (
        "service.containerInsights: cannot be set together with service.clusterArn; "
        "an existing cluster keeps its own setting, remove one of the two"
    )


def test_an_architecture_that_fargate_does_not_have_is_refused_before_anything_is_made() -> None:
    assert sentence(architecture="arm") == 'service.architecture: got "arm", allowed are x86_64 or arm64'
