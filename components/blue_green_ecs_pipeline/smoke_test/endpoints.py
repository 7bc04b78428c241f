"""A way to the APIs of EC2 and CodeDeploy for private subnets that have no other.

Each endpoint costs 0.01 USD an hour, about 7.3 USD a month, in the one zone that it is in; a function in another zone
reaches it too.
Source: AWS PrivateLink pricing.
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from .args import SmokeTestPartArgs

HTTPS_PORT = 443

# A changed name or description replaces the group: both stay as they are for good.
ENDPOINT_SECURITY_GROUP_DESCRIPTION = "Interface endpoints of AWS APIs"

SERVICES = ("ec2", "codedeploy")


class InterfaceEndpoints:
    """The endpoints, and the group that lets the VPC use them."""

    def __init__(
        self,
        name: str,
        args: SmokeTestPartArgs,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        options = pulumi.ResourceOptions(parent=parent)
        self.security_group = aws.ec2.SecurityGroup(
            f"{name}-endpoint-security-group",
            name=PhysicalNames.of(name).security_group("endpoints"),
            description=ENDPOINT_SECURITY_GROUP_DESCRIPTION,
            vpc_id=args["vpc_id"],
            tags=tags,
            # With a name of the program's, the provider would delete it first, and every rule in it before that.
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=False),
        )
        ingress = aws.vpc.SecurityGroupIngressRule(
            f"{name}-endpoint-ingress",
            security_group_id=self.security_group.id,
            # Not the function alone: both APIs' names lead here from all of the VPC, also for the application's calls.
            description="Calls of AWS APIs from the VPC",
            ip_protocol="tcp",
            from_port=HTTPS_PORT,
            to_port=HTTPS_PORT,
            cidr_ipv4=args["vpc_cidr_block"],
            tags=tags,
            opts=options,
        )
        identity = AwsIdentity.of(parent)
        first_subnet = pulumi.Output.from_input(args["private_subnet_ids"]).apply(lambda subnet_ids: subnet_ids[0])
        self.endpoints = [
            aws.ec2.VpcEndpoint(
                f"{name}-{service}-endpoint",
                vpc_id=args["vpc_id"],
                vpc_endpoint_type="Interface",
                service_name=pulumi.Output.format("{0}.{1}.{2}", identity.reverse_dns_prefix, identity.region, service),
                subnet_ids=[first_subnet],
                security_group_ids=[self.security_group.id],
                private_dns_enabled=True,
                tags=tags,
                opts=pulumi.ResourceOptions(parent=parent, depends_on=[ingress]),
            )
            for service in SERVICES
        ]
