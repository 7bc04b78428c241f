import pulumi
import pytest

from blue_green_ecs_pipeline.deployment.alarm_settings import AlarmsSettings
from blue_green_ecs_pipeline.deployment.args import DeploymentConfiguration
from blue_green_ecs_pipeline.deployment.hook_settings import HooksSettings
from blue_green_ecs_pipeline.deployment.settings import DeploymentSettings
from tests.components.configured import configured, refused


def test_a_deployment_moves_all_traffic_and_keeps_blue_for_five_minutes():
    assert configured().deployment == DeploymentSettings(
        configuration="CodeDeployDefault.ECSAllAtOnce",
        canary=None,
        linear=None,
        wait_for_reroute_minutes=0,
        termination_wait_minutes=5,
        alarms=AlarmsSettings(
            enabled=True,
            error_percent=2,
            minimum_requests=50,
            latency_p99_ms=None,
            period_seconds=60,
            evaluation_periods=1,
            names=(),
        ),
        smoke_test=None,
        hooks=HooksSettings(None, None, None, None, None),
    )


@pytest.mark.parametrize("minutes", [0, 5, 2880, 10.0])
def test_blue_may_be_kept_for_up_to_two_days(minutes):
    assert configured(deployment={"termination_wait_minutes": minutes}).deployment.termination_wait_minutes == minutes


def test_a_whole_number_that_arrives_as_a_float_becomes_an_int():
    wait = configured(deployment={"termination_wait_minutes": 10.0}).deployment.termination_wait_minutes

    assert type(wait) is int


@pytest.mark.parametrize("minutes", [-1, 2881])
def test_a_wait_outside_codedeploys_limits_is_refused(minutes):
    assert refused(deployment={"termination_wait_minutes": minutes}) == {
        "deployment.terminationWaitMinutes": f"got {minutes}, allowed are 0 to 2880 minutes"
    }


@pytest.mark.parametrize(
    "configuration",
    [
        "CodeDeployDefault.ECSAllAtOnce",
        "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
        "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
        "CodeDeployDefault.ECSCanary10Percent5Minutes",
        "CodeDeployDefault.ECSCanary10Percent15Minutes",
        DeploymentConfiguration.CANARY_10_PERCENT_5_MINUTES,
    ],
)
def test_every_predefined_configuration_for_ecs_can_be_used(configuration):
    assert configured(deployment={"configuration": configuration}).deployment.configuration == configuration


@pytest.mark.parametrize("configuration", ["ECSAllAtOnce", "CodeDeployDefault.OneAtATime", ""])
def test_another_configuration_is_refused_with_those_there_are(configuration):
    assert refused(deployment={"configuration": configuration}) == {
        "deployment.configuration": f'got "{configuration}", allowed are CodeDeployDefault.ECSAllAtOnce, '
        "CodeDeployDefault.ECSLinear10PercentEvery1Minutes, CodeDeployDefault.ECSLinear10PercentEvery3Minutes, "
        "CodeDeployDefault.ECSCanary10Percent5Minutes or CodeDeployDefault.ECSCanary10Percent15Minutes"
    }


def test_outputs_pass_unchecked():
    wait = pulumi.Output.from_input(-1)

    assert configured(deployment={"termination_wait_minutes": wait}).deployment.termination_wait_minutes is wait
