"""Where tasks may connect to."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from .settings import ServiceSettings

ANYWHERE = "0.0.0.0/0"


def create_egress_rules(
    name: str,
    settings: ServiceSettings,
    task_security_group_id: pulumi.Input[str],
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> list[aws.vpc.SecurityGroupEgressRule]:
    """One rule for everything, or one for each port. The VPC's own name server needs none."""

    def rule(suffix: str, description: str, **ports: Any) -> aws.vpc.SecurityGroupEgressRule:
        return aws.vpc.SecurityGroupEgressRule(
            f"{name}-task-egress{suffix}",
            security_group_id=task_security_group_id,
            description=description,
            cidr_ipv4=ANYWHERE,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
            **ports,
        )

    if settings.egress_ports is None:
        return [rule("", "Tasks to anywhere", ip_protocol="-1")]
    return [
        rule(f"-{port}", f"Tasks to port {port} anywhere", ip_protocol="tcp", from_port=port, to_port=port)
        for port in settings.egress_ports
    ]
