"""What a user may write about moving traffic from blue to green."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NotRequired, TypedDict

import pulumi

from ..smoke_test.args import SmokeTestArgs


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


class CanaryArgs(TypedDict):
    """Some of the users first, all others after a wait; an empty map is a tenth for five minutes."""

    step_percent: NotRequired[pulumi.Input[int]]
    """How much of the traffic green gets first.

    It is also the share of the users who meet a bad release until an alarm has stopped it.
    Unit: percent. Default: 10. Limits: 1 to 99.
    Source: AWS CodeDeploy API Reference, "TimeBasedCanary"; AWS CodeDeploy User Guide, "CodeDeploy quotas".
    """

    interval_minutes: NotRequired[pulumi.Input[int]]
    """How long green keeps that share before it gets everything.

    An alarm needs two to three minutes to see a bad release: with less than that, everybody meets it.
    Unit: minutes. Default: 5. Limits: 1 to 2880 (two days).
    Source: AWS CodeDeploy API Reference, "TimeBasedCanary"; AWS CodeDeploy User Guide, "CodeDeploy quotas".
    """


class LinearArgs(TypedDict):
    """The same share of the users at a time, with a wait between two; an empty map is a tenth every minute."""

    step_percent: NotRequired[pulumi.Input[int]]
    """How much of the traffic moves with each step.

    Unit: percent. Default: 10. Limits: 1 to 99.
    Source: AWS CodeDeploy API Reference, "TimeBasedLinear"; AWS CodeDeploy User Guide, "CodeDeploy quotas".
    """

    interval_minutes: NotRequired[pulumi.Input[int]]
    """The wait between two steps.

    A release waits once less than it has steps: ten steps of a tenth take nine intervals.
    Unit: minutes. Default: 1. Limits: 1 to 2880, and no more than 2880 (two days) from the first step to the last.
    Source: AWS CodeDeploy API Reference, "TimeBasedLinear"; AWS CodeDeploy User Guide, "CodeDeploy quotas".
    """


class AlarmsArgs(TypedDict):
    """What stops a release and takes the traffic back to blue."""

    enabled: NotRequired[bool]
    """Whether the component makes alarms of its own and has them stop a release.

    They count the errors, the unhealthy hosts and, with a limit, the latency of both target groups, tasks that stop by
    themselves, and hooks that fail without saying so. Without them a broken image hangs for an hour.
    Default: true.
    Source: AWS CodeDeploy User Guide, "Monitoring deployments with CloudWatch alarms in CodeDeploy".
    """

    error_percent: NotRequired[pulumi.Input[int]]
    """The share of answers with status 500 or more from which on a target group is in alarm.

    Answers of the load balancer itself do not count.
    Unit: percent. Default: 2, and more than that is an alarm. Limits: 1 to 99.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "CloudWatch metrics for your Application
    Load Balancer".
    """

    minimum_requests: NotRequired[pulumi.Input[int]]
    """How many requests in a period the share of errors is counted of at least.

    With fewer requests the errors are still divided by this number, so that one error on an idle service is no outage.
    Unit: requests. Default: 50, or 100 divided by another error_percent: one error alone is never an alarm. Limits: 1
    or more.
    Source: Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
    """

    latency_p99_ms: NotRequired[int]
    """How long the slowest hundredth of the answers may take.

    On a service with few requests a single slow one is that hundredth: set evaluation_periods to 2 or more there.
    Unit: milliseconds. Default: no limit and no alarm. Limits: 1 to 4000000.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, "CloudWatch metrics for your Application
    Load Balancer".
    """

    period_seconds: NotRequired[pulumi.Input[int]]
    """How long errors and latency are counted for one datapoint.

    The load balancer reports once a minute: less than that sees nothing more.
    Unit: seconds. Default: 60. Limits: 60, 120, 180, 240 or 300.
    Source: Amazon CloudWatch API Reference, "PutMetricAlarm".
    """

    evaluation_periods: NotRequired[pulumi.Input[int]]
    """How many periods in a row errors or latency must be too high.

    Each one more makes a release wait that much longer for its rollback, and a short burst harmless.
    Unit: periods. Default: 1. Limits: 1 to 60.
    Source: Amazon CloudWatch API Reference, "PutMetricAlarm".
    """

    names: NotRequired[Sequence[pulumi.Input[str]]]
    """The names of alarms of your own that stop a release too.

    They count with enabled false as well. CodeDeploy's role may read metric alarms by name, no composite ones. Whether
    a name exists, CodeDeploy does not ask: the doctor does.
    Default: no alarms but the component's own. Limits: names of 1 to 255 characters; 10 alarms with the component's
    own, which are 5, with a latency limit 7, with any hook or the smoke test one more.
    Source: AWS CodeDeploy API Reference, "AlarmConfiguration".
    """


class HooksArgs(TypedDict):
    """Lambda functions of your own that CodeDeploy calls during a release; one that fails takes the release back."""

    before_install: NotRequired[pulumi.Input[str]]
    """The name of the function that is called before green's tasks start.

    Like each of the hooks, it has an hour to report its result, and a function that crashes is noticed by an alarm.
    Default: no function. Limits: the name of a Lambda function of the same account and Region.
    Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
    """

    after_install: NotRequired[pulumi.Input[str]]
    """The name of the function that is called once green's tasks are healthy, and no listener points to them yet.

    Default: no function. Limits: the name of a Lambda function of the same account and Region.
    Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
    """

    after_allow_test_traffic: NotRequired[pulumi.Input[str]]
    """The name of the function that is called once the test listener points to green: the place for tests.

    Default: no function. Limits: the name of a Lambda function of the same account and Region; not with smoke_test.
    Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
    """

    before_allow_traffic: NotRequired[pulumi.Input[str]]
    """The name of the function that is called right before the first user gets to green.

    Default: no function. Limits: the name of a Lambda function of the same account and Region.
    Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
    """

    after_allow_traffic: NotRequired[pulumi.Input[str]]
    """The name of the function that is called once all traffic is on green, while blue still runs.

    Default: no function. Limits: the name of a Lambda function of the same account and Region.
    Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
    """


class DeploymentArgs(TypedDict):
    """How CodeDeploy moves traffic from the blue task set to the green one."""

    configuration: NotRequired[pulumi.Input[DeploymentConfiguration]]
    """How fast traffic moves from blue to green.

    A slower one shows a bad release to fewer users, and makes each release take that much longer. A change counts from
    the next release.
    Default: CodeDeployDefault.ECSAllAtOnce. Limits: one of CodeDeploy's five predefined configurations for ECS; not
    with canary or linear.
    Source: AWS CodeDeploy User Guide, "Working with deployment configurations in CodeDeploy".
    """

    canary: NotRequired[CanaryArgs]
    """Some of the users get green first, and all others after a wait.

    An empty map is a tenth for five minutes.
    Default: traffic moves as configuration says. Limits: not with configuration or linear.
    Source: AWS CodeDeploy API Reference, "TimeBasedCanary".
    """

    linear: NotRequired[LinearArgs]
    """The same share of the users gets green at a time, with a wait between two.

    An empty map is a tenth every minute.
    Default: traffic moves as configuration says. Limits: not with configuration or canary.
    Source: AWS CodeDeploy API Reference, "TimeBasedLinear".
    """

    wait_for_reroute_minutes: NotRequired[pulumi.Input[int]]
    """How long green waits, on the test listener alone, for a person to let the users in.

    A release then stops after its tests until somebody continues it in the CodeDeploy console or with
    `aws deploy continue-deployment`. When nobody has by then, it ends, and blue keeps all traffic.
    Unit: minutes. Default: 0, which goes on at once. Limits: 0 to 2880 (two days).
    Source: AWS CodeDeploy API Reference, "DeploymentReadyOption".
    """

    termination_wait_minutes: NotRequired[pulumi.Input[int]]
    """How long the blue task set keeps running after all traffic has moved to green.

    Within this time a rollback only moves traffic back; after it, tasks must start first. The pipeline's next release
    waits for it too.
    Unit: minutes. Default: 5. Limits: 0 to 2880 (two days).
    Source: AWS CodeDeploy API Reference, "BlueInstanceTerminationOption".
    """

    alarms: NotRequired[AlarmsArgs]
    """What stops a release and takes the traffic back to blue.

    Default: errors and unhealthy hosts of both target groups, tasks that stop by themselves, and hooks that fail.
    Limits: 10 alarms with those of your own.
    Source: AWS CodeDeploy User Guide, "Monitoring deployments with CloudWatch alarms in CodeDeploy".
    """

    smoke_test: NotRequired[SmokeTestArgs]
    """What green must answer through the test listener before any user gets there.

    An empty map is a test too: / answers with 200.
    Default: nobody asks. Limits: not with hooks.after_allow_test_traffic.
    Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
    """

    hooks: NotRequired[HooksArgs]
    """Lambda functions of your own that CodeDeploy calls during a release.

    Default: no functions. Limits: one for each of the five hooks.
    Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
    """


class DeploymentPartArgs(DeploymentArgs):
    """What the deployment needs to know of the other parts, beside its own settings."""

    cluster_name: pulumi.Input[str]
    """The name of the ECS cluster that the service runs in."""

    cluster_arn: pulumi.Input[str]
    """Its ARN: tasks of other clusters are no alarm here."""

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

    load_balancer_arn_suffix: pulumi.Input[str]
    """What CloudWatch calls the load balancer: the end of its ARN."""

    blue_target_group_arn_suffix: pulumi.Input[str]
    """What CloudWatch calls the target group that serves first: the end of its ARN."""

    green_target_group_arn_suffix: pulumi.Input[str]
    """What CloudWatch calls the other target group: the end of its ARN."""

    health_check_grace_seconds: pulumi.Input[int]
    """How long new tasks may fail their health checks: no alarm goes off within it."""

    smoke_test_function_name: NotRequired[pulumi.Input[str]]
    """The name of the function that tests green; there is one with deployment.smoke_test."""

    task_role_arn: pulumi.Input[str]
    """The ARN of the role of the application: CodeDeploy may pass it to tasks."""

    execution_role_arn: pulumi.Input[str]
    """The ARN of the role that pulls the image and writes the logs: CodeDeploy may pass it to tasks."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key that encrypts the queue of stopped tasks. Default: SQS's own key."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
