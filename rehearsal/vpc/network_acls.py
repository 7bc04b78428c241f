"""What the network ACLs of two subnets let through. They remember nothing: the answer needs a rule of its own.

Source: Amazon VPC User Guide, "Network ACL rules", "Ephemeral ports".
"""

from ipaddress import IPv4Address, IPv4Network

from .endpoints import InternetHost, NetworkInterface
from .network import Described, Network

ANSWER_PORT = 50_000  # a client's own port: load balancers, NAT gateways and Linux all choose from this part
NUMBERS = {"tcp": "6", "udp": "17"}
Peer = InternetHost | NetworkInterface


def find_closed_acl(
    network: Network, subnet_id: str, peer: Peer, port: int, protocol: str, outbound: bool
) -> str | None:
    """Why a connection that this subnet opens (outbound) or gets is stopped at its edge, or the answer to it."""
    acl = network.acl(subnet_id)
    if acl is None:
        return None
    for egress, number in ((outbound, port), (not outbound, ANSWER_PORT)):
        if not _allows(network, acl, peer, number, protocol, egress):
            way = "out to" if egress else "in from"
            return f"network ACL {acl['NetworkAclId']} of {subnet_id} stops {protocol} {number} {way} {peer}"
    return None


def _allows(network: Network, acl: Described, peer: Peer, port: int, protocol: str, egress: bool) -> bool:
    for entry in sorted(acl["Entries"], key=lambda entry: entry["RuleNumber"]):
        if entry["Egress"] == egress and _matches(network, entry, peer, port, protocol):
            return bool(entry["RuleAction"] == "allow")
    return False


def _matches(network: Network, entry: Described, peer: Peer, port: int, protocol: str) -> bool:
    if str(entry["Protocol"]) not in ("-1", NUMBERS.get(protocol, protocol)) or "CidrBlock" not in entry:
        return False
    ports = entry.get("PortRange") or {}
    within = int(ports.get("From", 0)) <= port <= int(ports.get("To", 65535))
    block = IPv4Network(entry["CidrBlock"], strict=False)
    if isinstance(peer, InternetHost):
        return within and peer.is_in(block)
    if peer.private_address:
        return within and IPv4Address(peer.private_address) in block
    return within and network.block(peer.subnet_id).overlaps(block)
