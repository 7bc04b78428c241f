"""The service that CodeDeploy releases into, and the one specification of what runs."""

import json
from typing import Any

import pulumi
import pytest
import yaml

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, ConfigurationError, Service
from tests.components.builders import NAME, PARAMETER_ARN, SECRET_ARN, TAGS, component_args, service_args
from tests.graph import Graph, attempt, create

BOOTSTRAP_IMAGE = "public.ecr.aws/docker/library/python:3.13.5-alpine3.22"


def service(**settings: Any) -> Graph:
    return create(lambda: Service("web", service_args(**settings)))


def registered_container(graph: Graph) -> dict[str, Any]:
    """The container of the task definition that runs until the first release."""
    (container,) = graph["web-task-definition"].json("containerDefinitions")
    return dict(container)


def released(graph: Graph) -> dict[str, Any]:
    """taskdef.json, which every release registers."""
    return dict(json.loads(graph.outputs["task_definition_template"]))


def released_container(graph: Graph) -> dict[str, Any]:
    (container,) = released(graph)["containerDefinitions"]
    return dict(container)


def appspec(graph: Graph) -> dict[str, Any]:
    (resource,) = yaml.safe_load(graph.outputs["appspec_template"])["Resources"]
    return dict(resource["TargetService"]["Properties"])


@pytest.fixture(scope="module")
def default() -> Graph:
    return service()


@pytest.fixture(scope="module")
def whole() -> Graph:
    return create(lambda: BlueGreenEcsPipeline("web", component_args()))


def test_a_service_is_these_and_nothing_else(default: Graph) -> None:
    assert sorted(r.name for r in default.resources) == [
        "web-cluster",
        "web-execution-policy",
        "web-execution-role",
        "web-log-group",
        "web-service",
        "web-task-definition",
        "web-task-egress",
        "web-task-role",
    ]


def test_the_service_is_codedeploys(default: Graph) -> None:
    resource = default["web-service"]

    assert resource.type == "aws:ecs/service:Service"
    assert resource.inputs == {
        "name": NAME,
        "cluster": "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-dev-web-29d8601b",
        "taskDefinition": "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-dev-web-29d8601b:1",
        "desiredCount": 2,
        "launchType": "FARGATE",
        "deploymentController": {"type": "CODE_DEPLOY"},
        "healthCheckGracePeriodSeconds": 60,
        "loadBalancers": [
            {
                "targetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/blue/1",
                "containerName": "app",
                "containerPort": 8080,
            }
        ],
        "networkConfiguration": {
            "subnets": ["subnet-c", "subnet-d"],
            "securityGroups": ["sg-tasks"],
            "assignPublicIp": False,
        },
        "tags": TAGS,
    }


def test_an_update_after_a_release_leaves_alone_what_codedeploy_changed(default: Graph) -> None:
    assert default["web-service"].ignore_changes == [
        "taskDefinition",
        "loadBalancers",
        "desiredCount",
        "networkConfiguration",
        "platformVersion",
    ]


def test_only_the_service_ignores_changes(default: Graph) -> None:
    assert [r.name for r in default if r.ignore_changes] == ["web-service"]


def test_the_user_is_told_how_a_change_reaches_the_tasks(default: Graph) -> None:
    assert default.messages == [
        "web: a changed service, network or architecture setting reaches the tasks with the next release"
    ]


@pytest.mark.parametrize(
    "needed",
    [
        # ECS refuses a target group that no listener points to.
        "web-production-listener",
        "web-test-listener",
        "web-blue-target-group",
        # Without these the first tasks could neither pull their image nor write a log.
        "web-execution-policy",
        "web-task-egress",
    ],
)
def test_the_service_waits_for_what_its_first_tasks_need(whole: Graph, needed: str) -> None:
    assert whole.depends_on("web-service", needed)


def test_the_service_waits_for_each_single_way_out() -> None:
    graph = service(egress_ports=[443, 5432])

    assert graph.depends_on("web-service", "web-task-egress-443")
    assert graph.depends_on("web-service", "web-task-egress-5432")


def test_the_service_starts_in_blue_and_waits_for_nothing_of_green(whole: Graph) -> None:
    (load_balancer,) = whole["web-service"].inputs["loadBalancers"]

    assert load_balancer["targetGroupArn"].endswith(f":targetgroup/{whole['web-blue-target-group'].inputs['name']}/1")
    assert not whole.depends_on("web-service", "web-green-target-group")


def test_the_task_definition_of_the_first_tasks(default: Graph) -> None:
    inputs = dict(default["web-task-definition"].inputs)

    del inputs["containerDefinitions"]
    assert inputs == {
        "family": NAME,
        "cpu": "256",
        "memory": "512",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "executionRoleArn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-execution",
        "taskRoleArn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-task",
        "tags": TAGS,
    }


def test_every_release_registers_this(default: Graph) -> None:
    assert released(default) == {
        "family": "shop-dev-web-29d8601b",
        "executionRoleArn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-execution",
        "taskRoleArn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-task",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "containerDefinitions": [
            {
                "name": "app",
                "image": "<IMAGE1_NAME>",
                "essential": True,
                "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
                "stopTimeout": 30,
                "readonlyRootFilesystem": False,
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": "/aws/ecs/shop-dev-web-29d8601b",
                        "awslogs-region": "eu-central-1",
                        "awslogs-stream-prefix": "app",
                    },
                },
            }
        ],
    }


EVERYTHING_SET: dict[str, Any] = {
    "architecture": "arm64",
    "cpu": 1024,
    "memory": 4096,
    "container_port": 3000,
    "environment": {"GREETING": "hello"},
    "secrets": {"DATABASE": SECRET_ARN, "API_URL": PARAMETER_ARN},
    "stop_timeout_seconds": 90,
    "read_only_root_filesystem": True,
}


@pytest.mark.parametrize("settings", [{}, EVERYTHING_SET])
def test_image_and_command_are_all_that_a_release_changes(settings: dict[str, Any]) -> None:
    graph = service(**settings)

    first, release = registered_container(graph), released_container(graph)
    assert first.pop("image") == BOOTSTRAP_IMAGE
    assert first.pop("command")[:2] == ["python3", "-c"]
    assert release.pop("image") == "<IMAGE1_NAME>"
    assert first == release
    task = {key: value for key, value in graph["web-task-definition"].inputs.items() if key != "tags"}
    assert {**task, "containerDefinitions": [release]} == {**released(graph), "containerDefinitions": [release]}


def test_the_first_tasks_listen_on_the_containers_port_and_answer_what_the_health_check_takes() -> None:
    graph = service(container_port=3000, bootstrap_status_code=204)

    _, _, program = registered_container(graph)["command"]
    assert "STATUS, PORT = 204, 3000\n" in program


def test_the_health_checks_first_code_is_what_the_first_tasks_answer_with() -> None:
    matcher = {"health_check": {"matcher": "301,200"}}
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(load_balancer=matcher)))

    _, _, program = registered_container(graph)["command"]
    assert "STATUS, PORT = 301, 8080\n" in program


def test_an_own_bootstrap_image_runs_its_own_command() -> None:
    graph = service(bootstrap_image="public.ecr.aws/acme/hello:1.2.3")

    first = registered_container(graph)
    assert first.pop("image") == "public.ecr.aws/acme/hello:1.2.3"
    assert "command" not in first
    assert {**first, "image": "<IMAGE1_NAME>"} == released_container(graph)


def test_an_own_bootstrap_image_may_be_known_later_only() -> None:
    image = "public.ecr.aws/acme/hello:1.2.3"

    graph = create(lambda: Service("web", service_args(bootstrap_image=pulumi.Output.from_input(image))))

    assert registered_container(graph)["image"] == "public.ecr.aws/acme/hello:1.2.3"


def test_cpu_and_memory_are_the_first_tasks_and_every_releases() -> None:
    graph = service(cpu=1024, memory=4096)

    task = graph["web-task-definition"].inputs
    assert (task["cpu"], task["memory"]) == ("1024", "4096")
    assert (released(graph)["cpu"], released(graph)["memory"]) == ("1024", "4096")


def test_the_container_port_is_the_same_everywhere() -> None:
    graph = service(container_port=3000)

    (load_balancer,) = graph["web-service"].inputs["loadBalancers"]
    mapping = [{"containerPort": 3000, "hostPort": 3000, "protocol": "tcp"}]
    assert load_balancer["containerPort"] == 3000
    assert registered_container(graph)["portMappings"] == mapping
    assert released_container(graph)["portMappings"] == mapping
    assert appspec(graph)["LoadBalancerInfo"] == {"ContainerName": "app", "ContainerPort": 3000}


def test_numbers_from_another_stack_are_whole_again() -> None:
    """What a StackReference reads is a float."""

    def program() -> Service:
        numbers = {"cpu": 1024.0, "memory": 4096.0, "container_port": 3000.0, "stop_timeout_seconds": 90.0}
        outputs = {key: pulumi.Output.from_input(value) for key, value in numbers.items()}
        return Service("web", service_args(**outputs))

    graph = create(program)

    task = graph["web-task-definition"].inputs
    assert (task["cpu"], task["memory"]) == ("1024", "4096")
    assert '"containerPort": 3000,' in task["containerDefinitions"]
    assert "PORT = 200, 3000\n" in registered_container(graph)["command"][2]
    assert (released(graph)["cpu"], released(graph)["memory"]) == ("1024", "4096")
    assert '"stopTimeout": 90,' in task["containerDefinitions"]
    assert '"containerPort":3000,' in graph.outputs["task_definition_template"]
    assert '"stopTimeout":90,' in graph.outputs["task_definition_template"]
    assert "ContainerPort: 3000\n" in graph.outputs["appspec_template"]


@pytest.mark.parametrize("count", [1, 7])
def test_the_number_of_tasks_counts_at_creation(count: int) -> None:
    graph = service(desired_count=count)

    assert graph["web-service"].inputs["desiredCount"] == count
    assert "desiredCount" in graph["web-service"].ignore_changes


def test_environment_variables_reach_the_first_tasks_and_every_release() -> None:
    graph = service(environment={"LEVEL": "debug", "GREETING": "hello"})

    variables = [{"name": "GREETING", "value": "hello"}, {"name": "LEVEL", "value": "debug"}]
    assert registered_container(graph)["environment"] == variables
    assert released_container(graph)["environment"] == variables


def test_secrets_are_handed_on_by_reference_with_their_suffix() -> None:
    graph = service(secrets={"PASSWORD": f"{SECRET_ARN}:password::", "API_URL": PARAMETER_ARN})

    secrets = [
        {"name": "API_URL", "valueFrom": "arn:aws:ssm:eu-central-1:123456789012:parameter/web/api-url"},
        {
            "name": "PASSWORD",
            "valueFrom": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf:password::",
        },
    ]
    assert registered_container(graph)["secrets"] == secrets
    assert released_container(graph)["secrets"] == secrets


@pytest.mark.parametrize(("architecture", "word"), [("x86_64", "X86_64"), ("arm64", "ARM64")])
def test_the_architecture_is_the_first_tasks_and_every_releases(architecture: str, word: str) -> None:
    graph = service(architecture=architecture)

    platform = {"cpuArchitecture": word, "operatingSystemFamily": "LINUX"}
    assert graph["web-task-definition"].inputs["runtimePlatform"] == platform
    assert released(graph)["runtimePlatform"] == platform


def test_the_builds_architecture_is_the_tasks() -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(build={"architecture": "arm64"})))

    template = json.loads(graph["web-taskdef-template"].inputs["insecureValue"])
    assert graph["web-task-definition"].inputs["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    assert template["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    assert graph["web-project"].inputs["environment"]["type"] == "ARM_CONTAINER"


@pytest.mark.parametrize("read_only", [True, False])
def test_a_read_only_file_system_is_the_first_tasks_and_every_releases(read_only: bool) -> None:
    graph = service(read_only_root_filesystem=read_only)

    assert registered_container(graph)["readonlyRootFilesystem"] is read_only
    assert released_container(graph)["readonlyRootFilesystem"] is read_only


def test_the_time_to_end_is_the_first_tasks_and_every_releases() -> None:
    graph = service(stop_timeout_seconds=90)

    assert registered_container(graph)["stopTimeout"] == 90
    assert released_container(graph)["stopTimeout"] == 90


@pytest.mark.parametrize(("settings", "seconds"), [({}, 60), ({"health_check_grace_seconds": 300}, 300)])
def test_a_task_is_given_its_time_before_health_checks_count(settings: dict[str, Any], seconds: int) -> None:
    resource = service(**settings)["web-service"]

    assert resource.inputs["healthCheckGracePeriodSeconds"] == seconds
    assert "healthCheckGracePeriodSeconds" not in resource.ignore_changes


@pytest.mark.parametrize(("settings", "days"), [({}, 30), ({"log_retention_days": 365}, 365)])
def test_logs_are_kept_as_long_as_the_user_says(settings: dict[str, Any], days: int) -> None:
    log_group = service(**settings)["web-log-group"]

    assert log_group.type == "aws:cloudwatch/logGroup:LogGroup"
    assert log_group.inputs == {"name": "/aws/ecs/shop-dev-web-29d8601b", "retentionInDays": days, "tags": TAGS}


def test_the_builds_logs_are_kept_as_long_as_the_tasks() -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(service={"log_retention_days": 7})))

    assert graph["web-log-group"].inputs["retentionInDays"] == 7
    assert graph["web-build-log-group"].inputs["retentionInDays"] == 7


@pytest.mark.parametrize(
    ("settings", "value"),
    [({}, "enabled"), ({"container_insights": True}, "enabled"), ({"container_insights": False}, "disabled")],
)
def test_container_insights_are_on_unless_the_user_turns_them_off(settings: dict[str, Any], value: str) -> None:
    cluster = service(**settings)["web-cluster"]

    assert cluster.type == "aws:ecs/cluster:Cluster"
    assert cluster.inputs == {
        "name": NAME,
        "settings": [{"name": "containerInsights", "value": value}],
        "tags": TAGS,
    }


@pytest.mark.parametrize(("assign", "word"), [(False, "DISABLED"), (True, "ENABLED")])
def test_a_release_starts_its_tasks_in_the_network_of_the_service(assign: bool, word: str) -> None:
    graph = service(assign_public_ip=assign)

    assert graph["web-service"].inputs["networkConfiguration"]["assignPublicIp"] is assign
    assert appspec(graph) == {
        "TaskDefinition": "<TASK_DEFINITION>",
        "LoadBalancerInfo": {"ContainerName": "app", "ContainerPort": 8080},
        "NetworkConfiguration": {
            "AwsvpcConfiguration": {
                "Subnets": ["subnet-c", "subnet-d"],
                "SecurityGroups": ["sg-tasks"],
                "AssignPublicIp": word,
            }
        },
    }


def test_without_nat_the_first_tasks_and_every_release_run_in_the_public_subnets() -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(network={"nat": "none"})))

    template = yaml.safe_load(graph["web-appspec-template"].inputs["insecureValue"])
    (resource,) = template["Resources"]
    assert graph["web-service"].inputs["networkConfiguration"] == {
        "subnets": ["subnet-public-1", "subnet-public-2"],
        "securityGroups": ["web-task-security-group-id"],
        "assignPublicIp": True,
    }
    assert resource["TargetService"]["Properties"]["NetworkConfiguration"]["AwsvpcConfiguration"] == {
        "Subnets": ["subnet-public-1", "subnet-public-2"],
        "SecurityGroups": ["web-task-security-group-id"],
        "AssignPublicIp": "ENABLED",
    }


def test_outputs(default: Graph) -> None:
    outputs = dict(default.outputs)

    del outputs["task_definition_template"], outputs["appspec_template"]
    assert outputs == {
        "cluster_name": "shop-dev-web-29d8601b",
        "cluster_arn": "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-dev-web-29d8601b",
        "service_name": "shop-dev-web-29d8601b",
        "service_arn": "arn:aws:ecs:eu-central-1:123456789012:service/shop-dev-web-29d8601b/shop-dev-web-29d8601b",
        "log_group_name": "/aws/ecs/shop-dev-web-29d8601b",
        "container_name": "app",
        "task_definition_family": "shop-dev-web-29d8601b",
        "execution_role_arn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-execution",
        "task_role_arn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-task",
        "task_role_name": "shop-dev-web-29d8601b-task",
    }


def test_used_alone_it_refuses_what_it_cannot_use_before_anything_is_registered() -> None:
    graph = attempt(lambda: Service("web", service_args(cpu=256, memory=4096, egress_ports=[80])))

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == (
        "web: 2 settings cannot be used, nothing was created\n"
        "  service.memory: got 4096 MiB with cpu 256, which needs 512, 1024 or 2048 MiB\n"
        "  service.egressPorts: is without 443; tasks pull their image, read secrets and write logs through it"
    )
    assert graph.registrations == []


def test_a_service_has_the_time_to_drain_before_its_deletion_counts_as_failed(default: Graph) -> None:
    """Its tasks may stay in the load balancer for an hour, the longest deregistration delay."""
    assert default["web-service"].delete_timeout == "80m"
