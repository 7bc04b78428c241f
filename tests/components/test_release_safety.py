"""What watches a release looks at the very resources that the release is made of."""

from typing import Any

import pytest
import yaml

from tests.components.whole_component import whole
from tests.graph import Graph


@pytest.fixture(scope="module")
def graph() -> Graph:
    hooks = {"before_install": "migrate", "after_allow_traffic": "notify"}
    return whole(deployment={"smoke_test": {}, "canary": {}, "hooks": hooks, "alarms": {"latency_p99_ms": 300}})


def metrics(graph: Graph, alarm: str) -> list[dict[str, Any]]:
    inputs = graph[alarm].inputs
    queries = inputs.get("metricQueries")
    return [query["metric"] for query in queries if "metric" in query] if queries else [inputs]


@pytest.mark.parametrize("colour", ["blue", "green"])
@pytest.mark.parametrize("what", ["errors", "unhealthy-hosts", "latency"])
def test_each_colours_alarms_look_at_its_target_group_behind_this_load_balancer(
    graph: Graph, colour: str, what: str
) -> None:
    target_group = graph[f"web-{colour}-target-group"].inputs["name"]

    for metric in metrics(graph, f"web-{colour}-{what}-alarm"):
        assert metric["dimensions"] == {
            "LoadBalancer": f"app/{graph['web-load-balancer'].inputs['name']}/1",
            "TargetGroup": f"targetgroup/{target_group}/1",
        }


def test_green_has_as_long_to_become_healthy_as_the_service_gives_it() -> None:
    graph = whole(service={"health_check_grace_seconds": 600})

    assert graph["web-service"].inputs["healthCheckGracePeriodSeconds"] == 600
    assert graph["web-green-unhealthy-hosts-alarm"].inputs["datapointsToAlarm"] == 13


def test_the_stops_that_count_are_those_of_this_services_tasks(graph: Graph) -> None:
    detail = graph["web-stopped-tasks-rule"].json("eventPattern")["detail"]

    assert detail["group"] == [f"service:{graph['web-service'].inputs['name']}"]
    assert detail["clusterArn"] == [graph["web-service"].inputs["cluster"]]


def test_in_a_shared_cluster_the_stops_of_that_cluster_count() -> None:
    shared = "arn:aws:ecs:eu-central-1:123456789012:cluster/shared"

    detail = whole(service={"cluster_arn": shared})["web-stopped-tasks-rule"].json("eventPattern")["detail"]

    assert detail["clusterArn"] == [shared]


def test_a_release_asks_the_hooks_that_are_watched_and_may_be_called(graph: Graph) -> None:
    smoke_test = graph["web-smoke-test-function"].inputs["name"]
    (calling,) = [each for each in graph["web-deployment-policy"].json("policy")["Statement"] if "Hooks" in each["Sid"]]

    assert yaml.safe_load(graph["web-appspec-template"].inputs["insecureValue"])["Hooks"] == [
        {"BeforeInstall": "migrate"},
        {"AfterAllowTestTraffic": smoke_test},
        {"AfterAllowTraffic": "notify"},
    ]
    watched = [metric["dimensions"]["FunctionName"] for metric in metrics(graph, "web-hook-errors-alarm")]
    assert watched == ["migrate", smoke_test, "notify"]
    assert [arn.rpartition(":")[2] for arn in calling["Resource"]] == watched


def test_a_shift_of_the_users_own_may_be_read_by_the_pipeline(graph: Graph) -> None:
    statements = {each["Sid"]: each for each in graph["web-pipeline-policy"].json("policy")["Statement"]}

    name = graph["web-deployment-config"].inputs["deploymentConfigName"]
    assert statements["DeploymentConfiguration"]["Resource"] == [
        f"arn:aws:codedeploy:eu-central-1:123456789012:deploymentconfig:{name}"
    ]


def test_the_group_waits_for_every_alarm_and_for_the_configuration_that_it_names(graph: Graph) -> None:
    alarms = [each.name for each in graph.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")]

    assert len(alarms) == 8
    for used in [*alarms, "web-deployment-config"]:
        assert graph.depends_on("web-deployment-group", on=used)
