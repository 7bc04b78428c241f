"""Whom the function reaches: the load balancer's test port, and the APIs of AWS."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .args import SmokeTestPartArgs
from .endpoints import HTTPS_PORT, InterfaceEndpoints

# A changed name or description replaces the group: both stay as they are for good.
SMOKE_TEST_SECURITY_GROUP_DESCRIPTION = "Smoke test: reaches the test port of the load balancer"

ANYWHERE = "0.0.0.0/0"

# Lambda takes up to 45 minutes to remove a function's network interfaces, and the group cannot go before they have.
# Source: Terraform AWS provider, "aws_security_group".
DELETE_TIMEOUT = "60m"


class SmokeTestSecurityGroup:
    """The function's group with its rules, and the rule that lets it reach the load balancer."""

    def __init__(
        self,
        name: str,
        args: SmokeTestPartArgs,
        endpoints: InterfaceEndpoints | None,
        role_policy: aws.iam.RolePolicy,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._tags = tags
        self._options = pulumi.ResourceOptions(parent=parent)
        self.group = aws.ec2.SecurityGroup(
            f"{name}-smoke-test-security-group",
            name=PhysicalNames.of(name).security_group("smoke-test"),
            description=SMOKE_TEST_SECURITY_GROUP_DESCRIPTION,
            vpc_id=args["vpc_id"],
            tags=tags,
            opts=pulumi.ResourceOptions(
                parent=parent,
                # With a name of the program's, the provider would delete it first, and every rule in it before that.
                delete_before_replace=False,
                custom_timeouts=pulumi.CustomTimeouts(delete=DELETE_TIMEOUT),
                # Lambda removes its network interfaces with the function's role, which must outlive them as this does.
                depends_on=[role_policy],
            ),
        )
        test_port: Any = {"from_port": args["test_port"], "to_port": args["test_port"]}
        self.rules: list[pulumi.Resource] = [
            self._egress(
                "load-balancer",
                "Test requests to the load balancer",
                referenced_security_group_id=args["load_balancer_security_group_id"],
                **test_port,
            ),
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-smoke-test-ingress",
                security_group_id=args["load_balancer_security_group_id"],
                description="Test requests of the smoke test",
                ip_protocol="tcp",
                referenced_security_group_id=self.group.id,
                tags=tags,
                opts=self._options,
                **test_port,
            ),
            self._way_to_aws(endpoints),
        ]

    def _way_to_aws(self, endpoints: InterfaceEndpoints | None) -> pulumi.Resource:
        https: Any = {"from_port": HTTPS_PORT, "to_port": HTTPS_PORT}
        if endpoints is None:
            return self._egress("aws", "To the APIs of EC2 and CodeDeploy", cidr_ipv4=ANYWHERE, **https)
        return self._egress(
            "endpoints",
            "To the interface endpoints of EC2 and CodeDeploy",
            referenced_security_group_id=endpoints.security_group.id,
            **https,
        )

    def _egress(self, purpose: str, description: str, **target: Any) -> aws.vpc.SecurityGroupEgressRule:
        return aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-smoke-test-egress-{purpose}",
            security_group_id=self.group.id,
            description=description,
            ip_protocol="tcp",
            tags=self._tags,
            opts=self._options,
            **target,
        )
