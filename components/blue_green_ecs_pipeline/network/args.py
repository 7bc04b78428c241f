"""What a user may write about the network: a new one, or one that exists."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NotRequired, TypedDict

import pulumi


class Nat(str, Enum):
    """How tasks reach the internet."""

    SINGLE = "single"
    """One NAT gateway for all zones: when its zone fails, tasks in the others cannot start."""

    ONE_PER_ZONE = "one-per-zone"
    """A NAT gateway in every zone."""

    NONE = "none"
    """No NAT gateway: tasks sit in the public subnets, with an address that no security group lets anyone reach."""


class NetworkArgs(TypedDict):
    """A VPC of the component's own (cidr_block, availability_zones, nat), or an existing one (vpc_id, subnets)."""

    cidr_block: NotRequired[str]
    """The addresses of the new VPC.

    It counts at creation: a VPC keeps its addresses. Make a second stack, and move the users by DNS.
    Default: 10.0.0.0/16. Limits: an IPv4 network of /16 to /23, so that each of up to twelve subnets holds a load
    balancer (/27); not with vpc_id.
    Source: Amazon VPC User Guide, "VPC CIDR blocks".
    """

    availability_zones: NotRequired[int]
    """In how many availability zones the new VPC has a public and a private subnet.

    More zones survive more failures, and with nat one-per-zone cost a gateway each. More of them reach the running
    tasks with the next release. Fewer take subnets away from running tasks, so it is two steps: a release that no
    longer uses the subnets must run before they are removed.
    Unit: zones. Default: 2. Limits: 2 to 6, and no more than the Region has; not with vpc_id.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "Application Load Balancers".
    """

    nat: NotRequired[Nat]
    """How tasks reach the internet: to pull images, to write logs, to call others.

    none is the cheapest; a NAT gateway costs about 33 USD a month. A change reaches the running tasks with the next
    release. Taking gateways away from tasks that use them cuts them off, so going to none is two steps, which the
    README shows: first a release into the public subnets, then the removal.
    Default: single. Limits: single, one-per-zone or none; not with vpc_id.
    Source: Amazon VPC User Guide, "NAT gateway basics".
    """

    vpc_id: NotRequired[pulumi.Input[str]]
    """The id of an existing VPC to run in.

    It counts at creation: a load balancer cannot move to another VPC. Make a second stack, and move the users by DNS.
    Default: a new VPC. Limits: only together with public_subnet_ids and private_subnet_ids, and not with cidr_block,
    availability_zones or nat.
    Source: Amazon VPC User Guide, "How Amazon VPC works".
    """

    public_subnet_ids: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """The subnets of the existing VPC that the load balancer sits in; their route table leads to an internet gateway.

    A change moves the load balancer's nodes at once.
    Default: the new VPC's public subnets. Limits: two or more, each in another availability zone; only with vpc_id.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "Application Load Balancers".
    """

    private_subnet_ids: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """The subnets of the existing VPC that the tasks sit in, without public addresses.

    They need a way to ECR, S3 and CloudWatch Logs, and with deployment.smoke_test to the APIs of EC2 and CodeDeploy. A
    change reaches the running tasks with the next release; remove a subnet only after that.
    Default: the new VPC's private subnets, or its public ones with nat none. Limits: two or more; only with vpc_id.
    Source: Amazon ECS Developer Guide, "Fargate task networking".
    """

    flow_log_retention_days: NotRequired[pulumi.Input[int]]
    """How long the new VPC's flow logs are kept: who connected to whom, and what was refused, without contents.

    With it they are written, to a log group of their own, at about 0.50 USD a GB. A shorter time deletes what is older.
    Unit: days. Default: no flow logs. Limits: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096,
    1827, 2192, 2557, 2922, 3288 or 3653; not with vpc_id.
    Source: Amazon VPC User Guide, "Publish flow logs to CloudWatch Logs".
    """


class NetworkPartArgs(NetworkArgs):
    """The network's settings, and the tags it carries."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key that encrypts the flow logs. Default: CloudWatch Logs' own key."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
