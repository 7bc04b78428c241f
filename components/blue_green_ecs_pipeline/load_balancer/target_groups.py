"""The two target groups: they swap roles with every release, so neither is green for good."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .health_check import HealthCheckSettings
from .settings import LoadBalancerSettings

PROTOCOL = "HTTP"
# Each target is registered with the container's port, which wins over this one. So the group's own port never has to
# change, and a new container port does not replace a group that serves.
PORT = 80


def create_target_group(
    name: str,
    colour: str,
    settings: LoadBalancerSettings,
    vpc_id: pulumi.Input[str],
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> aws.lb.TargetGroup:
    """One target group for tasks, which are addressed by IP."""
    names = PhysicalNames.of(name)
    return aws.lb.TargetGroup(
        f"{name}-{colour}-target-group",
        name=pulumi.Output.from_input(vpc_id).apply(lambda vpc: names.target_group(colour, PROTOCOL, str(PORT), vpc)),
        port=PORT,
        protocol=PROTOCOL,
        target_type="ip",
        vpc_id=vpc_id,
        deregistration_delay=settings.deregistration_delay_seconds,
        health_check=_health_check(settings.health_check),
        tags=tags,
        # With a name of the program's, the provider would delete it first; the new one has another name.
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=False),
    )


def _health_check(settings: HealthCheckSettings) -> aws.lb.TargetGroupHealthCheckArgsDict:
    return {
        "enabled": True,
        "protocol": PROTOCOL,
        # The port that the target was registered with: the container's.
        "port": "traffic-port",
        "path": settings.path,
        "interval": settings.interval_seconds,
        "timeout": settings.timeout_seconds,
        "healthy_threshold": settings.healthy_threshold,
        "unhealthy_threshold": settings.unhealthy_threshold,
        "matcher": settings.matcher,
    }
