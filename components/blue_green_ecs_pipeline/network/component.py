"""Network: a VPC with public and private subnets, or an existing one, and the tasks' security group."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from ..outputs import outputs_of
from ..problems import Problems
from .args import Nat, NetworkPartArgs
from .flow_logs import create_flow_logs
from .security_groups import create_task_security_group, empty_default_security_group
from .settings import NetworkSettings
from .subnets import lay_out_subnets

_NAT_STRATEGIES: Mapping[str, awsx.ec2.NatGatewayStrategy] = {
    Nat.SINGLE: awsx.ec2.NatGatewayStrategy.SINGLE,
    Nat.ONE_PER_ZONE: awsx.ec2.NatGatewayStrategy.ONE_PER_AZ,
    Nat.NONE: awsx.ec2.NatGatewayStrategy.NONE,
}


# Source: Amazon ECS Developer Guide, "Supported Regions for Amazon ECS on AWS Fargate".
ZONES_WITHOUT_FARGATE = ["apne1-az3", "usw1-az2"]


class Network(pulumi.ComponentResource):
    """The network that the load balancer and the tasks are in."""

    vpc_id: pulumi.Output[str]
    """The VPC's id."""

    vpc_cidr_block: pulumi.Output[str]
    """The VPC's IPv4 block."""

    public_subnet_ids: pulumi.Output[Sequence[str]]
    """Subnets with a route from the internet: the load balancer is in them."""

    private_subnet_ids: pulumi.Output[Sequence[str]]
    """Subnets without one. Without NAT they have no way out either."""

    task_subnet_ids: pulumi.Output[Sequence[str]]
    """The subnets that tasks run in: the private ones, or the public ones without NAT."""

    assign_public_ip: pulumi.Output[bool]
    """Whether a task needs a public address to reach the internet: true without NAT."""

    task_security_group_id: pulumi.Output[str]
    """The tasks' security group, which no rule opens to anyone yet."""

    def __init__(self, name: str, args: NetworkPartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = NetworkSettings.from_args(args, problems, NetworkPartArgs)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:Network", name, None, opts)
        tags = (args or {}).get("tags") or {}

        if settings.creates_vpc:
            self._create_vpc(name, settings, tags)
            if settings.flow_log_retention_days is not None:
                key = (args or {}).get("kms_key_arn")
                create_flow_logs(name, settings.flow_log_retention_days, self.vpc_id, key, tags, self)
        else:
            self._use_vpc(settings)
        self.task_subnet_ids = self.public_subnet_ids if settings.assign_public_ip else self.private_subnet_ids
        self.assign_public_ip = pulumi.Output.from_input(settings.assign_public_ip)
        self.task_security_group_id = create_task_security_group(name, self.vpc_id, tags, self).id

        self.register_outputs(outputs_of(self))

    def _create_vpc(self, name: str, settings: NetworkSettings, tags: Mapping[str, pulumi.Input[str]]) -> None:
        layout = lay_out_subnets(settings.cidr_block, settings.availability_zones)
        vpc = awsx.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=settings.cidr_block,
            availability_zone_names=self._availability_zones(settings.availability_zones),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            nat_gateways=awsx.ec2.NatGatewayConfigurationArgs(strategy=_NAT_STRATEGIES[settings.nat]),
            # Said in full: awsx's own choice of blocks moves with the zones and with its next major version.
            subnet_strategy=awsx.ec2.SubnetAllocationStrategy.AUTO,
            subnet_specs=[
                awsx.ec2.SubnetSpecArgs(type=awsx.ec2.SubnetType.PUBLIC, cidr_blocks=layout.public),
                awsx.ec2.SubnetSpecArgs(type=awsx.ec2.SubnetType.PRIVATE, cidr_blocks=layout.private),
            ],
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.vpc_id = vpc.vpc_id
        self.vpc_cidr_block = pulumi.Output.from_input(settings.cidr_block)
        self.public_subnet_ids = vpc.public_subnet_ids
        self.private_subnet_ids = vpc.private_subnet_ids
        empty_default_security_group(name, self.vpc_id, tags, self)

    def _use_vpc(self, settings: NetworkSettings) -> None:
        assert settings.vpc_id is not None  # creates_vpc says so
        self.vpc_id = pulumi.Output.from_input(settings.vpc_id)
        self.vpc_cidr_block = aws.ec2.get_vpc_output(
            id=self.vpc_id, opts=pulumi.InvokeOutputOptions(parent=self)
        ).cidr_block
        self.public_subnet_ids = _subnet_ids(settings.public_subnet_ids)
        self.private_subnet_ids = _subnet_ids(settings.private_subnet_ids)

    def _availability_zones(self, count: int) -> list[str]:
        """The first zones of the region; Local and Wavelength Zones, which take no NAT gateway, are left out."""
        # Not by state: a zone that is impaired today would move the subnets of the others.
        zones = aws.get_availability_zones(
            exclude_zone_ids=ZONES_WITHOUT_FARGATE,
            filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
            opts=pulumi.InvokeOptions(parent=self),
        ).names
        if len(zones) < count:
            raise pulumi.RunError(
                f"network.availabilityZones: got {count}, this region has {len(zones)} ({', '.join(zones)})"
            )
        return list(zones[:count])


def _subnet_ids(subnet_ids: Any) -> pulumi.Output[Sequence[str]]:
    """The ids as one Output, whatever in them is one."""
    return pulumi.Output.from_input(subnet_ids)
