"""How many tasks there are follows the load, through a release as well."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.builders import NAME, component_args
from tests.components.whole_component import whole
from tests.graph import Graph, create

BY_REQUESTS = {"max": 10, "requests_per_target": 600}
TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
LOAD_BALANCER = f"app/{NAME}/1"


def scaled(**scaling: Any) -> Graph:
    return whole(service={"scaling": scaling})


@pytest.fixture(scope="module")
def by_requests() -> Graph:
    return scaled(**BY_REQUESTS)


def tracking(graph: Graph, policy: str) -> dict[str, Any]:
    return dict(graph[policy].inputs["targetTrackingScalingPolicyConfiguration"])


def metric_of(query: dict[str, Any]) -> dict[str, Any]:
    return dict(query["metricStat"]["metric"])


def test_nothing_scales_unless_the_user_wants_it() -> None:
    graph = whole()

    assert graph.of_type(TARGET) == graph.of_type(POLICY) == []


def test_what_is_scaled_is_the_number_of_tasks_of_this_service() -> None:
    graph = whole(service={"scaling": {**BY_REQUESTS, "min": 3}}, tags={"team": "web"})

    assert graph["web-scaling-target"].type == TARGET
    assert graph["web-scaling-target"].inputs == {
        "serviceNamespace": "ecs",
        "scalableDimension": "ecs:service:DesiredCount",
        "resourceId": f"service/{NAME}/{NAME}",
        "minCapacity": 3,
        "maxCapacity": 10,
        "tags": {"team": "web"},
    }


def test_in_an_existing_cluster_it_is_that_clusters_service() -> None:
    cluster = "arn:aws:ecs:eu-central-1:123456789012:cluster/shared"

    graph = whole(service={"cluster_arn": cluster, "scaling": BY_REQUESTS})

    assert graph["web-scaling-target"].inputs["resourceId"] == f"service/shared/{NAME}"


def test_requests_are_counted_over_both_target_groups(by_requests: Graph) -> None:
    """A release moves the traffic from one to the other, and the sum stays what it was."""
    configuration = tracking(by_requests, "web-requests-scaling-policy")

    (specification,) = (configuration.pop("customizedMetricSpecification"),)
    blue, green, requests = specification["metrics"]
    assert configuration == {"targetValue": 600, "scaleInCooldown": 300, "scaleOutCooldown": 60}
    for query, colour in ((blue, "blue"), (green, "green")):
        target_group = by_requests[f"web-{colour}-target-group"].inputs["name"]
        assert (query["id"], query["metricStat"]["stat"], query["returnData"]) == (colour, "Sum", False)
        assert metric_of(query) == {
            "namespace": "AWS/ApplicationELB",
            "metricName": "RequestCountPerTarget",
            "dimensions": [
                {"name": "LoadBalancer", "value": LOAD_BALANCER},
                {"name": "TargetGroup", "value": f"targetgroup/{target_group}/1"},
            ],
        }
    assert (requests["expression"], requests["returnData"]) == ("SUM([FILL(blue, 0), FILL(green, 0)])", True)
    assert metric_of(blue)["dimensions"][1] != metric_of(green)["dimensions"][1]


@pytest.mark.parametrize(
    ("key", "policy", "metric"),
    [
        ("cpu_percent", "web-cpu-scaling-policy", "ECSServiceAverageCPUUtilization"),
        ("memory_percent", "web-memory-scaling-policy", "ECSServiceAverageMemoryUtilization"),
    ],
)
def test_cpu_and_memory_scale_on_demand(key: str, policy: str, metric: str) -> None:
    graph = scaled(max=10, scale_in_cooldown_seconds=600, scale_out_cooldown_seconds=0, **{key: 60})

    assert [each.name for each in graph.of_type(POLICY)] == [policy]
    assert tracking(graph, policy) == {
        "targetValue": 60,
        "scaleInCooldown": 600,
        "scaleOutCooldown": 0,
        "predefinedMetricSpecification": {"predefinedMetricType": metric},
    }


def test_every_policy_is_one_of_the_same_target() -> None:
    graph = scaled(**BY_REQUESTS, cpu_percent=60, memory_percent=70)

    assert {each.name: each.inputs["name"] for each in graph.of_type(POLICY)} == {
        "web-requests-scaling-policy": f"{NAME}-requests",
        "web-cpu-scaling-policy": f"{NAME}-cpu",
        "web-memory-scaling-policy": f"{NAME}-memory",
    }
    for policy in graph.of_type(POLICY):
        assert policy.inputs["policyType"] == "TargetTrackingScaling"
        assert policy.inputs["resourceId"] == f"service/{NAME}/{NAME}"
        assert graph.depends_on(policy.name, on="web-scaling-target")
    assert graph.depends_on("web-scaling-target", on="web-service")


def test_an_update_never_sets_the_number_that_scaling_found(by_requests: Graph) -> None:
    assert "desiredCount" in by_requests["web-service"].ignore_changes
    assert by_requests["web-service"].inputs["desiredCount"] == 2


def test_what_scales_by_is_known_in_a_preview() -> None:
    """Which policies there are follows from the settings, not from a value that AWS tells later."""
    later = pulumi.Output.from_input(600)
    scaling = {"max": pulumi.Output.from_input(10), "requests_per_target": later}

    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(service={"scaling": scaling})), preview=True)

    assert [each.name for each in graph.of_type(POLICY)] == ["web-requests-scaling-policy"]
