"""What tasks of ECS need to reach before their containers start.

Source: Amazon ECS Developer Guide, "Task networking for tasks on Fargate": the image, secrets and logs go by the
task's own network interface. Amazon ECR User Guide, "Interface VPC endpoints": layers come from S3.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .endpoints import AwsService, InternetHost, NetworkInterface
from .network import Network
from .reachability import find_obstacle_in

HTTPS = 443
PRIVATE_REGISTRY = re.compile(r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.[a-z.]+/")
Needed = AwsService | InternetHost


def interfaces_of(network_configuration: Mapping[str, Any], name: str, address: str = "") -> list[NetworkInterface]:
    """Where tasks of this network configuration may be: in each of its subnets."""
    network = network_configuration["awsvpcConfiguration"]
    public = network.get("assignPublicIp") == "ENABLED"
    groups = tuple(network.get("securityGroups") or ())
    return [NetworkInterface(subnet, groups, address, public, name) for subnet in network["subnets"]]


def find_closed_start(
    aws: Any, tasks: Sequence[NetworkInterface], containers: Sequence[Mapping[str, Any]]
) -> str | None:
    """Why a container cannot start for want of a connection, in the words of a stopped task; None when it can."""
    network = Network(aws)
    needed = dict.fromkeys(found for container in containers for found in _needed(container))
    for task in tasks:
        for destination, reason in needed:
            closed = find_obstacle_in(network, task, destination, HTTPS)
            if closed:
                return f"{reason}: {closed}"
    return None


def _needed(container: Mapping[str, Any]) -> Iterator[tuple[Needed, str]]:
    image = container["image"]
    pulled = f"CannotPullContainerError: pull of {image} timed out"
    if PRIVATE_REGISTRY.match(image):
        yield from ((AwsService(service), pulled) for service in ("ecr.api", "ecr.dkr", "s3"))
    else:
        yield InternetHost(), pulled
    if (container.get("logConfiguration") or {}).get("logDriver") == "awslogs":
        yield AwsService("logs"), "ResourceInitializationError: failed to validate logger args"
    for secret in container.get("secrets") or []:
        service = "secretsmanager" if ":secretsmanager:" in secret["valueFrom"] else "ssm"
        yield AwsService(service), "ResourceInitializationError: unable to pull secrets or registry auth"
