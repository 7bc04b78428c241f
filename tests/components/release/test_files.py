"""taskdef.json, appspec.yaml and the registered task definition say the same of what runs."""

import json
from dataclasses import replace

import pytest
import yaml

from blue_green_ecs_pipeline.release.appspec import render_appspec
from blue_green_ecs_pipeline.release.spec import ReleaseSpec
from blue_green_ecs_pipeline.release.task_definition import render_container_definitions, render_task_definition

SPEC = ReleaseSpec(
    family="shop-web",
    container_name="app",
    container_port=8080,
    cpu=256,
    memory=512,
    architecture="x86_64",
    execution_role_arn="arn:aws:iam::123456789012:role/execution",
    task_role_arn="arn:aws:iam::123456789012:role/task",
    log_group_name="/aws/ecs/shop-web",
    region="eu-central-1",
    subnet_ids=["subnet-1", "subnet-2"],
    security_group_ids=["sg-1"],
    assign_public_ip=False,
)

CONTAINER = {
    "name": "app",
    "image": "<IMAGE1_NAME>",
    "essential": True,
    "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
    "stopTimeout": 30,
    "readonlyRootFilesystem": False,
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": "/aws/ecs/shop-web",
            "awslogs-region": "eu-central-1",
            "awslogs-stream-prefix": "app",
        },
    },
}


def test_the_task_definition_file_is_complete_and_leaves_only_the_image_open() -> None:
    rendered = json.loads(render_task_definition(SPEC))

    assert rendered == {
        "family": "shop-web",
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "taskRoleArn": "arn:aws:iam::123456789012:role/task",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "containerDefinitions": [CONTAINER],
    }


def test_the_appspec_carries_the_network_of_the_specification() -> None:
    rendered = yaml.safe_load(render_appspec(SPEC))

    assert rendered == {
        "version": 0.0,
        "Resources": [
            {
                "TargetService": {
                    "Type": "AWS::ECS::Service",
                    "Properties": {
                        "TaskDefinition": "<TASK_DEFINITION>",
                        "LoadBalancerInfo": {"ContainerName": "app", "ContainerPort": 8080},
                        "NetworkConfiguration": {
                            "AwsvpcConfiguration": {
                                "Subnets": ["subnet-1", "subnet-2"],
                                "SecurityGroups": ["sg-1"],
                                "AssignPublicIp": "DISABLED",
                            }
                        },
                    },
                }
            }
        ],
    }


def test_a_task_with_a_public_address_says_so_in_the_appspec() -> None:
    rendered = yaml.safe_load(render_appspec(replace(SPEC, assign_public_ip=True)))

    network = rendered["Resources"][0]["TargetService"]["Properties"]["NetworkConfiguration"]
    assert network["AwsvpcConfiguration"]["AssignPublicIp"] == "ENABLED"


def test_the_appspec_names_the_functions_that_codedeploy_calls_in_the_order_of_a_deployment() -> None:
    hooks = {"BeforeInstall": "shop-before", "AfterAllowTestTraffic": "CodeDeployHook_shop"}

    rendered = yaml.safe_load(render_appspec(replace(SPEC, hooks=hooks)))

    assert rendered["Hooks"] == [{"BeforeInstall": "shop-before"}, {"AfterAllowTestTraffic": "CodeDeployHook_shop"}]
    assert list(rendered) == ["version", "Resources", "Hooks"]


def test_arm64_is_ecs_word_for_it() -> None:
    rendered = json.loads(render_task_definition(replace(SPEC, architecture="arm64")))

    assert rendered["runtimePlatform"]["cpuArchitecture"] == "ARM64"


def test_environment_and_secrets_come_in_the_order_of_their_names() -> None:
    spec = replace(SPEC, environment={"B": "2", "A": "1"}, secrets={"D": "arn:d", "C": "arn:c"})

    (container,) = json.loads(render_task_definition(spec))["containerDefinitions"]

    assert container["environment"] == [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    assert container["secrets"] == [{"name": "C", "valueFrom": "arn:c"}, {"name": "D", "valueFrom": "arn:d"}]


@pytest.mark.parametrize("value", ["{{name}}", "{{{name}}}", r"\{{name}}", '{"a":{"b":{}}}'])
def test_a_text_with_double_braces_reaches_the_container_and_keeps_out_of_parameter_stores_way(value: str) -> None:
    """Parameter Store refuses a value with {{ }}, which it takes for another parameter."""
    text = render_task_definition(replace(SPEC, environment={"TEMPLATE": value}))

    (container,) = json.loads(text)["containerDefinitions"]
    assert container["environment"] == [{"name": "TEMPLATE", "value": value}]
    assert "{{" not in text


@pytest.mark.parametrize("read_only", [True, False])
def test_a_read_only_root_file_system_is_the_containers(read_only: bool) -> None:
    spec = replace(SPEC, read_only_root_filesystem=read_only)

    (container,) = json.loads(render_task_definition(spec))["containerDefinitions"]

    assert container["readonlyRootFilesystem"] is read_only


def test_the_bootstrap_differs_from_a_release_in_image_and_command_alone() -> None:
    (bootstrap,) = json.loads(render_container_definitions(SPEC, "public/image:1", ["serve"]))

    assert bootstrap == {**CONTAINER, "image": "public/image:1", "command": ["serve"]}
