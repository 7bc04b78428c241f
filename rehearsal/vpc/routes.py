"""Where the route table of a subnet sends what is for the internet, and whether it gets there.

Source: Amazon VPC User Guide, "Route priority", "NAT gateways", "Enable internet access".
"""

from ipaddress import IPv4Network

from .endpoints import InternetHost
from .network import Described, Network


def find_closed_way_out(network: Network, subnet_id: str, host: InternetHost, has_public_address: bool) -> str | None:
    """Why the internet is not reached from this subnet; None when it is."""
    route = _internet_route(network, subnet_id, host)
    table = network.route_table(subnet_id)["RouteTableId"]
    if route is None:
        return f"route table {table} of {subnet_id} has no route to {host}"
    if gateway := _internet_gateway(route):
        if not network.is_attached(gateway, network.vpc(subnet_id)):
            return f"route table {table} of {subnet_id} leads to {gateway}, which is not attached to its VPC"
        if not has_public_address:
            return f"{subnet_id} reaches {host} by {gateway}, which needs a public address, and there is none"
        return None
    if nat := route.get("NatGatewayId"):
        return _find_closed_nat_gateway(network, subnet_id, table, str(nat), host)
    return f"route table {table} of {subnet_id} leads nowhere from which {host} is reached"


def find_closed_way_in(network: Network, subnet_id: str, host: InternetHost) -> str | None:
    """Why a public address in this subnet is not reached from the internet; None when it is."""
    closed = find_closed_way_out(network, subnet_id, host, has_public_address=True)
    route = _internet_route(network, subnet_id, host)
    if closed is None and route and not _internet_gateway(route):
        table = network.route_table(subnet_id)["RouteTableId"]
        return f"route table {table} of {subnet_id} leads to a NAT gateway, which lets nobody in"
    return closed


def _find_closed_nat_gateway(network: Network, subnet_id: str, table: str, id: str, host: InternetHost) -> str | None:
    way = f"route table {table} of {subnet_id} leads to the NAT gateway {id}"
    nat = network.nat_gateway(id)
    if nat is None or nat["State"] not in ("pending", "available"):
        return f"{way}, which is gone"
    if nat["VpcId"] != network.vpc(subnet_id):
        return f"{way}, which is in another VPC"
    addresses = [one for one in nat.get("NatGatewayAddresses", []) if one.get("AllocationId") or one.get("PublicIp")]
    if nat.get("ConnectivityType") == "private" or not addresses:
        return f"{way}, which has no public address"
    # The gateway itself needs the internet gateway: another NAT gateway would get its packets back.
    beyond = _internet_route(network, nat["SubnetId"], host)
    gateway = _internet_gateway(beyond) if beyond else None
    if gateway is None or not network.is_attached(gateway, nat["VpcId"]):
        return f"{way}, whose own subnet {nat['SubnetId']} has no route to an internet gateway"
    return None


def _internet_route(network: Network, subnet_id: str, host: InternetHost) -> Described | None:
    """The most specific active route for this host that leaves the VPC."""
    found: list[tuple[int, Described]] = []
    for route in network.route_table(subnet_id)["Routes"]:
        if "DestinationCidrBlock" not in route or route.get("GatewayId") == "local":
            continue
        block = IPv4Network(route["DestinationCidrBlock"], strict=False)
        # Some hosts are not the internet: without an address only the way to all of it counts.
        if route.get("State", "active") == "active" and (host.is_in(block) if host.address else block.prefixlen == 0):
            found.append((block.prefixlen, route))
    return max(found, key=lambda entry: entry[0])[1] if found else None


def _internet_gateway(route: Described) -> str | None:
    gateway = route.get("GatewayId") or ""
    return gateway if gateway.startswith("igw-") else None
