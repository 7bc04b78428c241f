"""Which addresses the subnets of a created VPC get."""

import ipaddress
from dataclasses import dataclass

SUBNETS_IN_A_VPC = 16


@dataclass(frozen=True)
class SubnetLayout:
    """One public and one private block for each Availability Zone, in the zones' order."""

    public: list[str]
    private: list[str]


def lay_out_subnets(cidr_block: str, zones: int) -> SubnetLayout:
    """The VPC's block in sixteen equal parts, private ones from the first, public ones from the ninth.

    A zone's blocks depend on its place alone: adding a zone, or a NAT gateway, never moves an existing subnet.
    """
    slices = list(ipaddress.ip_network(cidr_block).subnets(prefixlen_diff=4))
    half = SUBNETS_IN_A_VPC // 2
    return SubnetLayout(
        public=[str(block) for block in slices[half : half + zones]],
        private=[str(block) for block in slices[:zones]],
    )
