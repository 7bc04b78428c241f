"""The bounds see what is wired wrongly: an alarm that looks elsewhere, or one that stops a release without a rollback.

The fault is always the same: the new version fails after all users have moved to it. What is wrong is put into the
embedded AWS, as if the component had made it so.
"""

import os
from pathlib import Path

import pytest

from rehearsal.faults.catalogue import find_fault
from rehearsal.faults.images import GOOD
from rehearsal.faults.run import rehearse_release_alone
from rehearsal.faults.stack import RehearsedStack

PROJECT_DIRECTORY = Path(__file__).parents[3]
FAULT = find_fault("10")
WHAT_PUT_TAKES = (
    "AlarmName", "ComparisonOperator", "EvaluationPeriods", "Metrics", "Threshold", "TreatMissingData",
)  # fmt: skip


@pytest.fixture(scope="module")
def stack(no_engine):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
        with RehearsedStack(PROJECT_DIRECTORY, "dev", FAULT.variant, FAULT.clock) as stack:
            yield stack


def error_alarms(stack):
    names = [name for name in stack.alarm_names() if name.endswith(("-blue-errors", "-green-errors"))]
    return stack.aws.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]


def put(stack, alarm):
    stack.aws.client("cloudwatch").put_metric_alarm(**{key: alarm[key] for key in WHAT_PUT_TAKES})


def change_metrics(change):
    """A mutation of both colours' alarms: a change of each of their metrics."""

    def mutate(stack):
        for alarm in error_alarms(stack):
            metrics = [
                {**query, "MetricStat": change(stack, query["MetricStat"])} if "MetricStat" in query else query
                for query in alarm["Metrics"]
            ]
            put(stack, {**alarm, "Metrics": metrics})

    return mutate


def other_namespace(stack, stat):
    return {**stat, "Metric": {**stat["Metric"], "Namespace": "AWS/NetworkELB"}}


def other_statistic(stack, stat):
    return {**stat, "Stat": "Average"}


def target_group_of_blue(stack, stat):
    """Both alarms look at the task set that serves now."""
    primary = stack.tasks.all()[0].target_group_arn.rpartition(":")[2]
    dimensions = [
        {**one, "Value": primary} if one["Name"] == "TargetGroup" else one for one in stat["Metric"]["Dimensions"]
    ]
    return {**stat, "Metric": {**stat["Metric"], "Dimensions": dimensions}}


@pytest.fixture
def repaired(stack):
    """Afterwards the alarms are as before, and a good release serves."""
    before = error_alarms(stack)
    yield
    for alarm in before:
        put(stack, alarm)
    stack.wait_until_no_alarm()
    assert stack.release_at_once(GOOD, print).succeeded


@pytest.mark.usefixtures("repaired")
@pytest.mark.parametrize("change", [target_group_of_blue, other_namespace, other_statistic])
def test_an_alarm_that_looks_elsewhere_leaves_the_fault_out_of_its_bounds(stack, change):
    change_metrics(change)(stack)

    result = rehearse_release_alone(FAULT, stack, print)

    assert result.problems[:2] == (
        "another task set serves than before",
        "noticed by: nobody; it should be: the alarm on errors (None)",
    )
    assert "it was not rolled back: None" in result.problems


def test_without_its_event_an_alarm_stops_the_release_and_leaves_users_where_they_are(stack):
    """The last one: what it leaves behind is not repaired."""
    deploy = stack.pipeline.deploy
    stack.aws.client("codedeploy").update_deployment_group(
        applicationName=deploy["ApplicationName"],
        currentDeploymentGroupName=deploy["DeploymentGroupName"],
        autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"]},
    )

    result = rehearse_release_alone(FAULT, stack, print)

    assert result.noticed_by == "the alarm on errors"
    assert any(problem.startswith("it was not rolled back: One or more alarms") for problem in result.problems)
