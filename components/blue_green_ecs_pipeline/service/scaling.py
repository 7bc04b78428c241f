"""How many tasks there are, by their load: the service as a scalable target, and one policy for each metric."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .args import ServicePartArgs
from .scaling_settings import ScalingSettings

SERVICE_NAMESPACE = "ecs"
SCALABLE_DIMENSION = "ecs:service:DesiredCount"


def create_scaling(
    name: str,
    settings: ScalingSettings,
    args: ServicePartArgs,
    cluster_name: pulumi.Input[str],
    service_name: pulumi.Input[str],
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> None:
    """The scalable target and its policies; the one that asks for the most tasks wins."""
    # Without a role: for ECS, AWS takes its service-linked one whatever is given, and makes it with the first target.
    target = aws.appautoscaling.Target(
        f"{name}-scaling-target",
        service_namespace=SERVICE_NAMESPACE,
        scalable_dimension=SCALABLE_DIMENSION,
        resource_id=pulumi.Output.format("service/{0}/{1}", cluster_name, service_name),
        min_capacity=settings.min,
        max_capacity=settings.max,
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )

    def track(metric: str, target_value: pulumi.Input[int] | None, specification: dict[str, Any]) -> None:
        if target_value is None:
            return
        configuration: Any = {
            "target_value": target_value,
            "scale_in_cooldown": settings.scale_in_cooldown_seconds,
            "scale_out_cooldown": settings.scale_out_cooldown_seconds,
            **specification,
        }
        aws.appautoscaling.Policy(
            f"{name}-{metric}-scaling-policy",
            name=PhysicalNames.of(name).scaling_policy(metric),
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=configuration,
            opts=pulumi.ResourceOptions(parent=parent),
        )

    if settings.requests_per_target is not None:
        track(
            "requests", settings.requests_per_target, {"customized_metric_specification": {"metrics": _requests(args)}}
        )
    track("cpu", settings.cpu_percent, _predefined("ECSServiceAverageCPUUtilization"))
    track("memory", settings.memory_percent, _predefined("ECSServiceAverageMemoryUtilization"))


def _predefined(metric: str) -> dict[str, Any]:
    return {"predefined_metric_specification": {"predefined_metric_type": metric}}


def _requests(args: ServicePartArgs) -> list[dict[str, Any]]:
    """The requests that one task gets in a minute, whichever of the two target groups it is in.

    AWS's own metric for this knows one target group, and with every release the traffic goes to the other. A group that
    is not in use has no figures at all: a plain sum could have none either, and nothing would scale.
    """
    groups = {"blue": args["blue_target_group_arn_suffix"], "green": args["green_target_group_arn_suffix"]}
    return [
        {"id": colour, "metric_stat": _requests_of(args["load_balancer_arn_suffix"], group), "return_data": False}
        for colour, group in groups.items()
    ] + [
        {
            "id": "requests",
            "label": "Requests per target, both target groups",
            "expression": "SUM([FILL(blue, 0), FILL(green, 0)])",
            "return_data": True,
        }
    ]


def _requests_of(load_balancer: pulumi.Input[str], target_group: pulumi.Input[str]) -> dict[str, Any]:
    return {
        "metric": {
            "namespace": "AWS/ApplicationELB",
            "metric_name": "RequestCountPerTarget",
            "dimensions": [
                {"name": "LoadBalancer", "value": load_balancer},
                {"name": "TargetGroup", "value": target_group},
            ],
        },
        # The only valid one; AWS divides by the number of targets itself.
        "stat": "Sum",
    }
