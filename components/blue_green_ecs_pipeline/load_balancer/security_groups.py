"""Who reaches the load balancer, and the way from it to the tasks: one rule, one resource."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .settings import LoadBalancerSettings

# A changed name or description replaces the group under a working load balancer: both stay as they are for good.
LOAD_BALANCER_SECURITY_GROUP_DESCRIPTION = "Load balancer of the service"

ANYWHERE = "0.0.0.0/0"


class LoadBalancerSecurityGroup:
    """The load balancer's group with its rules, and the rule that lets it reach the tasks."""

    def __init__(
        self,
        name: str,
        settings: LoadBalancerSettings,
        vpc_id: pulumi.Input[str],
        vpc_cidr_block: pulumi.Input[str],
        task_security_group_id: pulumi.Input[str],
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._tags = tags
        self._parent = parent
        self.group = aws.ec2.SecurityGroup(
            f"{name}-load-balancer-security-group",
            name=PhysicalNames.of(name).security_group("load-balancer"),
            description=LOAD_BALANCER_SECURITY_GROUP_DESCRIPTION,
            vpc_id=vpc_id,
            tags=tags,
            # With a name of the program's, the provider would delete it first, and every rule in it before that.
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=False),
        )
        production = self._ingress("production", settings.production_port, ANYWHERE, "Users")
        self.rules: list[pulumi.Resource] = [production]
        if settings.redirect_port is not None:
            # After the production rule, which held this port before TLS: AWS refuses the same rule twice. Nothing waits
            # for it: turning TLS off begins with removing it alone, and what waits would be removed along.
            self._ingress("redirect", settings.redirect_port, ANYWHERE, "Users, sent on to TLS", [production])
        test_cidrs = [vpc_cidr_block] if settings.test_cidrs is None else settings.test_cidrs
        for cidr in test_cidrs:
            # Named after its network: a rule named by its place in the list would take over the network of another one
            # that is still there, which AWS refuses.
            network = cidr.replace("/", "-") if isinstance(cidr, str) else "vpc"
            self.rules.append(self._ingress(f"test-{network}", settings.test_port, cidr, "Test traffic"))
        self.rules += self._way_to_the_tasks(task_security_group_id)

    def _ingress(
        self,
        purpose: str,
        port: pulumi.Input[int],
        cidr: pulumi.Input[str],
        description: str,
        depends_on: list[pulumi.Resource] | None = None,
    ) -> aws.vpc.SecurityGroupIngressRule:
        return aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-{purpose}-ingress",
            security_group_id=self.group.id,
            description=description,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            cidr_ipv4=cidr,
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self._parent, depends_on=depends_on),
        )

    def _way_to_the_tasks(self, task_security_group_id: pulumi.Input[str]) -> list[pulumi.Resource]:
        # All ports between these two groups: a rule for the container port alone would cut off the running tasks
        # between the `up` that changes the port and the release that moves to it.
        ports: Any = {"ip_protocol": "tcp", "from_port": 0, "to_port": 65535}
        options = pulumi.ResourceOptions(parent=self._parent)
        return [
            aws.vpc.SecurityGroupEgressRule(
                f"{self._name}-load-balancer-egress",
                security_group_id=self.group.id,
                description="Requests and health checks to the tasks",
                referenced_security_group_id=task_security_group_id,
                tags=self._tags,
                opts=options,
                **ports,
            ),
            aws.vpc.SecurityGroupIngressRule(
                f"{self._name}-task-ingress",
                security_group_id=task_security_group_id,
                description="Requests and health checks from the load balancer",
                referenced_security_group_id=self.group.id,
                tags=self._tags,
                opts=options,
                **ports,
            ),
        ]
