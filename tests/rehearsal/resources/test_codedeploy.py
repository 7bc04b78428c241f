"""CodeDeploy applications and deployment groups on the embedded AWS."""

import copy

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import APPLICATION, DEPLOYMENT_GROUP


def application(account, **changes):
    return account.create(APPLICATION, {"name": "web", "computePlatform": "ECS", "tags": {"team": "web"}, **changes})


def live_group(account):
    group = account.aws.client("codedeploy").get_deployment_group(applicationName="web", deploymentGroupName="web")
    return group["deploymentGroupInfo"]


def pair_with(account, **changes):
    info = copy.deepcopy(account.deployment_group_inputs()["loadBalancerInfo"])
    info["targetGroupPairInfo"].update(changes)
    return info


def test_an_application_is_there_as_the_program_wrote_it(account):
    created = application(account)

    assert created.outputs["arn"] == "arn:aws:codedeploy:eu-central-1:123456789012:application:web"
    assert created.outputs["applicationId"] == created.id
    assert created.read() == (created.inputs, created.outputs)


def test_an_applications_name_and_tags_change_in_place(account):
    created = application(account)

    created.update(name="shop", tags={"team": "shop"})

    assert account.aws.client("codedeploy").list_applications()["applications"] == ["shop"]
    assert created.read() == (created.inputs, created.outputs)


def test_a_deleted_application_is_gone_and_deleting_it_again_is_no_error(account):
    created = application(account)

    created.delete()
    created.delete()

    assert created.read() is None


def test_an_application_made_anew_behind_the_programs_back_is_another_one(account):
    created = application(account)
    codedeploy = account.aws.client("codedeploy")
    codedeploy.delete_application(applicationName="web")
    codedeploy.create_application(applicationName="web", computePlatform="ECS")

    assert created.read() is None


def test_a_deployment_group_is_kept_in_full(account):
    alarms = {"enabled": True, "ignorePollAlarmFailure": False, "alarms": ["web-errors", "web-latency"]}
    rollback = {"enabled": True, "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]}
    waits = account.deployment_group_inputs()["blueGreenDeploymentConfig"]
    waits["deploymentReadyOption"] = {"actionOnTimeout": "STOP_DEPLOYMENT", "waitTimeInMinutes": 30}
    created = account.deployment_group(
        alarmConfiguration=alarms,
        autoRollbackConfiguration=rollback,
        blueGreenDeploymentConfig=waits,
        tags={"team": "web"},
    )

    live = live_group(account)

    assert live["alarmConfiguration"] == {**alarms, "alarms": [{"name": "web-errors"}, {"name": "web-latency"}]}
    assert live["autoRollbackConfiguration"] == rollback
    assert live["blueGreenDeploymentConfiguration"]["deploymentReadyOption"] == waits["deploymentReadyOption"]
    assert live["ecsServices"] == [{"clusterName": "web", "serviceName": "web"}]
    assert live["loadBalancerInfo"]["targetGroupPairInfoList"] == [
        {
            "targetGroups": [{"name": "blue"}, {"name": "green"}],
            "prodTrafficRoute": {"listenerArns": [account.production_listener]},
            "testTrafficRoute": {"listenerArns": [account.test_listener]},
        }
    ]
    assert live["blueGreenDeploymentConfiguration"]["terminateBlueInstancesOnDeploymentSuccess"] == {
        "action": "TERMINATE",
        "terminationWaitTimeInMinutes": 5,
    }
    assert created.outputs["computePlatform"] == "ECS"
    assert created.read() == (created.inputs, created.outputs)


def test_a_deployment_group_changes_in_place(account):
    created = account.deployment_group(tags={"team": "web"})

    created.update(
        deploymentConfigName="CodeDeployDefault.ECSCanary10Percent5Minutes",
        deploymentGroupName="shop",
        alarmConfiguration=None,
        tags={"team": "shop"},
    )

    codedeploy = account.aws.client("codedeploy")
    assert codedeploy.list_deployment_groups(applicationName="web")["deploymentGroups"] == ["shop"]
    assert created.read() == (created.inputs, created.outputs)
    live = codedeploy.get_deployment_group(applicationName="web", deploymentGroupName="shop")["deploymentGroupInfo"]
    assert live["deploymentConfigName"] == "CodeDeployDefault.ECSCanary10Percent5Minutes"
    assert live["alarmConfiguration"]["enabled"] is False


def test_a_deployment_group_shows_what_was_changed_behind_the_programs_back(account):
    created = account.deployment_group()
    account.aws.client("codedeploy").update_deployment_group(
        applicationName="web", currentDeploymentGroupName="web", autoRollbackConfiguration={"enabled": False}
    )

    assert created.read()[0]["autoRollbackConfiguration"] == {"enabled": False, "events": ["DEPLOYMENT_FAILURE"]}


def test_a_deleted_deployment_group_is_gone_and_its_service_is_free_for_another(account):
    created = account.deployment_group()

    created.delete()
    created.delete()

    assert created.read() is None
    assert account.create(DEPLOYMENT_GROUP, account.deployment_group_inputs(deploymentGroupName="other")).read()


def test_a_second_deployment_group_for_a_service_is_refused(account):
    account.deployment_group()

    with pytest.raises(ResourceError, match="DeploymentGroup web: .*ECSServiceMappingLimitExceededException"):
        account.create(DEPLOYMENT_GROUP, account.deployment_group_inputs(deploymentGroupName="other"))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"appName": "none"}, "appName: there is no CodeDeploy application none"),
        ({"serviceRoleArn": "arn:aws:iam::123456789012:role/none"}, "serviceRoleArn: there is no role"),
        (
            {"ecsService": {"clusterName": "none", "serviceName": "web"}},
            "ecsService.clusterName: there is no ECS cluster none",
        ),
        (
            {"ecsService": {"clusterName": "web", "serviceName": "none"}},
            "ecsService.serviceName: there is no service none in the ECS cluster web",
        ),
        (
            {"deploymentConfigName": "CodeDeployDefault.OneAtATime"},
            "deploymentConfigName: got CodeDeployDefault.OneAtATime, allowed for ECS are CodeDeployDefault.ECS",
        ),
        ({"deploymentStyle": None}, "deploymentStyle: got {}, allowed for ECS is BLUE_GREEN, WITH_TRAFFIC_CONTROL"),
        ({"blueGreenDeploymentConfig": None}, "blueGreenDeploymentConfig: an ECS deployment group needs one"),
        ({"ecsService": None}, "ecsService: an ECS deployment group needs one"),
        (
            {"alarmConfiguration": {"enabled": True, "alarms": [f"web-{number}" for number in range(11)]}},
            "alarmConfiguration.alarms: got 11, allowed are up to 10",
        ),
        ({"autoRollback": {}}, "autoRollback: CreateDeploymentGroup has no such property"),
        (
            {"autoRollbackConfiguration": {"enabled": True, "events": ["DEPLOYMENT_FAILED"]}},
            "autoRollbackConfiguration.events[0]: got 'DEPLOYMENT_FAILED', allowed are DEPLOYMENT_FAILURE",
        ),
    ],
)
def test_a_deployment_group_that_aws_would_refuse_names_the_property(account, changes, refusal):
    with pytest.raises(ResourceError) as refused:
        account.deployment_group(**changes)

    assert str(refused.value).startswith("aws:codedeploy/deploymentGroup:DeploymentGroup web: ")
    assert refusal in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"targetGroups": [{"name": "blue"}]}, "targetGroups: got 1 target groups, allowed are 2"),
        (
            {"targetGroups": [{"name": "blue"}, {"name": "none"}]},
            "targetGroups[1].name: there is no target group named none",
        ),
        (
            {"testTrafficRoute": {"listenerArns": ["arn:aws:elasticloadbalancing:eu-central-1:1:listener/app/a/b/c"]}},
            "testTrafficRoute.listenerArns: there is no listener",
        ),
        ({"prodTrafficRoute": None}, "prodTrafficRoute: an ECS deployment group needs a production listener"),
    ],
)
def test_a_deployment_groups_load_balancer_is_there(account, changes, refusal):
    with pytest.raises(ResourceError) as refused:
        account.deployment_group(loadBalancerInfo=pair_with(account, **changes))

    assert str(refused.value).startswith(
        "aws:codedeploy/deploymentGroup:DeploymentGroup web: loadBalancerInfo.targetGroupPairInfo."
    )
    assert refusal in str(refused.value)


def test_a_deployment_groups_service_has_the_code_deploy_controller(account):
    account.service(deploymentController={"type": "ECS"})
    account.role("deployment", "codedeploy.amazonaws.com")
    application(account)

    with pytest.raises(ResourceError, match="ecsService.serviceName: web: .* a CODE_DEPLOY deployment controller"):
        account.create(DEPLOYMENT_GROUP, account.deployment_group_inputs())


def test_a_deployment_groups_role_admits_code_deploy(account):
    account.service()
    account.role("deployment", "ecs.amazonaws.com")
    application(account)

    with pytest.raises(ResourceError, match="serviceRoleArn: cannot assume role .*admit codedeploy.amazonaws.com"):
        account.create(DEPLOYMENT_GROUP, account.deployment_group_inputs())
