"""The account, region and partition that the component's provider works in."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class AwsIdentity:
    """Where ARNs of this component point to.

    Source: AWS IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
    """

    account_id: pulumi.Output[str]
    region: pulumi.Output[str]
    partition: pulumi.Output[str]
    dns_suffix: pulumi.Output[str]
    """What the host names of this partition's APIs end in."""

    reverse_dns_prefix: pulumi.Output[str]
    """What the names of its interface endpoints begin with."""

    @classmethod
    def of(cls, parent: pulumi.Resource) -> "AwsIdentity":
        """The identity of the parent's provider: a component with a provider of its own gets that one's account."""
        options = pulumi.InvokeOutputOptions(parent=parent)
        partition = aws.get_partition_output(opts=options)
        return cls(
            account_id=aws.get_caller_identity_output(opts=options).account_id,
            region=aws.get_region_output(opts=options).region,
            partition=partition.partition,
            dns_suffix=partition.dns_suffix,
            reverse_dns_prefix=partition.reverse_dns_prefix,
        )

    def arn(self, service: str, resource: pulumi.Input[str]) -> pulumi.Output[str]:
        """The ARN of a resource of this account and region."""
        return pulumi.Output.format(
            "arn:{0}:{1}:{2}:{3}:{4}", self.partition, service, self.region, self.account_id, resource
        )
