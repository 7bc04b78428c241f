"""What a function reaches from where it is, and what stands for that on this machine."""

import re
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rehearsal.deploy.load_balancer import LocalLoadBalancer
from rehearsal.embedded_aws.elbv2.load_balancer_interfaces import DESCRIPTION_BEGINS
from rehearsal.metrics.load_balancer_metrics import load_balancer_dimension
from rehearsal.vpc.endpoints import AwsService, InternetHost, NetworkInterface, read_network_interface
from rehearsal.vpc.reachability import find_obstacle

from .certificates import certificate_names
from .function import HookFunction

AWS_HOST = re.compile(r"(?P<service>[a-z0-9.-]+?)\.(?P<region>[a-z]{2}(-[a-z]+)+-\d)\.(amazonaws\.com(\.cn)?|api\.aws)")
# Of the range that no network may use: RFC 2544. They stand for public addresses.
PUBLIC_ADDRESSES = "198.18"


@dataclass(frozen=True)
class Reached:
    """The connection gets there."""

    address: str
    port: int
    tls: list[str] | None = None
    """The names that the other end can prove; none for one that speaks no TLS."""


@dataclass(frozen=True)
class Dropped:
    """Its packets vanish, as security groups and missing routes let them; the caller waits for its timeout."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Something is there, and nothing listens at this port."""

    reason: str


class FunctionNetwork:
    """Names and connections of one function. The embedded AWS is asked each time."""

    def __init__(self, aws: Any, front: LocalLoadBalancer, function: HookFunction) -> None:
        self._aws = aws
        self._front = front
        self._function = function
        self._public: dict[str, AwsService | str] = {}
        """AWS's services and internet-facing load balancers, by the address that stands for them."""

    def resolve(self, host: str) -> list[str]:
        """The addresses of a name; none for one that nobody knows."""
        try:
            socket.inet_aton(host)
            return [host]
        except OSError:
            pass
        service = AWS_HOST.fullmatch(host)
        if service and service["region"] == self._aws.region:
            return [self._public_address(AwsService(service["service"]))]
        for balancer in self._aws.client("elbv2").describe_load_balancers()["LoadBalancers"]:
            if balancer["DNSName"].lower() == host.lower():
                name = balancer["LoadBalancerArn"].partition("loadbalancer/")[2]
                if balancer.get("Scheme") == "internal":
                    return [found["PrivateIpAddress"] for found in self._nodes(name)]
                # Inside the VPC too, an internet-facing load balancer's name is that of its public addresses.
                return [self._public_address(name)]
        return []

    def connect(self, address: str, port: int) -> Reached | Dropped | Refused:
        """Where a connection to this address ends."""
        target = self._public.get(address)
        if isinstance(target, AwsService):
            obstacle = self._obstacle(target, port)
            endpoint = urlsplit(self._aws.endpoint_url)
            # The embedded AWS stands for every service, under whatever name the function asks it by.
            return Dropped(obstacle) if obstacle else Reached(str(endpoint.hostname), int(endpoint.port or 80), ["*"])
        if target:
            return self._connect_by_internet(target, port)
        found = self._aws.client("ec2").describe_network_interfaces(
            Filters=[{"Name": "addresses.private-ip-address", "Values": [address]}]
        )["NetworkInterfaces"]
        nodes = [node for node in found if node.get("Description", "").startswith(DESCRIPTION_BEGINS)]
        if not nodes:
            return Dropped(f"no node of a load balancer has the address {address}")
        obstacle = self._obstacle(read_network_interface(self._aws, nodes[0]["NetworkInterfaceId"]), port)
        if obstacle:
            return Dropped(obstacle)
        return self._listener(nodes[0]["Description"].removeprefix(DESCRIPTION_BEGINS), port)

    def _connect_by_internet(self, balancer: str, port: int) -> Reached | Dropped | Refused:
        obstacle = self._obstacle(InternetHost(), port)
        for node in self._nodes(balancer):
            interface = read_network_interface(self._aws, node["NetworkInterfaceId"])
            public = NetworkInterface(
                interface.subnet_id, interface.security_group_ids, interface.private_address, True, interface.name
            )
            obstacle = obstacle or find_obstacle(self._aws, InternetHost(), public, port)
        return Dropped(obstacle) if obstacle else self._listener(balancer, port)

    def _listener(self, balancer: str, port: int) -> Reached | Refused:
        for listener in self._front.listeners():
            if load_balancer_dimension(listener.arn) == balancer and listener.port == port:
                local = urlsplit(self._front.url(listener.arn))
                names = certificate_names(self._aws, listener.arn)
                return Reached(str(local.hostname), int(local.port or 80), names)
        return Refused(f"{balancer} has no listener at port {port}")

    def _obstacle(self, destination: AwsService | InternetHost | NetworkInterface, port: int) -> str | None:
        if not self._function.subnet_ids:
            inside = isinstance(destination, NetworkInterface)
            return f"{self._function.name} is in no VPC and reaches no private address" if inside else None
        # Lambda chooses any of the function's subnets.
        for subnet_id in self._function.subnet_ids:
            source = NetworkInterface(subnet_id, self._function.security_group_ids, name=self._function.name)
            obstacle = find_obstacle(self._aws, source, destination, port)
            if obstacle:
                return obstacle
        return None

    def _nodes(self, balancer: str) -> list[dict[str, Any]]:
        filters = [{"Name": "description", "Values": [DESCRIPTION_BEGINS + balancer]}]
        return list(self._aws.client("ec2").describe_network_interfaces(Filters=filters)["NetworkInterfaces"])

    def _public_address(self, target: AwsService | str) -> str:
        for address, known in self._public.items():
            if known == target:
                return address
        address = f"{PUBLIC_ADDRESSES}.0.{len(self._public) + 1}"
        self._public[address] = target
        return address
