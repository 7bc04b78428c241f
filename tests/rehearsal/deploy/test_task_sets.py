"""ECS keeps as many healthy tasks as the service wants, and says why one stopped."""

import json
import time

import pytest

from rehearsal.checks import SteadyClient
from rehearsal.deploy import Clock, EcsDeployment
from tests.rehearsal.deploy.balanced_targets import wait_for

RULE = "stopped-tasks"


def watch_stopped_tasks(stack, *codes: str) -> str:
    """A queue that gets the events of stopped tasks."""
    sqs, events = stack.aws.client("sqs"), stack.aws.client("events")
    url = sqs.create_queue(QueueName=RULE)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    detail = {
        "clusterArn": [f"arn:aws:ecs:{stack.aws.region}:{stack.aws.account_id}:cluster/web"],
        "group": ["service:web"],
        "lastStatus": ["STOPPED"],
        "stopCode": list(codes),
    }
    pattern = {"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": detail}
    events.put_rule(Name=RULE, EventPattern=json.dumps(pattern), State="ENABLED")
    events.put_targets(Rule=RULE, Targets=[{"Id": "queue", "Arn": arn}])
    return str(url)


def stopped(stack, url) -> list[dict]:
    messages = stack.aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"])["detail"] for message in messages]


def alarm_on_stopped_tasks(stack) -> None:
    """Two of the last five minutes with a stopped task."""
    stack.aws.client("cloudwatch").put_metric_alarm(
        AlarmName=RULE,
        Namespace="AWS/Events",
        MetricName="TriggeredRules",
        Dimensions=[{"Name": "RuleName", "Value": RULE}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=5,
        DatapointsToAlarm=2,
        Threshold=1.0,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
    )


@pytest.mark.parametrize(
    ("broken", "code", "reason"),
    [
        ({"cmd": ("/srv/missing",)}, "TaskFailedToStart", "CannotStartContainerError"),
        ({"behaviour": "dies"}, "EssentialContainerExited", "exit code 1: no database"),
        (None, "TaskFailedToStart", "CannotPullContainerError"),
    ],
)
def test_a_green_that_never_starts_is_rolled_back_in_minutes_by_an_alarm_on_its_stopped_tasks(
    serve, broken, code, reason
):
    served = serve(clock=Clock(speed=100), alarms=(RULE,), events=("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"))
    url = watch_stopped_tasks(served.stack, "TaskFailedToStart", "EssentialContainerExited")
    alarm_on_stopped_tasks(served.stack)
    digest = "sha256:" + "0" * 64 if broken is None else served.stack.push("green", "2", **broken)

    result = served.deploy(served.stack.artifact(digest))

    assert (result.status, result.error_code, result.failed_at) == ("Stopped", "ALARM_ACTIVE", "Install")
    assert result.rolled_back
    assert result.events[1].aws_duration_seconds < 900
    seen = stopped(served.stack, url)
    assert {detail["stopCode"] for detail in seen} == {code}
    assert reason in seen[0]["stoppedReason"]
    assert seen[0]["containers"][0]["name"] == "web"
    assert seen[0]["startedBy"] != ""


def test_what_ecs_stops_itself_is_not_the_images_fault(serve):
    served = serve()
    url = watch_stopped_tasks(served.stack, "TaskFailedToStart", "EssentialContainerExited")

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert result.succeeded
    assert stopped(served.stack, url) == []


def test_a_task_that_falls_ill_is_stopped_and_replaced(serve):
    served = serve(grace_seconds=60)
    served.deploy(served.stack.artifact(served.stack.push("blue", "1", "falls ill")))
    url = watch_stopped_tasks(served.stack, "ServiceSchedulerInitiated")
    (running,) = served.tasks.all()
    (first,) = running.tasks

    seen: list[dict] = []
    wait_for(lambda: running.tasks and running.tasks[0] is not first, 15)
    wait_for(lambda: seen.extend(stopped(served.stack, url)) or bool(seen))

    assert "Task failed ELB health checks in (target-group" in seen[0]["stoppedReason"]
    assert "[500]" in running.stopped_reasons[0]


def test_a_task_that_was_healthy_once_gets_no_time_to_start_after_its_grace_period(serve, monkeypatch):
    """ECS does not wait for an alarm: at a fast clock a second of this machine is a minute of AWS's."""
    monkeypatch.setattr("rehearsal.deploy.task_sets.PROCESS_START_SECONDS", 60.0)
    served = serve(clock=Clock(speed=60), grace_seconds=60)
    served.deploy(served.stack.artifact(served.stack.push("blue", "1", "falls ill")))
    (running,) = served.tasks.all()
    (first,) = running.tasks

    wait_for(lambda: first not in running.tasks, 15)

    assert first.was_healthy


def test_a_new_task_is_left_alone_in_its_grace_period(serve):
    served = serve(clock=Clock(speed=60), grace_seconds=600)
    (running,) = served.tasks.all()
    served.stack.aws.client("elbv2").modify_target_group(
        TargetGroupArn=served.stack.ids["first"], HealthCheckPath="/nothing", Matcher={"HttpCode": "404"}
    )
    before = running.tasks[0]

    wait_for(lambda: served.front.target_states(served.stack.ids["first"]) == ["unhealthy"], 10)
    time.sleep(4)

    assert running.tasks == [before]


def test_the_desired_count_is_for_both_task_sets_in_the_middle_of_a_shift(serve):
    served = serve(configuration="CodeDeployDefault.ECSCanary10Percent15Minutes")
    seen = []

    class ScaledAtCanary(EcsDeployment):
        def wait(self, seconds: float) -> None:
            if not seen:
                self.aws.client("ecs").update_service(cluster="web", service="web", desiredCount=3)
                wait_for(lambda: [len(task_set.tasks) for task_set in self.tasks.all()] == [3, 3], 10)
                seen.append(True)
            super().wait(seconds)

    with SteadyClient(served.production_url) as client:
        artifact = served.stack.artifact(served.stack.push("green", "2"))
        result = served.deploy(artifact, deployment=ScaledAtCanary)

    assert (result.succeeded, client.lost, seen) == (True, 0, [True])
    assert [len(task_set.tasks) for task_set in served.tasks.all()] == [3]


def test_fewer_tasks_are_stopped_without_a_lost_request(serve):
    served = serve(desired_count=3)
    (running,) = served.tasks.all()

    with SteadyClient(served.production_url) as client:
        served.stack.aws.client("ecs").update_service(cluster="web", service="web", desiredCount=1)
        wait_for(lambda: len(running.tasks) == 1, 10)
        wait_for(lambda: len(served.front.target_health(served.stack.ids["first"])) == 1, 10)
        time.sleep(0.3)

    assert client.lost == 0


def test_a_task_that_ignores_sigterm_is_killed_after_its_stop_timeout(serve):
    served = serve(stop_timeout_seconds=2)
    served.deploy(served.stack.artifact(served.stack.push("blue", "1", "deaf")))
    (deaf,) = served.tasks.all()[0].tasks

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert result.succeeded
    assert result.events[-1].duration_seconds >= 2
    assert deaf.exit_codes() == {"web": 137}
