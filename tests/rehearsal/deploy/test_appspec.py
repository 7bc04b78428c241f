"""appspec.yaml is read strictly: a misspelt key would be left out in silence."""

import pytest
import yaml

from rehearsal.deploy.appspec import AppSpec, parse_appspec
from rehearsal.deploy.result import DeploymentFailure


def appspec(properties=None, service=None, file=None):
    """A complete file, with changes at three depths; None takes a key away."""
    all_properties = {
        "TaskDefinition": "arn:1",
        "LoadBalancerInfo": {"ContainerName": "web", "ContainerPort": 8080},
        "PlatformVersion": "1.4.0",
        "NetworkConfiguration": {
            "AwsvpcConfiguration": {"Subnets": ["subnet-1"], "SecurityGroups": ["sg-1"], "AssignPublicIp": "DISABLED"}
        },
        "CapacityProviderStrategy": [{"CapacityProvider": "FARGATE", "Base": 1, "Weight": 2}],
    } | (properties or {})
    target = {"Type": "AWS::ECS::Service", "Properties": without_none(all_properties)} | (service or {})
    document = {
        "version": 0.0,
        "Resources": [{"TargetService": without_none(target)}],
        "Hooks": [{"BeforeInstall": "CodeDeployHook_check"}],
    } | (file or {})
    return yaml.safe_dump(without_none(document))


def without_none(mapping):
    return {key: value for key, value in mapping.items() if value is not None}


def test_a_complete_file_says_everything_in_ecss_words():
    parsed = parse_appspec("appspec.yaml", appspec())

    assert parsed == AppSpec(
        task_definition="arn:1",
        container_name="web",
        container_port=8080,
        platform_version="1.4.0",
        network_configuration={
            "awsvpcConfiguration": {
                "subnets": ["subnet-1"],
                "securityGroups": ["sg-1"],
                "assignPublicIp": "DISABLED",
            }
        },
        capacity_provider_strategy=[{"capacityProvider": "FARGATE", "base": 1, "weight": 2}],
        hooks={"BeforeInstall": "CodeDeployHook_check"},
    )


def test_the_articles_file_is_enough():
    parsed = parse_appspec(
        "appspec.yaml",
        appspec(
            {"PlatformVersion": None, "NetworkConfiguration": None, "CapacityProviderStrategy": None},
            file={"Hooks": None},
        ),
    )

    assert parsed == AppSpec(task_definition="arn:1", container_name="web", container_port=8080)


NETWORK = {"Subnets": ["subnet-1"], "SecurityGroups": ["sg-1"], "AssignPublicIp": "DISABLED"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- a", "appspec.yaml: the file is no mapping"),
        (appspec(file={"version": 1}), "appspec.yaml has version 1, allowed is 0.0"),
        (appspec(file={"version": None}), "appspec.yaml: the file lacks version"),
        (
            appspec(file={"Ressources": []}),
            "appspec.yaml: the file has the unknown key Ressources, allowed are version",
        ),
        (appspec(file={"Resources": []}), "appspec.yaml needs exactly one entry under Resources"),
        (appspec(service={"Type": "AWS::Lambda"}), "appspec.yaml has Type AWS::Lambda, allowed is AWS::ECS::Service"),
        (appspec(service={"Properties": None}), "appspec.yaml: TargetService lacks Properties"),
        (appspec({"TaskDefinition": None}), "appspec.yaml: Properties lacks TaskDefinition"),
        (appspec({"DesiredCount": 1}), "appspec.yaml: Properties has the unknown key DesiredCount"),
        (
            appspec({"LoadBalancerInfo": {"ContainerName": "web", "ContainerPort": "8080"}}),
            "appspec.yaml: ContainerPort is '8080', it needs a number",
        ),
        (
            appspec({"LoadBalancerInfo": {"ContainerName": 7, "ContainerPort": 8080}}),
            "appspec.yaml: ContainerName is 7, it needs a text",
        ),
        (
            appspec({"NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["subnet-1"]}}}),
            "appspec.yaml: AwsvpcConfiguration lacks SecurityGroups",
        ),
        (
            appspec({"NetworkConfiguration": {"AwsvpcConfiguration": NETWORK | {"AssignPublicIp": "false"}}}),
            "appspec.yaml has AssignPublicIp false, allowed are ENABLED and DISABLED",
        ),
        (
            appspec({"NetworkConfiguration": {"AwsvpcConfiguration": NETWORK | {"Subnets": []}}}),
            "appspec.yaml: Subnets needs a list with at least one entry",
        ),
        (
            appspec(file={"Hooks": [{"BeforeTraffic": "f"}]}),
            "appspec.yaml: Hooks has the unknown key BeforeTraffic, allowed are BeforeInstall",
        ),
    ],
)
def test_a_mistake_is_named_where_it_stands(text, sentence):
    with pytest.raises(DeploymentFailure) as failure:
        parse_appspec("appspec.yaml", text)

    assert failure.value.reason.startswith(sentence)
