"""What a user may write about moving traffic from blue to green."""

from collections.abc import Mapping
from enum import Enum
from typing import NotRequired, TypedDict

import pulumi


class DeploymentConfiguration(str, Enum):
    """How fast traffic moves from blue to green; the configurations that CodeDeploy has for ECS."""

    ALL_AT_ONCE = "CodeDeployDefault.ECSAllAtOnce"
    """All traffic in one step."""

    LINEAR_10_PERCENT_EVERY_1_MINUTES = "CodeDeployDefault.ECSLinear10PercentEvery1Minutes"
    """A tenth every minute."""

    LINEAR_10_PERCENT_EVERY_3_MINUTES = "CodeDeployDefault.ECSLinear10PercentEvery3Minutes"
    """A tenth every three minutes."""

    CANARY_10_PERCENT_5_MINUTES = "CodeDeployDefault.ECSCanary10Percent5Minutes"
    """A tenth first, the rest five minutes later."""

    CANARY_10_PERCENT_15_MINUTES = "CodeDeployDefault.ECSCanary10Percent15Minutes"
    """A tenth first, the rest fifteen minutes later."""


class DeploymentArgs(TypedDict):
    """How CodeDeploy moves traffic from the blue task set to the green one."""

    configuration: NotRequired[pulumi.Input[DeploymentConfiguration]]
    """How fast traffic moves from blue to green.

    A slower one shows a bad release to fewer users, and makes each release take that much longer. A change counts from
    the next release.
    Default: CodeDeployDefault.ECSAllAtOnce. Limits: one of CodeDeploy's five predefined configurations for ECS.
    Source: AWS CodeDeploy User Guide, "Working with deployment configurations in CodeDeploy".
    """

    termination_wait_minutes: NotRequired[pulumi.Input[int]]
    """How long the blue task set keeps running after all traffic has moved to green.

    Within this time a rollback only moves traffic back; after it, tasks must start first. The pipeline's next release
    waits for it too.
    Unit: minutes. Default: 5. Limits: 0 to 2880 (two days).
    Source: AWS CodeDeploy API Reference, "BlueInstanceTerminationOption".
    """


class DeploymentPartArgs(DeploymentArgs):
    """What the deployment needs to know of the other parts, beside its own settings."""

    cluster_name: pulumi.Input[str]
    """The name of the ECS cluster that the service runs in."""

    service_name: pulumi.Input[str]
    """The name of the ECS service that CodeDeploy updates."""

    production_listener_arn: pulumi.Input[str]
    """The ARN of the listener that users come in through."""

    test_listener_arn: pulumi.Input[str]
    """The ARN of the listener that shows green before users get it."""

    blue_target_group_name: pulumi.Input[str]
    """The name of the target group that serves first."""

    green_target_group_name: pulumi.Input[str]
    """The name of the target group that the first release goes to; the two swap with every release."""

    task_role_arn: pulumi.Input[str]
    """The ARN of the role of the application: CodeDeploy may pass it to tasks."""

    execution_role_arn: pulumi.Input[str]
    """The ARN of the role that pulls the image and writes the logs: CodeDeploy may pass it to tasks."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
