"""What may be said about scaling, and how it goes together with the desired count."""

import pulumi
import pytest

from blue_green_ecs_pipeline import ConfigurationError, Service
from blue_green_ecs_pipeline.service.scaling_settings import ScalingSettings
from tests.components.builders import service_args
from tests.components.configured import configured, refused
from tests.graph import attempt

BY_REQUESTS = {"max": 10, "requests_per_target": 600}


def test_scaling_needs_a_limit_and_a_metric_and_no_more():
    assert configured(service={"scaling": BY_REQUESTS}).service.scaling == ScalingSettings(
        min=2,
        max=10,
        requests_per_target=600,
        cpu_percent=None,
        memory_percent=None,
        scale_in_cooldown_seconds=300,
        scale_out_cooldown_seconds=60,
    )


def test_the_desired_count_is_the_fewest_tasks_unless_the_user_says_another():
    service = configured(service={"desired_count": 4, "scaling": BY_REQUESTS}).service

    assert (service.desired_count, service.scaling.min) == (4, 4)


def test_the_first_tasks_are_the_fewest_that_scaling_may_leave():
    service = configured(service={"scaling": {**BY_REQUESTS, "min": 3}}).service

    assert (service.desired_count, service.scaling.min) == (3, 3)


@pytest.mark.parametrize("metric", ["requests_per_target", "cpu_percent", "memory_percent"])
def test_one_metric_is_enough_and_may_be_known_later(metric):
    later = pulumi.Output.from_input(50)

    assert getattr(configured(service={"scaling": {"max": 4, metric: later}}).service.scaling, metric) is later


@pytest.mark.parametrize(
    ("key", "setting", "legal", "illegal", "limits"),
    [
        ("min", "min", [1, 10], [0], "1 to 5000 tasks"),
        ("max", "max", [2, 5000], [0, 5001], "1 to 5000 tasks"),
        ("requests_per_target", "requestsPerTarget", [1, 10**9], [0], "1 or more requests a minute"),
        ("cpu_percent", "cpuPercent", [1, 100], [0, 101], "1 to 100 percent"),
        ("memory_percent", "memoryPercent", [1, 100], [0, 101], "1 to 100 percent"),
        ("scale_in_cooldown_seconds", "scaleInCooldownSeconds", [0, 86400], [-1, 86401], "0 to 86400 seconds"),
        ("scale_out_cooldown_seconds", "scaleOutCooldownSeconds", [0, 86400], [-1, 86401], "0 to 86400 seconds"),
    ],
)
def test_numbers_are_taken_up_to_their_limits(key, setting, legal, illegal, limits):
    for value in legal:
        assert getattr(configured(service={"scaling": {**BY_REQUESTS, key: value}}).service.scaling, key) == value
    for value in illegal:
        assert refused(service={"scaling": {**BY_REQUESTS, key: value}}) == {
            f"service.scaling.{setting}": f"got {value}, allowed are {limits}"
        }


@pytest.mark.parametrize(
    ("service", "problems"),
    [
        (
            {"scaling": {"max": 4}},
            {
                "service.scaling": "needs service.scaling.requestsPerTarget, service.scaling.cpuPercent or "
                "service.scaling.memoryPercent too; it scales by what they say"
            },
        ),
        (
            {"scaling": {"cpu_percent": 60}},
            {
                "service.scaling.max": "missing, it has no default; "
                "set it to the number of tasks that you are ready to pay for"
            },
        ),
        (
            {"scaling": {"min": 5, "max": 4, "cpu_percent": 60}},
            {"service.scaling.max": "got 4, allowed are 5 or more tasks, as service.scaling.min says"},
        ),
        (
            {"scaling": {"max": 1, "cpu_percent": 60}},
            {"service.scaling.max": "got 1, allowed are 2 or more tasks, as service.desiredCount says"},
        ),
        (
            {"desired_count": 1, "scaling": {"min": 2, "max": 4, "cpu_percent": 60}},
            {
                "service.desiredCount": "got 1, allowed are 2 to 4 tasks, "
                "as service.scaling.min and service.scaling.max say"
            },
        ),
        (
            {"desired_count": 5, "scaling": {"min": 2, "max": 4, "cpu_percent": 60}},
            {
                "service.desiredCount": "got 5, allowed are 2 to 4 tasks, "
                "as service.scaling.min and service.scaling.max say"
            },
        ),
        (
            {"scaling": "on"},
            {
                "service.scaling": 'got "on", allowed is a map of settings, '
                "for example service.scaling: {max: 10, requestsPerTarget: 600}"
            },
        ),
    ],
)
def test_what_contradicts_itself_is_refused_with_both_settings_named(service, problems):
    assert refused(service=service) == problems


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_desired_count_within_the_limits_of_scaling_is_taken(count):
    scaling = {"min": 2, "max": 4, "cpu_percent": 60}

    assert configured(service={"desired_count": count, "scaling": scaling}).service.desired_count == count


def test_limits_that_are_known_later_are_not_compared():
    later = pulumi.Output.from_input(1)

    service = configured(service={"desired_count": 5, "scaling": {"max": later, "cpu_percent": 60}}).service

    assert service.scaling.max is later


def test_a_service_used_alone_must_say_where_its_requests_are_counted():
    graph = attempt(lambda: Service("web", service_args(scaling=BY_REQUESTS)))

    assert isinstance(graph.error, ConfigurationError)
    assert [problem.sentence for problem in graph.error.problems] == [
        "needs service.loadBalancerArnSuffix too; requests are counted by it",
        "needs service.blueTargetGroupArnSuffix too; requests are counted by it",
        "needs service.greenTargetGroupArnSuffix too; requests are counted by it",
    ]
    assert {problem.setting for problem in graph.error.problems} == {"service.scaling.requestsPerTarget"}
