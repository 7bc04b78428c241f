"""The tasks' security group, and the emptied default group of a created VPC."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames

# A changed name or description replaces the group under running tasks: both stay as they are for good.
TASK_SECURITY_GROUP_DESCRIPTION = "Tasks of the service: reachable from its load balancer only"


def create_task_security_group(
    name: str, vpc_id: pulumi.Input[str], tags: Mapping[str, pulumi.Input[str]], parent: pulumi.Resource
) -> aws.ec2.SecurityGroup:
    """The group without a rule: the load balancer adds the way in, the service the ways out, as own resources."""
    return aws.ec2.SecurityGroup(
        f"{name}-task-security-group",
        name=PhysicalNames.of(name).security_group("tasks"),
        description=TASK_SECURITY_GROUP_DESCRIPTION,
        vpc_id=vpc_id,
        tags=tags,
        # With a name of the program's, the provider would delete it first, and every rule in it before that.
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=False),
    )


def empty_default_security_group(
    name: str, vpc_id: pulumi.Input[str], tags: Mapping[str, pulumi.Input[str]], parent: pulumi.Resource
) -> aws.ec2.DefaultSecurityGroup:
    """Takes every rule out of the VPC's default group, so that nothing started without a group can talk."""
    return aws.ec2.DefaultSecurityGroup(
        f"{name}-default-security-group",
        vpc_id=vpc_id,
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
