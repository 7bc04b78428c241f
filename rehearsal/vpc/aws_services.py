"""How a network interface reaches a service of AWS: by an endpoint of its VPC, otherwise by the internet.

Source: AWS PrivateLink Guide, "Access AWS services through AWS PrivateLink", "Gateway endpoints".
"""

from .endpoints import AwsService, InternetHost, NetworkInterface
from .network import Described, Network
from .network_acls import find_closed_acl
from .routes import find_closed_way_out
from .security_groups import find_closed_egress, find_closed_ingress

INTERNET = InternetHost()


def find_obstacle_to_service(
    network: Network, source: NetworkInterface, service: AwsService, port: int, protocol: str
) -> str | None:
    """Why this service is not reached; None when it is."""
    vpc = network.vpc(source.subnet_id)
    if not network.resolves_names(vpc):
        return f"{vpc} has enableDnsSupport off: no name of {service} is found in it"
    for endpoint in network.endpoints(vpc, service.name):
        # With private DNS the service's own name leads here and nowhere else, even when the way is closed.
        if endpoint["VpcEndpointType"] == "Interface" and endpoint.get("PrivateDnsEnabled"):
            if network.has_private_names(vpc):
                return _find_closed_interface_endpoint(network, source, service, endpoint, port, protocol)
        elif endpoint["VpcEndpointType"] == "Gateway" and _is_in_route_table(network, source.subnet_id, endpoint):
            return _find_closed_edges(network, source, port, protocol)
    way_out = find_closed_way_out(network, source.subnet_id, INTERNET, source.has_public_address)
    if way_out:
        return f"{way_out}, and {vpc} has no usable endpoint for {service}"
    return _find_closed_edges(network, source, port, protocol)


def _find_closed_interface_endpoint(
    network: Network, source: NetworkInterface, service: AwsService, endpoint: Described, port: int, protocol: str
) -> str | None:
    groups = tuple(group["GroupId"] for group in endpoint.get("Groups", []))
    name = f"the endpoint {endpoint['VpcEndpointId']} for {service}"
    if not endpoint.get("SubnetIds"):
        return f"{name} has no subnet"
    # Any of its interfaces may be the one that DNS answers with.
    for subnet_id in endpoint["SubnetIds"]:
        target = NetworkInterface(subnet_id, groups, name=name)
        closed = find_closed_egress(network, source, target, port, protocol) or find_closed_ingress(
            network, target, source, port, protocol
        )
        if closed:
            return closed
    return None


def _is_in_route_table(network: Network, subnet_id: str, endpoint: Described) -> bool:
    return network.route_table(subnet_id)["RouteTableId"] in (endpoint.get("RouteTableIds") or [])


def _find_closed_edges(network: Network, source: NetworkInterface, port: int, protocol: str) -> str | None:
    return find_closed_egress(network, source, INTERNET, port, protocol) or find_closed_acl(
        network, source.subnet_id, INTERNET, port, protocol, outbound=True
    )
