"""The CodeDeploy application and deployment group: what is replaced, where traffic goes, and when it comes back."""

from typing import Any

import pytest

from blue_green_ecs_pipeline import ConfigurationError, Deployment
from blue_green_ecs_pipeline.deployment.args import DeploymentConfiguration
from tests.components.delivery_parts import deployment_args
from tests.graph import Graph, create


def deployment(**settings: Any) -> Graph:
    return create(lambda: Deployment("web", deployment_args(**settings)))


def group(**settings: Any) -> dict[str, Any]:
    return deployment(**settings)["web-deployment-group"].inputs


def test_the_deployment_group_of_the_defaults_moves_all_traffic_at_once_and_back_when_that_fails() -> None:
    assert group() == {
        "appName": "shop-dev-web-29d8601b",
        "deploymentGroupName": "shop-dev-web-29d8601b",
        "serviceRoleArn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-deployment",
        "deploymentConfigName": "CodeDeployDefault.ECSAllAtOnce",
        "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
        "ecsService": {"clusterName": "shop-cluster", "serviceName": "shop-service"},
        "loadBalancerInfo": {
            "targetGroupPairInfo": {
                "prodTrafficRoute": {
                    "listenerArns": [
                        "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/production"
                    ]
                },
                "testTrafficRoute": {
                    "listenerArns": ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/test"]
                },
                "targetGroups": [{"name": "shop-blue"}, {"name": "shop-green"}],
            }
        },
        "blueGreenDeploymentConfig": {
            "deploymentReadyOption": {"actionOnTimeout": "CONTINUE_DEPLOYMENT"},
            "terminateBlueInstancesOnDeploymentSuccess": {
                "action": "TERMINATE",
                "terminationWaitTimeInMinutes": 5,
            },
        },
        "alarmConfiguration": {
            "enabled": True,
            "alarms": [
                "shop-dev-web-29d8601b-blue-errors",
                "shop-dev-web-29d8601b-blue-unhealthy-hosts",
                "shop-dev-web-29d8601b-green-errors",
                "shop-dev-web-29d8601b-green-unhealthy-hosts",
                "shop-dev-web-29d8601b-stopped-tasks",
            ],
            "ignorePollAlarmFailure": False,
        },
        "autoRollbackConfiguration": {
            "enabled": True,
            "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
        },
        "tags": {},
    }


def test_the_application_is_one_for_ecs() -> None:
    assert deployment()["web-deployment-application"].inputs == {
        "name": "shop-dev-web-29d8601b",
        "computePlatform": "ECS",
        "tags": {},
    }


@pytest.mark.parametrize(
    ("configuration", "name"),
    [
        ("CodeDeployDefault.ECSCanary10Percent5Minutes", "CodeDeployDefault.ECSCanary10Percent5Minutes"),
        (DeploymentConfiguration.CANARY_10_PERCENT_15_MINUTES, "CodeDeployDefault.ECSCanary10Percent15Minutes"),
        (
            DeploymentConfiguration.LINEAR_10_PERCENT_EVERY_3_MINUTES,
            "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
        ),
    ],
)
def test_traffic_moves_as_fast_as_was_set(configuration: str, name: str) -> None:
    assert group(configuration=configuration)["deploymentConfigName"] == name


@pytest.mark.parametrize("minutes", [0, 5, 2880])
def test_blue_keeps_running_for_the_time_that_was_set(minutes: int) -> None:
    blue = group(termination_wait_minutes=minutes)["blueGreenDeploymentConfig"]

    assert blue["terminateBlueInstancesOnDeploymentSuccess"] == {
        "action": "TERMINATE",
        "terminationWaitTimeInMinutes": minutes,
    }


def test_a_refused_setting_leaves_nothing_behind() -> None:
    def program() -> None:
        with pytest.raises(ConfigurationError, match=r"deployment\.terminationWaitMinutes: got 2881, allowed are 0 to"):
            Deployment("web", deployment_args(termination_wait_minutes=2881))

    assert create(program).registrations == []


def test_everything_of_a_deployment_that_takes_tags_has_them() -> None:
    graph = deployment(tags={"team": "web"})

    tagged = sorted(each.name for each in graph.resources if each.inputs.get("tags") == {"team": "web"})
    assert tagged == [
        "web-blue-errors-alarm",
        "web-blue-unhealthy-hosts-alarm",
        "web-deployment-application",
        "web-deployment-group",
        "web-deployment-role",
        "web-green-errors-alarm",
        "web-green-unhealthy-hosts-alarm",
        "web-stopped-tasks-alarm",
        "web-stopped-tasks-queue",
        "web-stopped-tasks-rule",
    ]
    assert sorted({each.name for each in graph.resources} - set(tagged)) == [
        "web-deployment-policy",
        "web-stopped-tasks-queue-policy",
        "web-stopped-tasks-target",
    ]


def test_a_preview_shows_everything_although_no_arn_is_known_yet() -> None:
    at_up = {each.name for each in deployment().resources}

    in_preview = create(lambda: Deployment("web", deployment_args()), preview=True)

    assert {each.name for each in in_preview.resources} == at_up


def test_the_pipeline_is_told_the_names_of_application_group_configuration_and_role() -> None:
    assert deployment().outputs == {
        "deployment_application_name": "shop-dev-web-29d8601b",
        "deployment_group_name": "shop-dev-web-29d8601b",
        "deployment_configuration_name": "CodeDeployDefault.ECSAllAtOnce",
        "alarm_names": [
            "shop-dev-web-29d8601b-blue-errors",
            "shop-dev-web-29d8601b-blue-unhealthy-hosts",
            "shop-dev-web-29d8601b-green-errors",
            "shop-dev-web-29d8601b-green-unhealthy-hosts",
            "shop-dev-web-29d8601b-stopped-tasks",
        ],
        "role_name": "shop-dev-web-29d8601b-deployment",
    }


def test_a_deployments_resources_are_shown_below_it() -> None:
    graph = deployment()

    assert {each.parent for each in graph.resources} == {graph.part("Deployment").urn}


def test_a_smoke_test_that_nobody_made_is_refused() -> None:
    def program() -> None:
        with pytest.raises(ConfigurationError, match=r"deployment\.smokeTest: needs deployment\.smokeTestFunctionName"):
            Deployment("web", deployment_args(smoke_test={}))

    assert create(program).registrations == []
