"""The two ends of a connection."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Any

# Not Python's own is_private, which counts networks for documentation among them.
NOT_IN_THE_INTERNET = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
    )
)


@dataclass(frozen=True)
class InternetHost:
    """A client or a server of the internet; without an address any one of them."""

    address: str | None = None

    def __str__(self) -> str:
        return f"{self.address} in the internet" if self.address else "the internet"

    def is_in(self, network: IPv4Network) -> bool:
        """Whether a rule or a route for this network is for this host; without an address, for some hosts at all."""
        if self.address:
            return IPv4Address(self.address) in network
        # A rule for private addresses alone lets nobody of the internet in.
        return network.prefixlen == 0 or not any(network.subnet_of(block) for block in NOT_IN_THE_INTERNET)


@dataclass(frozen=True)
class NetworkInterface:
    """A task, a node of a load balancer, a Lambda function: whatever has an address in a subnet."""

    subnet_id: str
    security_group_ids: tuple[str, ...]
    private_address: str = ""
    """Empty: it will get one of its subnet's, which one is not known."""
    has_public_address: bool = False
    name: str = "the network interface"

    def __str__(self) -> str:
        return f"{self.name} in {self.subnet_id}"


@dataclass(frozen=True)
class AwsService:
    """A service of AWS by the last part of its endpoint's name, such as ecr.dkr, s3 or secretsmanager."""

    name: str

    def __str__(self) -> str:
        return f"AWS's {self.name}"


Endpoint = InternetHost | NetworkInterface | AwsService


def read_network_interface(aws: Any, id: str, name: str = "") -> NetworkInterface:
    """A network interface of the embedded EC2."""
    (found,) = aws.client("ec2").describe_network_interfaces(NetworkInterfaceIds=[id])["NetworkInterfaces"]
    return NetworkInterface(
        subnet_id=found["SubnetId"],
        security_group_ids=tuple(group["GroupId"] for group in found["Groups"]),
        private_address=found.get("PrivateIpAddress", ""),
        has_public_address=bool(found.get("Association", {}).get("PublicIp")),
        name=name or found.get("Description") or id,
    )
