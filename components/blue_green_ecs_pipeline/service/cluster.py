"""The ECS cluster: one of the component's own, or one that exists."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .settings import ServiceSettings


@dataclass(frozen=True)
class Cluster:
    """The cluster that the service runs in."""

    arn: pulumi.Output[str]
    name: pulumi.Output[str]


def find_or_create_cluster(
    name: str, settings: ServiceSettings, tags: Mapping[str, pulumi.Input[str]], parent: pulumi.Resource
) -> Cluster:
    """The user's own cluster, or a new one."""
    if settings.cluster_arn is not None:
        arn = pulumi.Output.from_input(settings.cluster_arn)
        return Cluster(arn, arn.apply(lambda text: text.rpartition("/")[2]))
    container_insights = pulumi.Output.from_input(settings.container_insights).apply(
        lambda wanted: "enabled" if wanted else "disabled"
    )
    cluster = aws.ecs.Cluster(
        f"{name}-cluster",
        name=PhysicalNames.of(name).cluster,
        settings=[{"name": "containerInsights", "value": container_insights}],
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return Cluster(cluster.arn, cluster.name)
