"""What runs: the specification of every release, and the task definition of the service until the first one."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..plain_environment import refuse_secrets
from ..release.spec import ReleaseSpec
from ..release.task_definition import cpu_architecture, render_container_definitions
from .args import ServicePartArgs
from .bootstrap_image import BOOTSTRAP_IMAGE, bootstrap_command
from .roles import ServiceRoles
from .settings import ServiceSettings

CONTAINER_NAME = "app"


def release_spec(
    name: str,
    settings: ServiceSettings,
    args: ServicePartArgs,
    identity: AwsIdentity,
    roles: ServiceRoles,
    log_group_name: pulumi.Input[str],
) -> pulumi.Output[ReleaseSpec]:
    """The specification, once everything in it is known."""
    return pulumi.Output.all(
        family=PhysicalNames.of(name).task_definition_family,
        container_name=CONTAINER_NAME,
        container_port=_whole(settings.container_port),
        cpu=_whole(settings.cpu),
        memory=_whole(settings.memory),
        architecture=args["architecture"],
        execution_role_arn=roles.execution.arn,
        task_role_arn=roles.task.arn,
        log_group_name=log_group_name,
        region=identity.region,
        subnet_ids=args["subnet_ids"],
        security_group_ids=[args["task_security_group_id"]],
        assign_public_ip=args["assign_public_ip"],
        stop_timeout_seconds=_whole(settings.stop_timeout_seconds),
        read_only_root_filesystem=settings.read_only_root_filesystem,
        environment=refuse_secrets(name, "service.environment", settings.environment),
        secrets=settings.secrets,
        hooks=args.get("hooks") or {},
    ).apply(lambda values: ReleaseSpec(**values))


def create_task_definition(
    name: str,
    settings: ServiceSettings,
    args: ServicePartArgs,
    spec: pulumi.Output[ReleaseSpec],
    roles: ServiceRoles,
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> aws.ecs.TaskDefinition:
    """What the service runs until the first release."""
    return aws.ecs.TaskDefinition(
        f"{name}-task-definition",
        family=PhysicalNames.of(name).task_definition_family,
        container_definitions=_bootstrap_container_definitions(settings, args, spec),
        cpu=_whole(settings.cpu).apply(str),
        memory=_whole(settings.memory).apply(str),
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        runtime_platform={
            "cpu_architecture": pulumi.Output.from_input(args["architecture"]).apply(cpu_architecture),
            "operating_system_family": "LINUX",
        },
        execution_role_arn=roles.execution.arn,
        task_role_arn=roles.task.arn,
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _whole(number: pulumi.Input[int]) -> pulumi.Output[int]:
    """The number without a fraction: from another stack or language it comes as a float, and is written as one."""
    return pulumi.Output.from_input(number).apply(int)


def _bootstrap_container_definitions(
    settings: ServiceSettings, args: ServicePartArgs, spec: pulumi.Output[ReleaseSpec]
) -> pulumi.Output[str]:
    """The release's own container with another image and, unless the user brought that image, another command."""
    own_image = settings.bootstrap_image
    if own_image is not None:
        return pulumi.Output.all(spec, own_image).apply(lambda v: render_container_definitions(v[0], v[1]))
    return pulumi.Output.all(spec, args["bootstrap_status_code"]).apply(
        lambda v: render_container_definitions(v[0], BOOTSTRAP_IMAGE, bootstrap_command(v[0].container_port, int(v[1])))
    )
