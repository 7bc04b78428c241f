"""CodeDeploy's deployment configurations on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError, resource_type

CONFIGURATION = "aws:codedeploy/deploymentConfig:DeploymentConfig"


def routing(kind="Canary", percentage=10, interval=5, **changes):
    step = {"percentage": percentage, "interval": interval}
    return {"type": f"TimeBased{kind}", f"timeBased{kind}": step, **changes}


def configuration(account, **changes):
    return account.create(
        CONFIGURATION,
        {
            "deploymentConfigName": "web-canary",
            "computePlatform": "ECS",
            "trafficRoutingConfig": routing(),
            **changes,
        },
    )


@pytest.mark.parametrize("kind", ["Canary", "Linear"])
def test_a_configuration_is_there_as_the_program_wrote_it(account, kind):
    created = configuration(account, trafficRoutingConfig=routing(kind))

    live = account.aws.client("codedeploy").get_deployment_config(deploymentConfigName="web-canary")

    word = kind.lower()
    assert live["deploymentConfigInfo"]["trafficRoutingConfig"] == {
        "type": f"TimeBased{kind}",
        f"timeBased{kind}": {f"{word}Percentage": 10, f"{word}Interval": 5},
    }
    assert created.outputs["arn"] == "arn:aws:codedeploy:eu-central-1:123456789012:deploymentconfig:web-canary"
    assert created.read() == (created.inputs, created.outputs)


def test_every_change_replaces_a_configuration():
    assert {"computePlatform", "deploymentConfigName", "trafficRoutingConfig"} <= resource_type(
        CONFIGURATION
    ).replace_on


def test_one_made_anew_by_hand_with_other_steps_is_found(account):
    created = configuration(account)
    codedeploy = account.aws.client("codedeploy")
    codedeploy.delete_deployment_config(deploymentConfigName="web-canary")
    codedeploy.create_deployment_config(
        deploymentConfigName="web-canary",
        computePlatform="ECS",
        trafficRoutingConfig={
            "type": "TimeBasedCanary",
            "timeBasedCanary": {"canaryPercentage": 50, "canaryInterval": 5},
        },
    )

    assert created.read()[0]["trafficRoutingConfig"] == routing(percentage=50)


def test_a_deleted_configuration_is_gone_and_deleting_it_again_is_no_error(account):
    created = configuration(account)

    created.delete()
    created.delete()

    assert created.read() is None


def test_a_deployment_group_uses_it_and_holds_it(account):
    created = configuration(account)
    group = account.deployment_group(deploymentConfigName="web-canary")

    with pytest.raises(ResourceError, match="DeploymentConfigInUseException"):
        created.delete()
    group.update(deploymentConfigName="CodeDeployDefault.ECSAllAtOnce")
    created.delete()

    assert created.read() is None


def test_a_deployment_group_refuses_one_that_is_not_there_or_for_another_platform(account):
    account.create(
        CONFIGURATION,
        {"deploymentConfigName": "lambda", "computePlatform": "Lambda", "trafficRoutingConfig": routing()},
    )

    with pytest.raises(ResourceError, match="deploymentConfigName: there is no deployment configuration none"):
        account.deployment_group(deploymentConfigName="none")
    group = account.deployment_group_inputs(deploymentConfigName="lambda")
    with pytest.raises(
        ResourceError, match="deploymentConfigName: got lambda, allowed for ECS are CodeDeployDefault.ECS"
    ):
        account.create("aws:codedeploy/deploymentGroup:DeploymentGroup", group)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"trafficRoutingConfig": routing(percentage=0)}, "canaryPercentage is 0, allowed are 1 to 99"),
        ({"trafficRoutingConfig": routing(percentage=100)}, "canaryPercentage is 100, allowed are 1 to 99"),
        ({"trafficRoutingConfig": routing(interval=2881)}, "canaryInterval is 2881, so that the last shift"),
        ({"trafficRoutingConfig": routing("Linear", 10, 321)}, "2889 minutes after the first; allowed are 1 to 2880"),
        (
            {"trafficRoutingConfig": routing(timeBasedLinear={"percentage": 1, "interval": 1})},
            "trafficRoutingConfig.timeBasedLinear: has no place with the type TimeBasedCanary",
        ),
        ({"deploymentConfigName": "CodeDeployDefault.Mine"}, "InvalidDeploymentConfigNameException"),
        ({"trafficRoutingConfig": {"type": "Canary"}}, "trafficRoutingConfig.type: got 'Canary', allowed are"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(account, changes, reason):
    with pytest.raises(ResourceError) as refused:
        configuration(account, **changes)

    assert str(refused.value).startswith(f"{CONFIGURATION} web: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "percentage", "interval"), [("Canary", 99, 2880), ("Linear", 10, 320), ("Canary", 1, 1)]
)
def test_the_last_steps_that_aws_takes(account, kind, percentage, interval):
    assert configuration(account, trafficRoutingConfig=routing(kind, percentage, interval)).read()
