"""How long a release waits because the settings say so: from green's first healthy answer to blue's end.

What nobody sets is not in it: pulling the image, the application's start, hooks, and the seconds that AWS itself takes.
"""

import re
from collections.abc import Mapping

import pulumi

from .deployment.settings import DeploymentSettings
from .deployment.traffic_steps import number_of_steps
from .load_balancer.settings import LoadBalancerSettings
from .problems import ConfigurationError, Problems

# AWS CodeDeploy User Guide, "Predefined deployment configurations for an Amazon ECS compute platform"
_PREDEFINED = re.compile(
    r"CodeDeployDefault\.ECS(?:AllAtOnce|(?P<kind>Linear|Canary)(?P<percent>\d+)Percent(?:Every)?(?P<minutes>\d+)Minutes)"
)


def release_wait_parts(
    name: str, load_balancer: LoadBalancerSettings, deployment: DeploymentSettings
) -> pulumi.Output[Mapping[str, int]]:
    """The seconds of each wait, in the order in which a release meets them."""
    return pulumi.Output.all(
        check_interval_seconds=load_balancer.health_check.interval_seconds,
        healthy_threshold=load_balancer.health_check.healthy_threshold,
        wait_for_reroute_minutes=deployment.wait_for_reroute_minutes,
        traffic_shift_seconds=_traffic_shift_seconds(name, deployment),
        termination_wait_minutes=deployment.termination_wait_minutes,
        deregistration_delay_seconds=load_balancer.deregistration_delay_seconds,
    ).apply(lambda values: parts_of(**{key: int(value) for key, value in values.items()}))


def parts_of(
    *,
    check_interval_seconds: int,
    healthy_threshold: int,
    wait_for_reroute_minutes: int,
    traffic_shift_seconds: int,
    termination_wait_minutes: int,
    deregistration_delay_seconds: int,
) -> dict[str, int]:
    """The seconds of each wait."""
    return {
        "health_check": check_interval_seconds * healthy_threshold,
        "wait_for_reroute": wait_for_reroute_minutes * 60,
        "traffic_shift": traffic_shift_seconds,
        "termination_wait": termination_wait_minutes * 60,
        "deregistration_delay": deregistration_delay_seconds,
    }


def canary_shift_seconds(interval_minutes: int) -> int:
    """From the first users' move to the last's: the first at once, all others after the interval."""
    return interval_minutes * 60


def linear_shift_seconds(step_percent: int, interval_minutes: int) -> int:
    """From the first step to the last. The first is at once, so that there is an interval less than there are steps."""
    return (number_of_steps(step_percent) - 1) * interval_minutes * 60


def predefined_shift_seconds(configuration: str) -> int | None:
    """The same for one of CodeDeploy's own configurations; None for a name that is none of them."""
    found = _PREDEFINED.fullmatch(configuration)
    if found is None:
        return None
    if found["kind"] == "Linear":
        return linear_shift_seconds(int(found["percent"]), int(found["minutes"]))
    return canary_shift_seconds(int(found["minutes"])) if found["kind"] else 0


def _traffic_shift_seconds(name: str, settings: DeploymentSettings) -> pulumi.Output[int]:
    if settings.canary is not None:
        return pulumi.Output.from_input(settings.canary.interval_minutes).apply(
            lambda minutes: canary_shift_seconds(int(minutes))
        )
    if settings.linear is not None:
        return pulumi.Output.all(settings.linear.step_percent, settings.linear.interval_minutes).apply(
            lambda steps: linear_shift_seconds(int(steps[0]), int(steps[1]))
        )

    def seconds(configuration: str) -> int:
        known = predefined_shift_seconds(configuration)
        if known is None:
            problems = Problems()
            problems.not_allowed(
                "deployment.configuration",
                configuration,
                "one of CodeDeploy's own configurations for ECS",
                "set deployment.canary or deployment.linear for steps of your own",
            )
            raise ConfigurationError(name, problems, nothing_created=False)
        return known

    return pulumi.Output.from_input(settings.configuration).apply(seconds)
