"""What a user may write about the service and its tasks."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from ..build.args import Architecture


class ScalingArgs(TypedDict):
    """How many tasks there are, by their load. With several metrics the one that asks for the most tasks wins."""

    min: NotRequired[pulumi.Input[int]]
    """The fewest tasks that run, however little there is to do.

    Unit: tasks. Default: desired_count. Limits: 1 to 5000, not more than max.
    Source: Application Auto Scaling API Reference, "RegisterScalableTarget".
    """

    max: NotRequired[pulumi.Input[int]]
    """The most tasks that run; a release runs twice the number for a while.

    Unit: tasks. Default: none, scaling needs it. Limits: 1 to 5000, not less than min.
    Source: Application Auto Scaling API Reference, "RegisterScalableTarget".
    """

    requests_per_target: NotRequired[pulumi.Input[int]]
    """How many requests one task shall get in a minute, counted over both target groups.

    The one metric that a release leaves alone: green's start changes neither the requests nor the tasks that answer
    them. Measure what one task can answer, and set half of it.
    Unit: requests a minute. Default: no scaling by requests. Limits: 1 or more.
    Source: Application Auto Scaling User Guide, "Create a target tracking scaling policy using metric math".
    """

    cpu_percent: NotRequired[pulumi.Input[int]]
    """How much of their CPU the tasks shall use on average.

    While a release runs, green's tasks count too and about halve the figure. AWS looks at a quarter of an hour before
    it takes tasks away: a release that takes longer may lose some. requests_per_target has no such weakness.
    Unit: percent. Default: no scaling by CPU. Limits: 1 to 100.
    Source: Application Auto Scaling API Reference, "PredefinedMetricSpecification".
    """

    memory_percent: NotRequired[pulumi.Input[int]]
    """How much of their memory the tasks shall use on average.

    For programs that give memory back when there is less to do; others only ever grow in number.
    Unit: percent. Default: no scaling by memory. Limits: 1 to 100.
    Source: Application Auto Scaling API Reference, "PredefinedMetricSpecification".
    """

    scale_in_cooldown_seconds: NotRequired[pulumi.Input[int]]
    """How long after tasks were taken away the next are.

    Unit: seconds. Default: 300. Limits: 0 to 86400.
    Source: Application Auto Scaling API Reference, "TargetTrackingScalingPolicyConfiguration".
    """

    scale_out_cooldown_seconds: NotRequired[pulumi.Input[int]]
    """How long after tasks were added the next are, so that the first have time to help.

    Unit: seconds. Default: 60. Limits: 0 to 86400.
    Source: Application Auto Scaling API Reference, "TargetTrackingScalingPolicyConfiguration".
    """


class ServiceArgs(TypedDict):
    """What runs: size, port, environment, logs. A change reaches running tasks with the next release only."""

    cpu: NotRequired[pulumi.Input[int]]
    """The CPU of one task. A change reaches the running tasks with the next release.

    Unit: CPU units, 1024 are one vCPU. Default: 256. Limits: 256, 512, 1024, 2048, 4096, 8192 or 16384; each goes with
    certain memory only.
    Source: Amazon ECS Developer Guide, "Amazon ECS task definition parameters for Fargate".
    """

    memory: NotRequired[pulumi.Input[int]]
    """The memory of one task. A change reaches the running tasks with the next release.

    Unit: MiB. Default: 512. Limits: with cpu 256: 512, 1024 or 2048; 512: 1024 to 4096; 1024: 2048 to 8192; 2048: 4096
    to 16384; 4096: 8192 to 30720, all in steps of 1024; 8192: 16384 to 61440 in steps of 4096; 16384: 32768 to 122880
    in steps of 8192.
    Source: Amazon ECS Developer Guide, "Amazon ECS task definition parameters for Fargate".
    """

    container_port: NotRequired[pulumi.Input[int]]
    """The port that the container listens on.

    A change reaches the tasks with the next release; the target groups stay.
    Default: 8080. Limits: 1 to 65535; below 1024 only an image that may bind such ports without root can use it.
    Source: Amazon ECS API Reference, "PortMapping".
    """

    desired_count: NotRequired[pulumi.Input[int]]
    """How many tasks run. It counts at creation only.

    Afterwards the number belongs to you and to scaling, and pulumi up leaves it alone. Two survive the loss of one
    task or one zone; a release runs twice the number for a while.
    Unit: tasks. Default: 2, with scaling its min. Limits: 1 to 5000, with scaling its min to its max.
    Source: Amazon ECS Developer Guide, "Amazon ECS service quotas".
    """

    scaling: NotRequired[ScalingArgs]
    """More tasks when there is more to do, fewer when there is less.

    Default: the number of tasks stays as it is. Limits: needs max.
    Source: Application Auto Scaling User Guide, "Target tracking scaling policies for Application Auto Scaling".
    """

    environment: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables of the container, name to text.

    Anyone who may look at the task definition reads them; what is secret belongs in secrets. A change reaches the
    running tasks with the next release.
    Default: no variables. Limits: names of letters, digits and _, not starting with a digit.
    Source: Amazon ECS API Reference, "ContainerDefinition".
    """

    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables read from Secrets Manager or Parameter Store when a task starts, name to ARN.

    The execution role may read exactly these. A secret's new value reaches tasks that start after it; a change here
    comes with the next release. The secret's key is AWS's own or encryption.kms_key_arn: the role may use no
    other.
    Default: no secrets. Limits: names as in environment, none of them there too; values are the ARN of a secret, or of
    a parameter. AWS's suffix picks a part of a secret: ARN:json-key:version-stage:version-id, with all three colons.
    Source: Amazon ECS Developer Guide, "Pass sensitive data to an Amazon ECS container".
    """

    bootstrap_image: NotRequired[pulumi.Input[str]]
    """The image that runs until the first release, while the registry is still empty.

    It counts at creation only. It must listen on container_port and answer the health check; its own command is run.
    Default: a small public image with a command that does both. Limits: at most 255 characters, pullable without a
    login.
    Source: Amazon ECS API Reference, "ContainerDefinition".
    """

    log_retention_days: NotRequired[pulumi.Input[int]]
    """How long the logs of tasks and builds are kept. A shorter time deletes what is older.

    Unit: days. Default: 30. Limits: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
    2557, 2922, 3288 or 3653.
    Source: Amazon CloudWatch Logs API Reference, "PutRetentionPolicy".
    """

    egress_ports: NotRequired[Sequence[int]]
    """The TCP ports that tasks may connect to outside.

    A change takes effect at once. The VPC's own name server is always reachable.
    Default: everything, all ports and protocols. Limits: 1 to 65535, each once, with 443 among them: images, secrets
    and logs need it.
    Source: Amazon VPC User Guide, "Security group rules".
    """

    cluster_arn: NotRequired[pulumi.Input[str]]
    """The ARN of an existing ECS cluster to run in, for example one that another service has.

    With it no cluster is created. It counts at creation: a change replaces the service, which is an outage.
    Default: a cluster of the component's own. Limits: the ARN of an ECS cluster of the same account and Region; not
    with container_insights, which is the cluster's.
    Source: Amazon ECS API Reference, "CreateService".
    """

    container_insights: NotRequired[pulumi.Input[bool]]
    """Whether CloudWatch keeps metrics of each task, service and family beside those of the load balancer.

    They are billed as custom metrics, some 0.30 USD each a month: leave them out of an environment that nobody watches.
    Default: true. Limits: not with cluster_arn.
    Source: Amazon CloudWatch User Guide, "Container Insights".
    """

    stop_timeout_seconds: NotRequired[pulumi.Input[int]]
    """How long a container may take to end after SIGTERM; then it is killed, with the requests that it still has.

    It answers what it has begun within this time: not less than loadBalancer.deregistrationDelaySeconds, or the load
    balancer waits for answers that no longer come. A change reaches the running tasks with the next release.
    Unit: seconds. Default: 30. Limits: 2 to 120.
    Source: Amazon ECS API Reference, "ContainerDefinition".
    """

    health_check_grace_seconds: NotRequired[pulumi.Input[int]]
    """How long after its start a task may fail health checks before ECS replaces it.

    Give a slow start the time that it needs and the checks that follow; a release's tasks have it too. A change takes
    effect at once.
    Unit: seconds. Default: 60. Limits: 0 to 3600; CodeDeploy gives up on a task set that is not healthy in an hour.
    Source: Amazon ECS API Reference, "CreateService".
    """

    read_only_root_filesystem: NotRequired[pulumi.Input[bool]]
    """Whether the container can write nowhere in its own image's files.

    It stops an intruder from leaving programs behind, and breaks images that write to /tmp. A change reaches the
    running tasks with the next release.
    Default: false.
    Source: Amazon ECS API Reference, "ContainerDefinition".
    """


class ServicePartArgs(ServiceArgs):
    """What the service needs to know of the other parts, beside its own settings."""

    architecture: Architecture
    """The processor that the tasks run on; the one that the image is built for."""

    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """The subnets that the tasks sit in."""

    assign_public_ip: pulumi.Input[bool]
    """Whether tasks get a public address: true where there is no NAT gateway, or they could not pull their image."""

    task_security_group_id: pulumi.Input[str]
    """The security group of the tasks."""

    target_group_arn: pulumi.Input[str]
    """The target group that the first tasks register in; CodeDeploy swaps it afterwards."""

    load_balancer_arn_suffix: NotRequired[pulumi.Input[str]]
    """The end of the load balancer's ARN, from `app/` on. scaling.requests_per_target needs it."""

    blue_target_group_arn_suffix: NotRequired[pulumi.Input[str]]
    """The end of a target group's ARN, from `targetgroup/` on. scaling.requests_per_target needs it."""

    green_target_group_arn_suffix: NotRequired[pulumi.Input[str]]
    """The same of the other target group. scaling.requests_per_target needs it."""

    listener_arns: pulumi.Input[Sequence[pulumi.Input[str]]]
    """The listeners that use the target groups.

    The service waits for them: ECS refuses a target group that no load balancer uses.
    """

    repository_arn: pulumi.Input[str]
    """The ARN of the image repository: the only one that tasks may be started from."""

    bootstrap_status_code: pulumi.Input[int]
    """The HTTP status that the stand-in container answers with until the first release; the health check takes it."""

    hooks: NotRequired[Mapping[str, pulumi.Input[str]]]
    """The names of the Lambda functions that CodeDeploy calls in a release, by event: AfterInstall and so on."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key that encrypts the logs, and perhaps the secrets. Default: AWS's own keys."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
