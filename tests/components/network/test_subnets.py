"""Subnets keep their addresses whatever is added later."""

import ipaddress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blue_green_ecs_pipeline.network.subnets import lay_out_subnets


def test_the_default_vpc_is_laid_out_like_this() -> None:
    layout = lay_out_subnets("10.0.0.0/16", 2)

    assert layout.private == ["10.0.0.0/20", "10.0.16.0/20"]
    assert layout.public == ["10.0.128.0/20", "10.0.144.0/20"]


@pytest.mark.parametrize("zones", [2, 3, 4, 5])
def test_another_zone_moves_no_subnet(zones: int) -> None:
    fewer, more = lay_out_subnets("10.0.0.0/16", zones), lay_out_subnets("10.0.0.0/16", zones + 1)

    assert more.private[:zones] == fewer.private
    assert more.public[:zones] == fewer.public


@given(
    prefix=st.integers(16, 23),
    network=st.integers(0, 2**32 - 1),
    zones=st.integers(2, 6),
)
def test_subnets_lie_in_the_vpc_without_overlap_and_are_large_enough_for_a_load_balancer(
    prefix: int, network: int, zones: int
) -> None:
    vpc = ipaddress.ip_network((network, prefix), strict=False)

    layout = lay_out_subnets(str(vpc), zones)

    subnets = [ipaddress.ip_network(block) for block in layout.private + layout.public]
    assert len(subnets) == 2 * zones
    assert all(subnet.subnet_of(vpc) for subnet in subnets)  # type: ignore[arg-type]
    assert all(subnet.prefixlen <= 27 for subnet in subnets)
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))
