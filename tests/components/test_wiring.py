"""How the parts of the whole component find each other: each name, ARN and role from the part that makes it."""

import json
from typing import Any

import pytest
import yaml

from tests.components.whole_component import EVERY_OPTION, whole
from tests.graph import Graph

# Cut off at a different length for each service, so that no name can stand in for another by chance.
LONG_STACK = "a-stack-with-a-name-of-its-own-" * 6


@pytest.fixture(scope="module")
def graph() -> Graph:
    return whole(stack=LONG_STACK)


def configuration(graph: Graph, stage: int) -> dict[str, str]:
    found = graph["web-pipeline"].inputs["stages"][stage]["actions"][0]["configuration"]
    assert isinstance(found, dict)
    return found


def variable(graph: Graph, name: str) -> str:
    listed = graph["web-project"].inputs["environment"]["environmentVariables"]
    (found,) = [each["value"] for each in listed if each["name"] == name]
    return str(found)


def appspec(graph: Graph) -> dict[str, Any]:
    parsed = yaml.safe_load(graph["web-appspec-template"].inputs["insecureValue"])
    properties = parsed["Resources"][0]["TargetService"]["Properties"]
    assert isinstance(properties, dict)
    return properties


def task_definition(graph: Graph) -> dict[str, Any]:
    parsed = json.loads(graph["web-taskdef-template"].inputs["insecureValue"])
    assert isinstance(parsed, dict)
    return parsed


def test_every_option_at_once_still_gives_every_output() -> None:
    assert whole(**EVERY_OPTION).outputs == {
        "url": "https://www.example.com",
        "test_url": "https://www.example.com:8443",
        "repository_url": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-dev-web-29d8601b",
        "pipeline_name": "shop-dev-web-29d8601b",
        "connection_arn": "arn:aws:codestar-connections:eu-central-1:123456789012:connection/11112222",
        "vpc_id": "vpc-1",
        "public_subnet_ids": ["subnet-1", "subnet-2"],
        "private_subnet_ids": ["subnet-3", "subnet-4"],
        "cluster_name": "shop-dev-web-29d8601b",
        "cluster_arn": "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-dev-web-29d8601b",
        "service_name": "shop-dev-web-29d8601b",
        "task_role_name": "shop-dev-web-29d8601b-task",
        "deployment_application_name": "shop-dev-web-29d8601b",
        "deployment_group_name": "shop-dev-web-29d8601b",
        "artifact_bucket_name": "shop-dev-web-29d8601b-123456789012-eu-central-1",
        "log_group_name": "/aws/ecs/shop-dev-web-29d8601b",
        "release_wait_seconds": 4130,
        "release_wait_parts": {
            "health_check": 20,
            "wait_for_reroute": 3600,
            "traffic_shift": 180,
            "termination_wait": 300,
            "deregistration_delay": 30,
        },
    }


def test_options_add_and_take_away_these_resources_only(graph: Graph) -> None:
    names = {each.name for each in whole(**EVERY_OPTION).resources}
    of_the_defaults = {each.name for each in graph.resources}

    # TLS adds a redirect; each network that may test, and each port that tasks may reach, is a rule. An own shift of
    # the traffic, a limit of the latency, a hook, a smoke test, and each metric to scale by are resources too.
    assert names - of_the_defaults == {
        "web-blue-latency-alarm",
        "web-cpu-scaling-policy",
        "web-deployment-config",
        "web-green-latency-alarm",
        "web-hook-errors-alarm",
        "web-memory-scaling-policy",
        "web-redirect-ingress",
        "web-redirect-listener",
        "web-requests-scaling-policy",
        "web-scaling-target",
        "web-smoke-test-egress-aws",
        "web-smoke-test-egress-load-balancer",
        "web-smoke-test-function",
        "web-smoke-test-ingress",
        "web-smoke-test-log-group",
        "web-smoke-test-policy",
        "web-smoke-test-role",
        "web-smoke-test-security-group",
        "web-task-egress-443",
        "web-task-egress-5432",
        "web-test-198.51.100.7-32-ingress",
    }
    # An existing network and an existing connection are not created.
    assert of_the_defaults - names == {
        "web-connection",
        "web-default-security-group",
        "web-task-egress",
        "web-test-10.0.0.0-16-ingress",
        "web-vpc",
    }


def test_the_names_that_parts_hand_each_other_differ_from_service_to_service(graph: Graph) -> None:
    names = {
        graph["web-cluster"].inputs["name"],
        graph["web-project"].inputs["name"],
        graph["web-pipeline"].inputs["name"],
        graph["web-build-role"].inputs["name"],
        graph["web-deployment-role"].inputs["name"],
        graph["web-pipeline-role"].inputs["name"],
        graph["web-artifact-bucket"].inputs["bucket"],
        graph["web-blue-target-group"].inputs["name"],
        graph["web-green-target-group"].inputs["name"],
    }

    assert len(names) == 9


def test_a_deployment_replaces_the_task_sets_of_this_service(graph: Graph) -> None:
    group = graph["web-deployment-group"].inputs

    assert group["ecsService"] == {
        "clusterName": graph["web-cluster"].inputs["name"],
        "serviceName": graph["web-service"].inputs["name"],
    }
    assert group["appName"] == graph["web-deployment-application"].inputs["name"]


def test_the_pipeline_builds_with_this_project_and_deploys_with_this_group(graph: Graph) -> None:
    assert configuration(graph, 0)["ConnectionArn"] == graph.outputs["connection_arn"]
    assert configuration(graph, 1) == {"ProjectName": graph["web-project"].inputs["name"]}
    assert configuration(graph, 2)["ApplicationName"] == graph["web-deployment-application"].inputs["name"]
    assert configuration(graph, 2)["DeploymentGroupName"] == graph["web-deployment-group"].inputs["deploymentGroupName"]


def test_the_pipeline_watches_the_repository_and_branch_that_were_set() -> None:
    source = configuration(whole(source={"repository": "acme/shop", "branch": "release"}), 0)

    assert (source["FullRepositoryId"], source["BranchName"]) == ("acme/shop", "release")


def test_the_build_pushes_into_this_repository_and_tasks_may_pull_from_it(graph: Graph) -> None:
    repository = graph["web-image-repository"].inputs["name"]
    arn = f"arn:aws:ecr:eu-central-1:123456789012:repository/{repository}"

    assert variable(graph, "REPOSITORY_URI") == graph.outputs["repository_url"]
    assert variable(graph, "REPOSITORY_NAME") == repository
    for policy, sid in (("web-build-policy", "PushImage"), ("web-execution-policy", "PullImage")):
        (statement,) = [each for each in graph[policy].json("policy")["Statement"] if each["Sid"] == sid]
        assert statement["Resource"] == [arn]


def test_each_stage_reads_and_writes_the_artifacts_under_its_own_role(graph: Graph) -> None:
    assert {
        user: graph[f"web-{user}-artifact-policy"].inputs["role"] for user in ("pipeline", "build", "deployment")
    } == {
        "pipeline": graph["web-pipeline-role"].inputs["name"],
        "build": graph["web-build-role"].inputs["name"],
        "deployment": graph["web-deployment-role"].inputs["name"],
    }
    assert graph["web-pipeline"].inputs["artifactStores"] == [
        {"type": "S3", "location": graph["web-artifact-bucket"].inputs["bucket"]}
    ]


@pytest.mark.parametrize("policy", ["web-pipeline-policy", "web-deployment-policy"])
def test_the_roles_that_may_be_passed_are_those_of_the_task_definition(graph: Graph, policy: str) -> None:
    registered = graph["web-task-definition"].inputs
    (passing,) = [each for each in graph[policy].json("policy")["Statement"] if each["Action"] == ["iam:PassRole"]]

    assert passing["Resource"] == [registered["executionRoleArn"], registered["taskRoleArn"]]
    assert registered["executionRoleArn"] != registered["taskRoleArn"]
    assert task_definition(graph)["executionRoleArn"] == registered["executionRoleArn"]
    assert task_definition(graph)["taskRoleArn"] == registered["taskRoleArn"]


def test_the_pipeline_may_read_the_deployment_configuration_that_is_used() -> None:
    canary = "CodeDeployDefault.ECSCanary10Percent5Minutes"

    graph = whole(deployment={"configuration": canary})

    statements = graph["web-pipeline-policy"].json("policy")["Statement"]
    (reading,) = [each for each in statements if each["Action"] == ["codedeploy:GetDeploymentConfig"]]
    assert graph["web-deployment-group"].inputs["deploymentConfigName"] == canary
    assert reading["Resource"] == [f"arn:aws:codedeploy:eu-central-1:123456789012:deploymentconfig:{canary}"]


def test_the_first_tasks_and_every_release_run_in_the_same_network(graph: Graph) -> None:
    assert graph["web-service"].inputs["networkConfiguration"] == {
        "subnets": ["subnet-private-1", "subnet-private-2"],
        "securityGroups": ["web-task-security-group-id"],
        "assignPublicIp": False,
    }
    assert appspec(graph)["NetworkConfiguration"]["AwsvpcConfiguration"] == {
        "Subnets": ["subnet-private-1", "subnet-private-2"],
        "SecurityGroups": ["web-task-security-group-id"],
        "AssignPublicIp": "DISABLED",
    }
    assert graph["web-load-balancer"].inputs["subnets"] == ["subnet-public-1", "subnet-public-2"]


def test_without_nat_first_tasks_and_releases_sit_in_the_public_subnets_with_an_address() -> None:
    graph = whole(network={"nat": "none"})

    assert graph["web-service"].inputs["networkConfiguration"]["subnets"] == ["subnet-public-1", "subnet-public-2"]
    assert graph["web-service"].inputs["networkConfiguration"]["assignPublicIp"] is True
    assert appspec(graph)["NetworkConfiguration"]["AwsvpcConfiguration"]["Subnets"] == [
        "subnet-public-1",
        "subnet-public-2",
    ]
    assert appspec(graph)["NetworkConfiguration"]["AwsvpcConfiguration"]["AssignPublicIp"] == "ENABLED"


@pytest.mark.parametrize(
    ("architecture", "machine", "processor"),
    [("x86_64", "LINUX_CONTAINER", "X86_64"), ("arm64", "ARM_CONTAINER", "ARM64")],
)
def test_what_builds_the_image_runs_it(architecture: str, machine: str, processor: str) -> None:
    graph = whole(build={"architecture": architecture})

    runtime = {"cpuArchitecture": processor, "operatingSystemFamily": "LINUX"}
    assert graph["web-project"].inputs["environment"]["type"] == machine
    assert graph["web-task-definition"].inputs["runtimePlatform"] == runtime
    assert task_definition(graph)["runtimePlatform"] == runtime


def test_one_setting_keeps_the_logs_of_tasks_and_builds() -> None:
    graph = whole(service={"log_retention_days": 90})

    assert [each.inputs["retentionInDays"] for each in graph.of_type("aws:cloudwatch/logGroup:LogGroup")] == [90, 90]


def test_releases_log_where_the_first_tasks_do(graph: Graph) -> None:
    (first,) = graph["web-task-definition"].json("containerDefinitions")
    (release,) = task_definition(graph)["containerDefinitions"]

    assert first["logConfiguration"] == release["logConfiguration"]
    assert release["logConfiguration"]["options"]["awslogs-group"] == graph.outputs["log_group_name"]


def test_the_container_port_is_the_same_for_service_release_and_health_check() -> None:
    graph = whole(service={"container_port": 3000})

    (release,) = task_definition(graph)["containerDefinitions"]
    assert release["portMappings"] == [{"containerPort": 3000, "hostPort": 3000, "protocol": "tcp"}]
    assert graph["web-service"].inputs["loadBalancers"][0]["containerPort"] == 3000
    assert appspec(graph)["LoadBalancerInfo"]["ContainerPort"] == 3000


def test_the_same_container_serves_until_and_after_the_first_release(graph: Graph) -> None:
    (first,) = graph["web-task-definition"].json("containerDefinitions")

    assert variable(graph, "CONTAINER_NAME") == "app"
    assert first["name"] == "app"
    assert appspec(graph)["LoadBalancerInfo"]["ContainerName"] == "app"
