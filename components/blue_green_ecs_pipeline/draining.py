"""Settings of load balancer and service that only together let a task begin and end without losing a request.

Source: Amazon ECS Developer Guide, "Optimize load balancer connection draining parameters" and "Optimize load balancer
health check parameters".
"""

from collections.abc import Iterator

import pulumi

from .load_balancer.settings import LoadBalancerSettings
from .service.settings import MAX_STOP_TIMEOUT_SECONDS, ServiceSettings

DEREGISTRATION_DELAY = "loadBalancer.deregistrationDelaySeconds"
STOP_TIMEOUT = "service.stopTimeoutSeconds"
GRACE = "service.healthCheckGraceSeconds"
CHECK_INTERVAL = "loadBalancer.healthCheck.intervalSeconds"


def warn_of_lost_requests(
    name: str, load_balancer: LoadBalancerSettings, service: ServiceSettings, component: pulumi.Resource
) -> None:
    """One warning for each pair of settings that loses requests, or the task that should answer them."""

    def warn(values: dict[str, float]) -> None:
        for sentence in lost_requests(**{key: int(value) for key, value in values.items()}):
            pulumi.log.warn(f"{name}: {sentence}", component)

    pulumi.Output.all(
        deregistration_delay_seconds=load_balancer.deregistration_delay_seconds,
        stop_timeout_seconds=service.stop_timeout_seconds,
        health_check_grace_seconds=service.health_check_grace_seconds,
        check_interval_seconds=load_balancer.health_check.interval_seconds,
        healthy_threshold=load_balancer.health_check.healthy_threshold,
    ).apply(warn)


def lost_requests(
    *,
    deregistration_delay_seconds: int,
    stop_timeout_seconds: int,
    health_check_grace_seconds: int,
    check_interval_seconds: int,
    healthy_threshold: int,
) -> Iterator[str]:
    """What would be lost, by which two settings, and the way out."""
    if deregistration_delay_seconds == 0:
        yield (
            f"{DEREGISTRATION_DELAY} is 0, so the load balancer breaks off requests that a task has "
            f"{stop_timeout_seconds} seconds to answer by {STOP_TIMEOUT}; set {DEREGISTRATION_DELAY} to "
            f"{stop_timeout_seconds}"
        )
    elif stop_timeout_seconds < deregistration_delay_seconds:
        together = min(deregistration_delay_seconds, MAX_STOP_TIMEOUT_SECONDS)
        yield (
            f"{STOP_TIMEOUT} is {stop_timeout_seconds}, less than {DEREGISTRATION_DELAY}, which is "
            f"{deregistration_delay_seconds}: a task can be killed with a request that the load balancer still waits "
            f"for; set both to {together}, or to what your longest request takes"
        )
    # One check that comes too early, and then as many good ones as make a task healthy again.
    least = check_interval_seconds * (healthy_threshold + 1)
    if health_check_grace_seconds < least:
        yield (
            f"{GRACE} is {health_check_grace_seconds}, and {healthy_threshold + 1} checks by {CHECK_INTERVAL} take "
            f"{least} seconds: a task whose first check comes too early is killed before it can be healthy; set "
            f"{GRACE} to {least} or more"
        )
