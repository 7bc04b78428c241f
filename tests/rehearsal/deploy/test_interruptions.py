"""Alarms and operators end a deployment at any moment, and the deployment group says what then happens."""

import threading

import pytest

from rehearsal.checks import Release, SteadyClient
from rehearsal.deploy import Clock, EcsDeployment
from tests.rehearsal.deploy.alarms import NAMES, make_errors_alarms
from tests.rehearsal.deploy.balanced_targets import wait_for

CANARY = "CodeDeployDefault.ECSCanary10Percent5Minutes"
ALL_EVENTS = ("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST")
# A minute of the metrics takes 0.3 seconds.
CLOCK = Clock(speed=200)
BLUE = Release("blue", "1")


def release_with_errors(serve, wrong=None, **settings):
    """A canary whose green answers 500, on a stack with an alarm for each target group."""
    served = serve(**{"clock": CLOCK, "configuration": CANARY, "alarms": NAMES, "events": ALL_EVENTS} | settings)
    make_errors_alarms(served.stack, **(wrong or {}))
    artifact = served.stack.artifact(served.stack.push("green", "2", "errors"))
    with SteadyClient(served.production_url, requests_per_second=200) as client:
        result = served.deploy(artifact)
    return served, result, client


def test_errors_at_a_canary_stop_the_release_and_roll_it_back_before_the_others_see_any(serve):
    served, result, client = release_with_errors(serve)

    assert (result.status, result.error_code, result.failed_at) == ("Stopped", "ALARM_ACTIVE", "AllowTraffic")
    assert "second-errors" in result.failure
    assert result.rolled_back
    assert client.lost < len(client.answers) * 0.2
    assert served.stack.action_of("production") == {"first": 100, "second": 0}
    assert [task_set["status"] for task_set in served.stack.task_sets()] == ["PRIMARY"]
    codedeploy = served.stack.aws.client("codedeploy")
    assert codedeploy.get_deployment(deploymentId=result.deployment_id)["deploymentInfo"]["status"] == "Stopped"


@pytest.mark.parametrize(
    "wrong",
    [
        {"namespace": "AWS/NetworkELB"},
        {"metric": "HTTPCode_ELB_5XX_Count"},
        {"statistic": "Average"},
    ],
)
def test_an_alarm_on_the_wrong_metric_rolls_nothing_back(serve, wrong):
    _, result, _ = release_with_errors(serve, wrong)

    assert (result.succeeded, result.rolled_back) == (True, False)


def test_an_alarm_on_blue_alone_does_not_see_green(serve):
    _, result, _ = release_with_errors(serve, alarms=("first-errors",))

    assert result.succeeded


def test_alarms_that_are_attached_but_not_enabled_stop_nothing(serve):
    _, result, _ = release_with_errors(serve, alarms_enabled=False)

    assert result.succeeded


def test_an_alarm_stops_without_a_rollback_when_its_event_is_not_in_the_list(serve):
    served, result, _ = release_with_errors(serve, events=("DEPLOYMENT_FAILURE",))

    assert (result.status, result.error_code, result.rolled_back) == ("Stopped", "ALARM_ACTIVE", False)
    assert served.stack.action_of("production") == {"first": 90, "second": 10}


def test_errors_in_the_termination_wait_take_everybody_back_to_blue(serve):
    """An alarm counts until blue ends."""
    all_at_once = "CodeDeployDefault.ECSAllAtOnce"

    served, result, _ = release_with_errors(serve, configuration=all_at_once, termination_wait_minutes=30)

    assert (result.error_code, result.failed_at, result.rolled_back) == ("ALARM_ACTIVE", "End", True)
    assert result.rollback_seconds < 5
    assert served.stack.action_of("production") == {"first": 100, "second": 0}


def test_an_alarm_that_is_red_at_the_start_stops_the_release_before_green_exists(serve):
    served = serve(clock=CLOCK, alarms=("red",), events=ALL_EVENTS)
    served.stack.aws.client("cloudwatch").put_metric_alarm(
        AlarmName="red",
        Namespace="Own",
        MetricName="backlog",
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="breaching",
    )

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert (result.status, result.error_code, result.failed_at) == ("Stopped", "ALARM_ACTIVE", "Start")
    assert {event.status for event in result.events} == {"Skipped"}
    assert len(served.stack.task_sets()) == 1


@pytest.mark.parametrize(("ignored", "succeeded"), [(False, False), (True, True)])
def test_an_alarm_that_does_not_exist_is_one_that_cannot_be_read(serve, ignored, succeeded):
    served = serve(alarms=("gone",), ignore_poll_alarm_failure=ignored)

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert result.succeeded == succeeded
    assert succeeded or "CloudWatch has no such alarm" in result.failure


class StoppedAt(EcsDeployment):
    """An operator who stops it at a lifecycle event."""

    event = "BeforeAllowTraffic"
    rolls_back: bool | None = None

    def run_hook(self, event: str) -> None:
        if event == self.event:
            asked = {} if self.rolls_back is None else {"autoRollbackEnabled": self.rolls_back}
            self.aws.client("codedeploy").stop_deployment(deploymentId=self.record.id, **asked)
        super().run_hook(event)


@pytest.mark.parametrize(
    ("asked", "events", "rolled_back"),
    [
        (None, ALL_EVENTS, True),
        (None, ("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"), False),
        (True, ("DEPLOYMENT_FAILURE",), True),
        (False, ALL_EVENTS, False),
    ],
)
def test_an_operator_stops_a_release_and_the_request_or_the_group_says_whether_it_goes_back(
    serve, asked, events, rolled_back
):
    served = serve(events=events)

    class Stopped(StoppedAt):
        rolls_back = asked

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")), deployment=Stopped)

    assert (result.status, result.error_code, result.rolled_back) == ("Stopped", "MANUAL_STOP", rolled_back)


def test_after_the_end_of_blue_nothing_is_left_to_return_to(serve):
    class FailsAfterBlue(EcsDeployment):
        def end(self) -> None:
            super().end()
            self.forward("arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/web/1/2", 100)

    served = serve()

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")), deployment=FailsAfterBlue)

    assert (result.failed_at, result.rolled_back) == ("End", False)
    assert "blue has ended: there is nothing left to return to" in served.said
    assert served.stack.action_of("production") == {"first": 0, "second": 100}


def released_in_background(served, artifact):
    results = []
    thread = threading.Thread(target=lambda: results.append(served.deploy(artifact)))
    thread.start()
    return thread, results


def active(served):
    codedeploy = served.stack.aws.client("codedeploy")
    found = codedeploy.list_deployments(applicationName="web", deploymentGroupName="web")["deployments"]
    return codedeploy.get_deployment(deploymentId=found[0])["deploymentInfo"] if found else {}


def test_a_release_waits_until_somebody_continues_it(serve):
    served = serve(ready_wait_minutes=600, events=ALL_EVENTS)
    thread, results = released_in_background(served, served.stack.artifact(served.stack.push("green", "2")))
    wait_for(lambda: active(served).get("status") == "Ready")
    before = served.stack.action_of("production"), served.stack.action_of("test")

    served.stack.aws.client("codedeploy").continue_deployment(
        deploymentId=active(served)["deploymentId"], deploymentWaitType="READY_WAIT"
    )
    thread.join(30)

    assert before == ({"first": 100, "second": 0}, {"first": 0, "second": 100})
    assert results[0].succeeded


def test_a_release_that_nobody_continues_stops_and_no_user_has_seen_it(serve):
    served = serve(ready_wait_minutes=2, events=ALL_EVENTS)

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert (result.status, result.failure) == ("Stopped", "nobody continued the deployment within 2 minutes")
    assert served.stack.action_of("production") == {"first": 100, "second": 0}


def test_the_wait_for_the_end_of_blue_can_be_skipped(serve):
    served = serve(termination_wait_minutes=2000)
    thread, results = released_in_background(served, served.stack.artifact(served.stack.push("green", "2")))
    wait_for(lambda: active(served).get("instanceTerminationWaitTimeStarted", False), 20)

    served.stack.aws.client("codedeploy").continue_deployment(
        deploymentId=active(served)["deploymentId"], deploymentWaitType="TERMINATION_WAIT"
    )
    thread.join(30)

    assert results[0].succeeded
