"""Which pairs of settings lose requests, and that the user is told so."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from blue_green_ecs_pipeline.draining import lost_requests
from tests.components.builders import component_args
from tests.graph import Graph, create

CONSISTENT = {
    "deregistration_delay_seconds": 30,
    "stop_timeout_seconds": 30,
    "health_check_grace_seconds": 60,
    "check_interval_seconds": 10,
    "healthy_threshold": 2,
}


def lost(**changed: int) -> list[str]:
    return list(lost_requests(**{**CONSISTENT, **changed}))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"stop_timeout_seconds": 120},
        {"deregistration_delay_seconds": 1},
        {"deregistration_delay_seconds": 120, "stop_timeout_seconds": 120},
        {"health_check_grace_seconds": 30},
        {"check_interval_seconds": 20},
        {"healthy_threshold": 5},
    ],
)
def test_what_goes_together_is_silent(changed: dict[str, int]) -> None:
    assert lost(**changed) == []


@pytest.mark.parametrize(
    ("delay", "stop_timeout", "both"), [(31, 30, 31), (30, 29, 30), (120, 2, 120), (300, 30, 120), (3600, 120, 120)]
)
def test_a_task_that_is_killed_while_the_load_balancer_waits_for_it(delay: int, stop_timeout: int, both: int) -> None:
    assert lost(deregistration_delay_seconds=delay, stop_timeout_seconds=stop_timeout) == [
        f"service.stopTimeoutSeconds is {stop_timeout}, less than loadBalancer.deregistrationDelaySeconds, which is "
        f"{delay}: a task can be killed with a request that the load balancer still waits for; set both to {both}, or "
        "to what your longest request takes"
    ]


def test_a_load_balancer_that_waits_for_nobody() -> None:
    assert lost(deregistration_delay_seconds=0) == [
        "loadBalancer.deregistrationDelaySeconds is 0, so the load balancer breaks off requests that a task has 30 "
        "seconds to answer by service.stopTimeoutSeconds; set loadBalancer.deregistrationDelaySeconds to 30"
    ]


@pytest.mark.parametrize(
    ("grace", "interval", "threshold", "checks", "least"),
    [(29, 10, 2, 3, 30), (0, 10, 2, 3, 30), (60, 30, 2, 3, 90), (60, 10, 6, 7, 70)],
)
def test_a_starting_task_that_is_killed_before_it_can_be_healthy(
    grace: int, interval: int, threshold: int, checks: int, least: int
) -> None:
    changed = {
        "health_check_grace_seconds": grace,
        "check_interval_seconds": interval,
        "healthy_threshold": threshold,
    }

    assert lost(**changed) == [
        f"service.healthCheckGraceSeconds is {grace}, and {checks} checks by loadBalancer.healthCheck.intervalSeconds "
        f"take {least} seconds: a task whose first check comes too early is killed before it can be healthy; set "
        f"service.healthCheckGraceSeconds to {least} or more"
    ]


def warnings(**groups: Any) -> list[str]:
    graph: Graph = create(lambda: BlueGreenEcsPipeline("web", component_args(**groups)))
    return graph.warnings


def test_the_defaults_lose_nothing() -> None:
    assert warnings() == []


def test_the_user_is_told_of_every_pair() -> None:
    stop_timeout, grace = warnings(
        load_balancer={"deregistration_delay_seconds": 60, "health_check": {"interval_seconds": 60}},
        service={"stop_timeout_seconds": 45},
    )

    assert stop_timeout.startswith("web: service.stopTimeoutSeconds is 45, less than loadBalancer.deregistrationDelay")
    assert grace.startswith("web: service.healthCheckGraceSeconds is 60, and 3 checks by loadBalancer.healthCheck.inte")


def test_a_pair_that_is_known_later_is_told_too() -> None:
    (message,) = warnings(load_balancer={"deregistration_delay_seconds": pulumi.Output.from_input(300.0)})

    assert "which is 300: a task can be killed" in message
