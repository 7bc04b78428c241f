"""What security groups let out and in. Answers go through by themselves: a group remembers its connections.

Source: Amazon VPC User Guide, "Security group rules".
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network

from .endpoints import InternetHost, NetworkInterface
from .network import Described, Network

EVERY_PROTOCOL = "-1"
Peer = InternetHost | NetworkInterface


def find_closed_egress(network: Network, source: NetworkInterface, peer: Peer, port: int, protocol: str) -> str | None:
    """Why nothing gets out of the source; None when it does."""
    rules = [rule for group in _groups(network, source) for rule in group["IpPermissionsEgress"]]
    if any(_allows(network, rule, peer, port, protocol) for rule in rules):
        return None
    return f"no egress rule of {_named(network, source)} lets {protocol} {port} out to {peer}"


def find_closed_ingress(network: Network, target: NetworkInterface, peer: Peer, port: int, protocol: str) -> str | None:
    """Why nothing gets into the target; None when it does."""
    rules = [rule for group in _groups(network, target) for rule in group["IpPermissions"]]
    if any(_allows(network, rule, peer, port, protocol) for rule in rules):
        return None
    return f"no ingress rule of {_named(network, target)} lets {protocol} {port} in from {peer}"


def lets_anybody_in(network: Network, target: NetworkInterface, port: int, protocol: str = "tcp") -> bool:
    """Whether some rule for this port is for somebody who exists: of the internet, of this VPC, or behind a route."""
    for group in _groups(network, target):
        for rule in group["IpPermissions"]:
            if not _is_for_port(rule, port, protocol):
                continue
            blocks = [IPv4Network(entry["CidrIp"], strict=False) for entry in rule.get("IpRanges", [])]
            if rule.get("UserIdGroupPairs") or any(_is_anybodys(network, target, block) for block in blocks):
                return True
    return False


def _is_anybodys(network: Network, target: NetworkInterface, block: IPv4Network) -> bool:
    if target.has_public_address and InternetHost().is_in(block):
        return True
    near = [*network.vpc_blocks(target.subnet_id), *network.routed_blocks(target.subnet_id)]
    return any(block.overlaps(other) for other in near)


def _groups(network: Network, interface: NetworkInterface) -> list[Described]:
    return [network.security_group(id) for id in interface.security_group_ids]


def _named(network: Network, interface: NetworkInterface) -> str:
    named = [f"{group['GroupName']} ({group['GroupId']})" for group in _groups(network, interface)]
    return f"the security group {' or '.join(named)} of {interface}" if named else f"{interface} without security group"


def _allows(network: Network, rule: Described, peer: Peer, port: int, protocol: str) -> bool:
    return _is_for_port(rule, port, protocol) and _is_for_peer(network, rule, peer)


def _is_for_port(rule: Described, port: int, protocol: str) -> bool:
    if rule["IpProtocol"] == EVERY_PROTOCOL:
        return True
    same = rule["IpProtocol"] in (protocol, {"tcp": "6", "udp": "17"}.get(protocol))
    return same and int(rule.get("FromPort", 0)) <= port <= int(rule.get("ToPort", 65535))


def _is_for_peer(network: Network, rule: Described, peer: Peer) -> bool:
    blocks = [IPv4Network(entry["CidrIp"], strict=False) for entry in rule.get("IpRanges", [])]
    if isinstance(peer, InternetHost):
        return any(peer.is_in(block) for block in blocks)
    groups = {entry.get("GroupId") for entry in rule.get("UserIdGroupPairs", [])}
    return bool(groups.intersection(peer.security_group_ids)) or _covers(blocks, network, peer)


def _covers(blocks: Iterable[IPv4Network], network: Network, peer: NetworkInterface) -> bool:
    if peer.private_address:
        return any(IPv4Address(peer.private_address) in block for block in blocks)
    # Any address of its subnet may become its own.
    return any(network.block(peer.subnet_id).subnet_of(block) for block in blocks)
