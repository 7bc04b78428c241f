"""IAM policy documents: the trust of a role, and what a role may do."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from .aws_identity import AwsIdentity

VERSION = "2012-10-17"

Statement = Mapping[str, Any]


def allow(
    sid: str,
    actions: Sequence[str],
    resources: pulumi.Input[Sequence[pulumi.Input[str]]],
    condition: Mapping[str, Any] | None = None,
) -> Statement:
    """A statement that allows the actions on the resources."""
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement


def policy_document(statements: Sequence[Statement]) -> pulumi.Output[str]:
    """The document's text; known once every ARN in it is."""
    return pulumi.Output.json_dumps({"Version": VERSION, "Statement": statements})


def pass_roles(sid: str, role_arns: Sequence[pulumi.Input[str]]) -> Statement:
    """Allows these roles to be handed to ECS tasks, and to nothing else.

    Source: Amazon ECS Developer Guide, "Amazon ECS CodeDeploy IAM Role".
    """
    return allow(
        sid,
        ["iam:PassRole"],
        role_arns,
        {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
    )


def service_trust(service: str, identity: AwsIdentity, source_arn: pulumi.Input[str]) -> pulumi.Output[str]:
    """The trust policy of a role that one AWS service assumes, for one source in this account only.

    Source: AWS IAM User Guide, "The confused deputy problem".
    """
    condition = {
        "StringEquals": {"aws:SourceAccount": identity.account_id},
        "ArnLike": {"aws:SourceArn": source_arn},
    }
    return policy_document([{**_trust_statement(service), "Condition": condition}])


def service_trust_without_source(service: str) -> pulumi.Output[str]:
    """The trust policy for a service that documents no source condition: one that it does not send would refuse it."""
    return policy_document([_trust_statement(service)])


def _trust_statement(service: str) -> Statement:
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
