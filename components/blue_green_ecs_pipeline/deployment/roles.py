"""The role that CodeDeploy works under.

Source: the actions of the AWS-managed policy AWSCodeDeployRoleForECS that this deployment makes use of, each narrowed
to the resources of this component as the Service Authorization Reference allows.
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..policy_document import Statement, allow, pass_roles, policy_document, service_trust
from .args import DeploymentPartArgs


class DeploymentRole:
    """The role, and the policy that a deployment group has to wait for."""

    def __init__(
        self,
        name: str,
        args: DeploymentPartArgs,
        alarm_names: Sequence[pulumi.Input[str]],
        function_names: Sequence[pulumi.Input[str]],
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        names = PhysicalNames.of(name)
        identity = AwsIdentity.of(parent)
        group_arns = identity.arn("codedeploy", f"deploymentgroup:{names.deployment_application}/*")
        self.role = aws.iam.Role(
            f"{name}-deployment-role",
            name=names.role("deployment"),
            assume_role_policy=service_trust("codedeploy.amazonaws.com", identity, group_arns),
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        self.policy = aws.iam.RolePolicy(
            f"{name}-deployment-policy",
            name="shift-traffic",
            role=self.role.name,
            policy=_policy(args, alarm_names, function_names, identity),
            opts=pulumi.ResourceOptions(parent=parent),
        )


def _policy(
    args: DeploymentPartArgs,
    alarm_names: Sequence[pulumi.Input[str]],
    function_names: Sequence[pulumi.Input[str]],
    identity: AwsIdentity,
) -> pulumi.Output[str]:
    service_path = pulumi.Output.format("{0}/{1}", args["cluster_name"], args["service_name"])
    service_arn = identity.arn("ecs", pulumi.Output.concat("service/", service_path))
    task_set_arns = identity.arn("ecs", pulumi.Output.format("task-set/{0}/*", service_path))
    listener_arns = [args["production_listener_arn"], args["test_listener_arn"]]
    # The ARNs follow the Service Authorization Reference. No page confirms that CodeDeploy's own calls carry them;
    # where a first release is refused, AWSCodeDeployRoleForECS has "*" for each of these actions.
    return policy_document(
        [
            allow("ReadService", ["ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"], [service_arn]),
            allow("ReplaceTaskSet", ["ecs:CreateTaskSet", "ecs:DeleteTaskSet"], [task_set_arns]),
            # None of elasticloadbalancing:Describe* has a resource-level permission.
            allow(
                "ReadLoadBalancer",
                [
                    "elasticloadbalancing:DescribeListeners",
                    "elasticloadbalancing:DescribeRules",
                    "elasticloadbalancing:DescribeTargetGroups",
                ],
                ["*"],
            ),
            allow("ShiftListeners", ["elasticloadbalancing:ModifyListener"], listener_arns),
            allow("ShiftRules", ["elasticloadbalancing:ModifyRule"], [_rules_of(arn) for arn in listener_arns]),
            *_read_alarms(alarm_names, identity),
            *_call_hooks(function_names, identity),
            pass_roles("StartTasksUnderTheirRoles", [args["execution_role_arn"], args["task_role_arn"]]),
        ]
    )


def _read_alarms(alarm_names: Sequence[pulumi.Input[str]], identity: AwsIdentity) -> list[Statement]:
    # By name, CloudWatch decides by the alarm's ARN; composite alarms it shows only to those who may read all.
    # Source: Amazon CloudWatch API Reference, "DescribeAlarms".
    arns = [identity.arn("cloudwatch", pulumi.Output.concat("alarm:", each)) for each in alarm_names]
    return [allow("ReadAlarms", ["cloudwatch:DescribeAlarms"], arns)] if arns else []


def _call_hooks(function_names: Sequence[pulumi.Input[str]], identity: AwsIdentity) -> list[Statement]:
    names = dict.fromkeys(function_names)
    arns = [identity.arn("lambda", pulumi.Output.concat("function:", each)) for each in names]
    return [allow("CallHooks", ["lambda:InvokeFunction"], arns)] if arns else []


def _rules_of(listener_arn: pulumi.Input[str]) -> pulumi.Output[str]:
    """The ARN pattern of a listener's rules."""
    return pulumi.Output.from_input(listener_arn).apply(lambda arn: f"{arn.replace(':listener/', ':listener-rule/')}/*")
