"""Checks IPv4 networks as AWS takes them."""

import ipaddress

from ..text_forms import TextForm, pattern

MIN_VPC_PREFIX = 16  # Amazon VPC User Guide, "VPC CIDR blocks"
MAX_VPC_PREFIX = 23  # A subnet takes a sixteenth of the VPC, and a load balancer needs /27 in each.

_WRITTEN_OUT = pattern(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}/[0-9]{1,2}")
_UNUSABLE = [ipaddress.IPv4Network(block) for block in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")]


def _parsed(text: str, strict: bool = True) -> ipaddress.IPv4Network | None:
    try:
        return ipaddress.IPv4Network(text, strict) if _WRITTEN_OUT(text) else None
    except ValueError:
        return None


def _is_network(text: str) -> bool:
    return _parsed(text) is not None


def _is_vpc_network(text: str) -> bool:
    network = _parsed(text)
    return (
        network is not None
        and MIN_VPC_PREFIX <= network.prefixlen <= MAX_VPC_PREFIX
        and not any(network.overlaps(block) for block in _UNUSABLE)
    )


def _first_address(text: str) -> str:
    network = _parsed(text, strict=False)
    return f"write {network}, the network's first address" if network and not _is_network(text) else ""


def _host_or_first_address(text: str) -> str:
    return f"write {text}/32 for this one address" if _is_network(f"{text}/32") else _first_address(text)


NETWORK = TextForm(
    "an IPv4 network, for example 203.0.113.7/32",
    _is_network,
    _host_or_first_address,
)
VPC_NETWORK = TextForm(
    f"an IPv4 network of /{MIN_VPC_PREFIX} to /{MAX_VPC_PREFIX}, for example 10.0.0.0/16",
    _is_vpc_network,
    _first_address,
)
