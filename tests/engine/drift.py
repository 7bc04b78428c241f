"""What somebody changes by hand beside a release: a retention, a rule, a bucket's policy."""

from typing import Any

from pulumi import automation

UPDATED, GONE = 1, 2
"""How many resources differ afterwards, and how many are missing."""


def resources_of(stack: automation.Stack) -> list[dict[str, Any]]:
    """What the stack's state holds of the embedded AWS."""
    return [
        resource
        for resource in stack.export_stack().deployment["resources"]
        if resource.get("id") and not resource["type"].startswith("pulumi:")
    ]


def named(stack: automation.Stack, name: str) -> dict[str, Any]:
    """The resource with this logical name."""
    (found,) = [resource for resource in resources_of(stack) if resource["urn"].endswith(f"::{name}")]
    return found


def change_by_hand(aws: Any, stack: automation.Stack) -> None:
    """Changes a log group's retention, and takes away a security group rule and the bucket's policy."""
    rule = named(stack, "web-production-ingress")
    aws.client("logs").put_retention_policy(logGroupName=named(stack, "web-log-group")["id"], retentionInDays=1)
    aws.client("ec2").revoke_security_group_ingress(
        GroupId=rule["inputs"]["securityGroupId"], SecurityGroupRuleIds=[rule["id"]]
    )
    aws.client("s3").delete_bucket_policy(Bucket=named(stack, "web-artifact-bucket")["id"])
