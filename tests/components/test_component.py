"""The whole component: what a program of three lines gets, and how its parts find each other."""

import json
from typing import Any

import pytest
import yaml

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, ConfigurationError
from tests.components.whole_component import EVERY_OPTION, whole
from tests.graph import Graph, attempt

NAME = "shop-dev-web-29d8601b"
LISTENERS = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1"

OUTPUTS = {
    "url": "http://web-load-balancer.elb.example",
    "test_url": "http://web-load-balancer.elb.example:8080",
    "repository_url": f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/{NAME}",
    "pipeline_name": NAME,
    "connection_arn": "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d",
    "vpc_id": "web-vpc-id",
    "cluster_name": NAME,
    "service_name": NAME,
    "deployment_application_name": NAME,
    "deployment_group_name": NAME,
    "artifact_bucket_name": f"{NAME}-123456789012-eu-central-1",
    "log_group_name": f"/aws/ecs/{NAME}",
}

RESOURCES = {
    "Network": ["web-default-security-group", "web-task-security-group", "web-vpc"],
    "LoadBalancer": [
        "web-blue-target-group",
        "web-green-target-group",
        "web-load-balancer",
        "web-load-balancer-egress",
        "web-load-balancer-security-group",
        "web-production-ingress",
        "web-production-listener",
        "web-task-ingress",
        "web-test-listener",
        "web-test-vpc-ingress",
    ],
    "ImageRepository": ["web-image-repository", "web-lifecycle-policy"],
    "Service": [
        "web-cluster",
        "web-execution-policy",
        "web-execution-role",
        "web-log-group",
        "web-service",
        "web-task-definition",
        "web-task-egress",
        "web-task-role",
    ],
    "Build": [
        "web-appspec-template",
        "web-build-log-group",
        "web-build-policy",
        "web-build-role",
        "web-project",
        "web-taskdef-template",
    ],
    "Deployment": [
        "web-deployment-application",
        "web-deployment-group",
        "web-deployment-policy",
        "web-deployment-role",
    ],
    "Pipeline": [
        "web-artifact-bucket",
        "web-artifact-bucket-policy",
        "web-artifact-encryption",
        "web-artifact-lifecycle",
        "web-artifact-notification",
        "web-artifact-ownership",
        "web-artifact-public-access-block",
        "web-artifact-versioning",
        "web-build-artifact-policy",
        "web-connection",
        "web-deployment-artifact-policy",
        "web-pipeline",
        "web-pipeline-artifact-policy",
        "web-pipeline-policy",
        "web-pipeline-role",
    ],
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return whole()


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


def test_the_repository_is_all_that_one_has_to_say_to_get_every_output(graph: Graph) -> None:
    assert graph.outputs == OUTPUTS


def test_pulumi_shows_the_same_outputs_below_the_component(graph: Graph) -> None:
    component = graph.part("BlueGreenEcsPipeline")

    assert graph.registered_outputs[component.urn] == OUTPUTS


def test_every_option_at_once_still_gives_every_output() -> None:
    assert whole(**EVERY_OPTION).outputs == {
        **OUTPUTS,
        "url": "https://www.example.com",
        "test_url": "https://www.example.com:8443",
        "connection_arn": "arn:aws:codestar-connections:eu-central-1:123456789012:connection/11112222",
        "vpc_id": "vpc-1",
    }


def test_it_is_one_tree_of_seven_parts_and_these_resources(graph: Graph) -> None:
    component = graph.part("BlueGreenEcsPipeline")

    assert component.name == "web"
    assert sorted(part.type for part in graph.children_of(component)) == sorted(
        f"blue-green-ecs-pipeline:index:{part}" for part in RESOURCES
    )
    assert {part: sorted(each.name for each in graph.children_of(graph.part(part))) for part in RESOURCES} == RESOURCES
    assert len(graph.resources) == sum(map(len, RESOURCES.values()))


def test_options_add_and_take_away_these_resources_only() -> None:
    names = {each.name for each in whole(**EVERY_OPTION).resources}
    of_the_defaults = {name for part in RESOURCES.values() for name in part}

    # TLS adds a redirect; each network that may test, and each port that tasks may reach, is a rule.
    assert names - of_the_defaults == {
        "web-redirect-ingress",
        "web-redirect-listener",
        "web-task-egress-443",
        "web-task-egress-5432",
        "web-test-198.51.100.7-32-ingress",
    }
    # An existing network and an existing connection are not created.
    assert of_the_defaults - names == {
        "web-connection",
        "web-default-security-group",
        "web-task-egress",
        "web-test-vpc-ingress",
        "web-vpc",
    }


def test_a_deployment_moves_the_listeners_and_target_groups_of_this_load_balancer(graph: Graph) -> None:
    group = graph["web-deployment-group"].inputs

    assert group["loadBalancerInfo"] == {
        "targetGroupPairInfo": {
            "prodTrafficRoute": {"listenerArns": [f"{LISTENERS}/web-production-listener"]},
            "testTrafficRoute": {"listenerArns": [f"{LISTENERS}/web-test-listener"]},
            "targetGroups": [
                {"name": graph["web-blue-target-group"].inputs["name"]},
                {"name": graph["web-green-target-group"].inputs["name"]},
            ],
        }
    }
    assert graph["web-blue-target-group"].inputs["name"] != graph["web-green-target-group"].inputs["name"]


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


def test_tags_reach_everything_that_takes_them() -> None:
    graph = whole(tags={"team": "web"})

    with_tags = [each for each in graph.resources if "tags" in each.inputs]
    assert {each.name for each in with_tags if each.inputs["tags"] != {"team": "web"}} == set()
    assert sorted({each.type for each in graph.resources} - {each.type for each in with_tags}) == [
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketNotification:BucketNotification",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketVersioning:BucketVersioning",
    ]


@pytest.mark.parametrize(
    ("groups", "protected"),
    [
        ({}, ["web-artifact-bucket", "web-image-repository"]),
        ({"image_repository": {"force_delete": True}}, ["web-artifact-bucket"]),
        ({"pipeline": {"force_destroy_artifacts": True}}, ["web-image-repository"]),
        ({"image_repository": {"force_delete": True}, "pipeline": {"force_destroy_artifacts": True}}, []),
    ],
)
def test_images_and_artifacts_are_protected_until_they_may_go(groups: dict[str, Any], protected: list[str]) -> None:
    assert sorted(each.name for each in whole(**groups).resources if each.protect) == protected


def test_settings_that_cannot_be_used_are_said_all_at_once_and_nothing_is_created() -> None:
    args: Any = {
        "source": {"repository": "acme/web"},
        "build": {"timeout_minutes": 1},
        "deployment": {"termination_wait_minutes": 2881},
        "pipeline": {"artifact_retention_days": 0},
    }

    graph = attempt(lambda: BlueGreenEcsPipeline("web", args))

    assert isinstance(graph.error, ConfigurationError)
    assert graph.registrations == []
    assert str(graph.error) == (
        "web: 3 settings cannot be used, nothing was created\n"
        "  build.timeoutMinutes: got 1, allowed are 5 to 2160 minutes\n"
        "  deployment.terminationWaitMinutes: got 2881, allowed are 0 to 2880 minutes\n"
        "  pipeline.artifactRetentionDays: got 0, allowed are 1 or more days"
    )


def test_no_resource_of_a_part_is_created_twice_or_left_without_a_part(graph: Graph) -> None:
    names = [each.name for each in graph.resources]
    parts = {graph.part(part).urn for part in RESOURCES}

    assert len(set(names)) == len(names)
    assert {each.parent for each in graph.resources} == parts
