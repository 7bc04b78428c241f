"""The role that the function works under, and that Lambda joins it to the VPC with.

Source: AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC".
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..policy_document import Statement, allow, policy_document, service_trust_without_source

_CHANGE_INTERFACES = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
]


class SmokeTestRole:
    """The role, and the policy that the function has to wait for."""

    def __init__(
        self,
        name: str,
        function_name: str,
        log_group_arn: pulumi.Input[str],
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        function_arn = AwsIdentity.of(parent).arn("lambda", f"function:{function_name}")
        self.role = aws.iam.Role(
            f"{name}-smoke-test-role",
            name=PhysicalNames.of(name).role("smoke-test"),
            # Lambda documents no source that it would send with the call.
            assume_role_policy=service_trust_without_source("lambda.amazonaws.com"),
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        self.policy = aws.iam.RolePolicy(
            f"{name}-smoke-test-policy",
            name="test-green",
            role=self.role.name,
            policy=policy_document(
                [
                    allow(
                        "WriteLogs",
                        ["logs:CreateLogStream", "logs:PutLogEvents"],
                        [pulumi.Output.concat(log_group_arn, ":*")],
                    ),
                    # ec2:Describe* has no resource-level permission. The code finds the nodes of the load balancer.
                    allow("FindNetworkInterfaces", ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], ["*"]),
                    # Lambda refuses a function in a VPC whose role has less than "*" here.
                    allow("JoinVpc", _CHANGE_INTERFACES, ["*"]),
                    _keep_from_the_code("LeaveVpcToLambda", function_arn),
                    # codedeploy:PutLifecycleEventHookExecutionStatus has no resource-level permission.
                    allow("ReportResult", ["codedeploy:PutLifecycleEventHookExecutionStatus"], ["*"]),
                ]
            ),
            opts=pulumi.ResourceOptions(parent=parent),
        )


def _keep_from_the_code(sid: str, function_arn: pulumi.Input[str]) -> Statement:
    """Lambda's own calls lack the condition's key, the code's have it."""
    condition = {"ArnEquals": {"lambda:SourceFunctionArn": function_arn}}
    return {**allow(sid, _CHANGE_INTERFACES, ["*"], condition), "Effect": "Deny"}
