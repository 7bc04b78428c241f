"""What a user may write about the load balancer."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class HealthCheckArgs(TypedDict):
    """When the load balancer counts a task as healthy. CodeDeploy moves no traffic to green before it is."""

    path: NotRequired[pulumi.Input[str]]
    """The path that is asked.

    It must answer without a login. A change takes effect at once, for the tasks that run now.
    Default: /. Limits: starts with /, at most 1024 characters without spaces.
    Source: Elastic Load Balancing API Reference, "CreateTargetGroup".
    """

    interval_seconds: NotRequired[pulumi.Input[int]]
    """The time between two checks of one task.

    Shorter finds a broken task sooner, and makes each release faster.
    Unit: seconds. Default: 10. Limits: 5 to 300, and more than timeout_seconds.
    Source: Elastic Load Balancing API Reference, "CreateTargetGroup".
    """

    timeout_seconds: NotRequired[pulumi.Input[int]]
    """How long an answer may take before the check counts as failed.

    Unit: seconds. Default: 5. Limits: 2 to 120, and less than interval_seconds.
    Source: Elastic Load Balancing API Reference, "CreateTargetGroup".
    """

    healthy_threshold: NotRequired[pulumi.Input[int]]
    """How many checks in a row must succeed before a task gets traffic.

    Unit: checks. Default: 2. Limits: 2 to 10.
    Source: Elastic Load Balancing API Reference, "CreateTargetGroup".
    """

    unhealthy_threshold: NotRequired[pulumi.Input[int]]
    """How many checks in a row must fail before a task is replaced.

    Unit: checks. Default: 2. Limits: 2 to 10.
    Source: Elastic Load Balancing API Reference, "CreateTargetGroup".
    """

    matcher: NotRequired[str]
    """The HTTP status codes that count as healthy.

    Until the first release a stand-in container answers every path with the first of them.
    Default: 200-299. Limits: one code, several (200,202) or a range (200-299), within 200 to 499.
    Source: Elastic Load Balancing API Reference, "Matcher".
    """


class AccessLogsArgs(TypedDict):
    """Where the load balancer's access logs go: to a bucket of the component's own, or to an existing one."""

    bucket: NotRequired[pulumi.Input[str]]
    """The name of an existing bucket in the Region of the load balancer.

    Its policy must let Elastic Load Balancing write there, and its encryption be S3's own, or the update fails.
    Default: a private bucket of the component's own. Limits: 3 to 63 lower-case letters, digits, dots and hyphens.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "Enable access logs for your Application
    Load Balancer".
    """

    prefix: NotRequired[pulumi.Input[str]]
    """The folder in the existing bucket that the logs go to.

    Default: the bucket's root. Limits: 1 to 256 letters, digits and _ . - /, without a / at either end and without
    AWSLogs in it; needs bucket.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "Enable access logs for your Application
    Load Balancer".
    """

    retention_days: NotRequired[pulumi.Input[int]]
    """How long logs stay in the component's own bucket. A shorter time deletes what is older.

    Unit: days. Default: 90. Limits: 1 or more; not with bucket.
    Source: Amazon S3 API Reference, "LifecycleExpiration".
    """

    force_destroy: NotRequired[bool]
    """Whether removing the stack, or its access logs, deletes what was logged too.

    While it is false the component's own bucket is protected: pulumi destroy stops at it. Set it to true and run
    pulumi up before the destroy.
    Default: false. Limits: not with bucket.
    Source: Amazon S3 User Guide, "Deleting a bucket".
    """


class LoadBalancerArgs(TypedDict):
    """How users, and those who test a release, reach the tasks."""

    certificate_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the ACM certificate for domain_name, in the Region of the load balancer.

    With it users come in by HTTPS on port 443, and port 80 sends them there. Without it everything is plain HTTP on
    port 80. Turning TLS on is one update; turning it off is two steps, because the redirect must leave port 80 before
    the production listener can take it.
    Default: no certificate, plain HTTP. Limits: the ARN of an ACM certificate; needs domain_name.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "SSL certificates for your Application
    Load Balancer".
    """

    domain_name: NotRequired[pulumi.Input[str]]
    """The host name that the certificate is for and that your DNS points to the load balancer.

    It makes the address in url and the host that test requests carry; the DNS record is yours to make.
    Default: the load balancer's own name. Limits: a full host name such as www.example.com, without https://; needs
    certificate_arn.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "SSL certificates for your Application
    Load Balancer".
    """

    test_port: NotRequired[int]
    """The port on which a release can be looked at before users get it.

    Only test_cidrs reach it. A change moves the test listener at once; not while a release is running.
    Default: 8080, or 8443 with a certificate. Limits: 1 to 65535, none that the production or the redirect listener
    uses.
    Source: AWS CodeDeploy User Guide, "Set up a load balancer, target groups, and listeners for CodeDeploy Amazon ECS
    deployments".
    """

    test_cidrs: NotRequired[Sequence[str]]
    """The networks that may use the test port.

    To look at green through test_url, add your own address as a /32. An empty list closes the port.
    Default: the VPC's own, so that only what runs inside reaches it, at the nodes' private addresses. Limits: IPv4
    networks, each once.
    Source: Amazon VPC User Guide, "Security group rules".
    """

    health_check: NotRequired[HealthCheckArgs]
    """When a task counts as healthy.

    Default: / is asked every 10 seconds and answers within 5 with a status of 200 to 299; two answers in a row decide.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "Health checks for Application Load
    Balancer target groups".
    """

    deregistration_delay_seconds: NotRequired[pulumi.Input[int]]
    """How long a task that leaves may finish the requests it has.

    Longer than the longest request, or that one is cut off; every stop of a task takes this long.
    Unit: seconds. Default: 30. Limits: 0 to 3600.
    Source: Elastic Load Balancing API Reference, "TargetGroupAttribute".
    """

    access_logs: NotRequired[AccessLogsArgs]
    """Where the load balancer writes a line for each request: who asked for what, and how it was answered.

    An empty map makes a bucket. Writing is free, keeping costs about 0.023 USD a GB and month.
    Default: no access logs. Limits: a bucket of one's own, or an existing one.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "Access logs for your Application Load
    Balancer".
    """

    web_acl_arn: NotRequired[pulumi.Input[str]]
    """The ARN of a web ACL of AWS WAF, which looks at each request before the load balancer does.

    The ACL and its rules are yours: about 5 USD a month, 1 for each rule, and 0.60 for a million requests. Requests to
    the test port pass through it too.
    Default: no web ACL. Limits: the ARN of a regional web ACL in the Region of the load balancer.
    Source: AWS WAF API Reference, "AssociateWebACL".
    """

    deletion_protection: NotRequired[bool]
    """Whether AWS and Pulumi refuse to delete the load balancer.

    While it is true, pulumi destroy stops at it. Set it to false and run pulumi up before the destroy.
    Default: false.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "Deletion protection".
    """


class LoadBalancerPartArgs(LoadBalancerArgs):
    """What the load balancer needs to know of the other parts, beside its own settings."""

    vpc_id: pulumi.Input[str]
    """The VPC that the load balancer and its target groups are in."""

    vpc_cidr_block: pulumi.Input[str]
    """The VPC's addresses, which may use the test port unless test_cidrs says otherwise."""

    public_subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """The subnets that the load balancer's nodes sit in: two or more, each in another availability zone."""

    task_security_group_id: pulumi.Input[str]
    """The tasks' security group, which is opened to the load balancer alone."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
