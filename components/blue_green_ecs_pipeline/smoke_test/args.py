"""What a user may write about the test of green before the first user gets there."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class SmokeTestArgs(TypedDict):
    """What green must answer through the test listener before any user gets there; a release that fails is taken back.

    An empty map is a test too: / answers with 200.
    """

    path: NotRequired[pulumi.Input[str]]
    """The path that is asked, with its query.

    It must answer without a login; a redirect is not followed.
    Default: /. Limits: starts with /, at most 1024 characters without spaces.
    Source: Elastic Load Balancing API Reference, "CreateTargetGroup".
    """

    expected_status: NotRequired[pulumi.Input[int]]
    """The HTTP status that the answer must have.

    Default: 200. Limits: 200 to 599.
    Source: RFC 9110, "HTTP Semantics".
    """

    expected_text: NotRequired[pulumi.Input[str]]
    """A text that the answer must hold.

    It is looked for in the first 256 KiB of the body. Anyone who may look at the function can read it: no secret.
    Default: any body will do. Limits: 1 to 256 characters on one line.
    Source: AWS Lambda Developer Guide, "Lambda quotas".
    """

    max_latency_ms: NotRequired[pulumi.Input[int]]
    """How long the answer may take, from the request to the last byte of the body.

    Unit: milliseconds. Default: an answer that takes longer than 10 seconds has failed. Limits: 1 to 60000.
    Source: Elastic Load Balancing API Reference, "LoadBalancerAttribute".
    """

    attempts: NotRequired[pulumi.Input[int]]
    """How often green is asked before the release has failed.

    An attempt is right when the answer through each of the load balancer's nodes is.
    Unit: attempts. Default: 3. Limits: 1 to 60, and no longer than 900 seconds together.
    Source: AWS Lambda Developer Guide, "Lambda quotas".
    """

    required_successes: NotRequired[pulumi.Input[int]]
    """How many attempts in a row must be right.

    More than one finds a green that is well one moment and not the next: with path set to the health check's, 6 of 12
    attempts 10 seconds apart watch it for a minute.
    Unit: attempts. Default: 1. Limits: 1 to attempts.
    Source: AWS CodeDeploy User Guide, "List of lifecycle event hooks for an Amazon ECS deployment".
    """

    interval_seconds: NotRequired[pulumi.Input[int]]
    """The wait between two attempts.

    Unit: seconds. Default: 5. Limits: 0 to 300, and no longer than 900 seconds for all attempts together.
    Source: AWS Lambda Developer Guide, "Lambda quotas".
    """


class SmokeTestPartArgs(SmokeTestArgs):
    """What the smoke test needs to know of the other parts, beside its own settings."""

    vpc_id: pulumi.Input[str]
    """The VPC that the load balancer is in."""

    vpc_cidr_block: pulumi.Input[str]
    """The VPC's addresses, which may use the interface endpoints where they are made."""

    private_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """The subnets that the function sits in.

    From there it must reach the load balancer's nodes, and the APIs of EC2 and CodeDeploy: over a NAT gateway or
    interface endpoints.
    """

    interface_endpoints: NotRequired[bool]
    """Whether interface endpoints for EC2 and CodeDeploy are made, in the first of the private subnets.

    For private subnets without a way out. Each costs about 7.3 USD a month. Everything in the VPC uses them from then
    on.
    Default: false. Limits: true or false; a VPC has each of them once.
    Source: AWS PrivateLink Guide, "Access an AWS service using an interface VPC endpoint".
    """

    load_balancer_arn_suffix: pulumi.Input[str]
    """The end of the load balancer's ARN, app/NAME/ID: its nodes are found by it."""

    load_balancer_security_group_id: pulumi.Input[str]
    """The load balancer's security group, which gets a rule that lets the function reach the test port."""

    test_port: pulumi.Input[int]
    """The port of the test listener."""

    tls: pulumi.Input[bool]
    """Whether the test listener speaks HTTPS."""

    host: pulumi.Input[str]
    """The host name that the function asks for. With TLS the certificate must be for it."""

    log_retention_days: pulumi.Input[int]
    """How long the function's logs are kept. Unit: days. Limits: the periods that CloudWatch Logs has."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key that encrypts the function's logs and variables. Default: AWS's own keys."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
