"""Whether one end of a connection reaches the other, and if not, what stands in the way."""

from typing import Any

from .aws_services import find_obstacle_to_service
from .endpoints import AwsService, Endpoint, InternetHost, NetworkInterface
from .network import Network, Unknown
from .network_acls import find_closed_acl
from .routes import find_closed_way_in, find_closed_way_out
from .security_groups import find_closed_egress, find_closed_ingress


def find_obstacle(aws: Any, source: Endpoint, destination: Endpoint, port: int, protocol: str = "tcp") -> str | None:
    """What stops a connection to this port, in one sentence that names it; None when it gets through and back."""
    return find_obstacle_in(Network(aws), source, destination, port, protocol)


def find_obstacle_in(
    network: Network, source: Endpoint, destination: Endpoint, port: int, protocol: str = "tcp"
) -> str | None:
    """The same for several questions about one moment."""
    try:
        if isinstance(source, InternetHost) and isinstance(destination, NetworkInterface):
            return _find_obstacle_inwards(network, source, destination, port, protocol)
        if isinstance(source, NetworkInterface) and isinstance(destination, NetworkInterface):
            return _find_obstacle_within(network, source, destination, port, protocol)
        if isinstance(source, NetworkInterface) and isinstance(destination, InternetHost):
            return _find_obstacle_outwards(network, source, destination, port, protocol)
        if isinstance(source, NetworkInterface) and isinstance(destination, AwsService):
            return find_obstacle_to_service(network, source, destination, port, protocol)
    except Unknown as unknown:
        return str(unknown)
    raise ValueError(f"nothing is known of a connection from {source} to {destination}")


def _find_obstacle_inwards(
    network: Network, source: InternetHost, destination: NetworkInterface, port: int, protocol: str
) -> str | None:
    if not destination.has_public_address:
        return f"{destination} has no public address, so that {source} cannot reach it"
    return (
        find_closed_way_in(network, destination.subnet_id, source)
        or find_closed_ingress(network, destination, source, port, protocol)
        or find_closed_acl(network, destination.subnet_id, source, port, protocol, outbound=False)
    )


def _find_obstacle_within(
    network: Network, source: NetworkInterface, destination: NetworkInterface, port: int, protocol: str
) -> str | None:
    vpcs = [network.vpc(end.subnet_id) for end in (source, destination)]
    if vpcs[0] != vpcs[1]:
        return f"{source} is in {vpcs[0]}, {destination} is in {vpcs[1]}, and no route leads from one to the other"
    closed = find_closed_egress(network, source, destination, port, protocol) or find_closed_ingress(
        network, destination, source, port, protocol
    )
    if closed or source.subnet_id == destination.subnet_id:
        return closed
    return find_closed_acl(network, source.subnet_id, destination, port, protocol, outbound=True) or find_closed_acl(
        network, destination.subnet_id, source, port, protocol, outbound=False
    )


def _find_obstacle_outwards(
    network: Network, source: NetworkInterface, destination: InternetHost, port: int, protocol: str
) -> str | None:
    return (
        find_closed_way_out(network, source.subnet_id, destination, source.has_public_address)
        or find_closed_egress(network, source, destination, port, protocol)
        or find_closed_acl(network, source.subnet_id, destination, port, protocol, outbound=True)
    )
