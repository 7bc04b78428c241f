"""The VPC's flow logs in CloudWatch, and the role that writes them.

Source: Amazon VPC User Guide, "Publish flow logs to CloudWatch Logs" and "IAM role for publishing flow logs to
CloudWatch Logs".
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..policy_document import allow, policy_document, service_trust


def create_flow_logs(
    name: str,
    retention_days: pulumi.Input[int],
    vpc_id: pulumi.Input[str],
    kms_key_arn: pulumi.Input[str] | None,
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> None:
    """Every connection in the VPC, those that were let through and those that were not."""
    names, identity = PhysicalNames.of(name), AwsIdentity.of(parent)
    log_group = aws.cloudwatch.LogGroup(
        f"{name}-flow-log-group",
        name=names.log_group("vpc-flow-logs"),
        retention_in_days=retention_days,
        kms_key_id=kms_key_arn,
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    role = aws.iam.Role(
        f"{name}-flow-log-role",
        name=names.role("flow-log"),
        assume_role_policy=service_trust(
            "vpc-flow-logs.amazonaws.com", identity, identity.arn("ec2", "vpc-flow-log/*")
        ),
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    policy = aws.iam.RolePolicy(
        f"{name}-flow-log-policy",
        name="write-flow-logs",
        role=role.name,
        policy=policy_document(
            [
                allow(
                    "WriteLogs",
                    ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    [pulumi.Output.concat(log_group.arn, ":*")],
                ),
                # It is asked for all groups of the Region; the names are all that it shows.
                allow("FindLogGroup", ["logs:DescribeLogGroups"], [identity.arn("logs", "log-group:*")]),
            ]
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    aws.ec2.FlowLog(
        f"{name}-flow-log",
        vpc_id=vpc_id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=log_group.arn,
        iam_role_arn=role.arn,
        tags=tags,
        # Without the policy its first deliveries fail, and it says so nowhere but in its status.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )
