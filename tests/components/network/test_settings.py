import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blue_green_ecs_pipeline.network.args import Nat
from blue_green_ecs_pipeline.network.settings import NetworkSettings
from tests.components.configured import configured, refused

EXISTING = {
    "vpc_id": "vpc-0a1b2c3d",
    "public_subnet_ids": ["subnet-1a", "subnet-1b"],
    "private_subnet_ids": ["subnet-2a", "subnet-2b"],
}
A_VPC_NETWORK = "allowed is an IPv4 network of /16 to /23, for example 10.0.0.0/16"


def test_a_network_needs_no_settings():
    settings = configured().network

    assert settings == NetworkSettings(
        cidr_block="10.0.0.0/16",
        availability_zones=2,
        nat="single",
        vpc_id=None,
        public_subnet_ids=None,
        private_subnet_ids=None,
        flow_log_retention_days=None,
    )
    assert settings.creates_vpc
    assert not settings.assign_public_ip


@pytest.mark.parametrize(
    "block", ["10.0.0.0/16", "10.255.254.0/23", "172.16.0.0/20", "192.168.0.0/16", "100.64.0.0/16"]
)
def test_a_vpc_may_be_any_network_that_holds_its_subnets(block):
    assert configured(network={"cidr_block": block}).network.cidr_block == block


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("", f'got "", {A_VPC_NETWORK}'),
        ("ten", f'got "ten", {A_VPC_NETWORK}'),
        ("10.0.0.0", f'got "10.0.0.0", {A_VPC_NETWORK}'),
        ("10.0.0.0/15", f'got "10.0.0.0/15", {A_VPC_NETWORK}'),
        ("10.0.0.0/24", f'got "10.0.0.0/24", {A_VPC_NETWORK}'),
        ("10.0.0.0/33", f'got "10.0.0.0/33", {A_VPC_NETWORK}'),
        ("10.0.0.256/16", f'got "10.0.0.256/16", {A_VPC_NETWORK}'),
        ("10.0.0.0/255.255.0.0", f'got "10.0.0.0/255.255.0.0", {A_VPC_NETWORK}'),
        ("10.0.1.0/16", f'got "10.0.1.0/16", {A_VPC_NETWORK}; write 10.0.0.0/16, the network\'s first address'),
        ("127.0.0.0/16", f'got "127.0.0.0/16", {A_VPC_NETWORK}'),
        ("169.254.0.0/16", f'got "169.254.0.0/16", {A_VPC_NETWORK}'),
        ("224.0.0.0/16", f'got "224.0.0.0/16", {A_VPC_NETWORK}'),
        ("fd00::/16", f'got "fd00::/16", {A_VPC_NETWORK}'),
    ],
)
def test_a_cidr_that_is_none_or_too_small_is_refused(block, sentence):
    assert refused(network={"cidr_block": block}) == {"network.cidrBlock": sentence}


@given(st.ip_addresses(v=4, network="10.0.0.0/8"), st.integers(0, 32))
def test_of_any_private_network_exactly_those_with_room_are_taken(address, prefix):
    block = f"{address}/{prefix}"
    first = int(address) % 2 ** (32 - prefix) == 0

    if first and 16 <= prefix <= 23:
        assert configured(network={"cidr_block": block}).network.cidr_block == block
    else:
        assert list(refused(network={"cidr_block": block})) == ["network.cidrBlock"]


@pytest.mark.parametrize("zones", [2, 6, 3.0])
def test_two_to_six_zones_are_possible(zones):
    assert configured(network={"availability_zones": zones}).network.availability_zones == zones


@pytest.mark.parametrize("zones", [1, 7])
def test_fewer_zones_than_a_load_balancer_needs_or_more_than_there_are_are_refused(zones):
    assert refused(network={"availability_zones": zones}) == {
        "network.availabilityZones": f"got {zones}, allowed are 2 to 6 zones"
    }


@pytest.mark.parametrize(
    ("zones", "sentence"),
    [
        ("2", 'got "2", allowed is a whole number; write it without quotes'),
        (True, "got true, allowed is a whole number"),
        (2.5, "got 2.5, allowed is a whole number"),
        (float("nan"), "got nan, allowed is a whole number"),
        ([2], "got a list, allowed is a whole number"),
        (10**30, "got a number of more than 18 digits, allowed are 2 to 6 zones"),
    ],
)
def test_what_is_no_whole_number_is_refused(zones, sentence):
    assert refused(network={"availability_zones": zones}) == {"network.availabilityZones": sentence}


@pytest.mark.parametrize(
    ("nat", "public_ip"), [("single", False), ("one-per-zone", False), ("none", True), (Nat.NONE, True)]
)
def test_only_without_nat_tasks_get_an_address_of_their_own(nat, public_ip):
    settings = configured(network={"nat": nat}).network

    assert settings.nat == nat
    assert settings.assign_public_ip is public_ip


def test_an_unknown_nat_is_refused_with_those_there_are():
    assert refused(network={"nat": False}) == {"network.nat": "got false, allowed are single, one-per-zone or none"}


def test_an_existing_network_is_used_as_it_is():
    settings = configured(network=EXISTING).network

    assert not settings.creates_vpc
    assert not settings.assign_public_ip
    assert settings.vpc_id == "vpc-0a1b2c3d"
    assert settings.public_subnet_ids == ("subnet-1a", "subnet-1b")
    assert settings.private_subnet_ids == ("subnet-2a", "subnet-2b")


def test_an_existing_network_may_come_from_outputs():
    subnets = pulumi.Output.from_input(["subnet-1"])
    settings = configured(
        network={**EXISTING, "vpc_id": pulumi.Output.from_input("x"), "public_subnet_ids": subnets}
    ).network

    assert settings.public_subnet_ids is subnets
    assert not settings.creates_vpc


@pytest.mark.parametrize(("key", "value"), [("cidr_block", "10.0.0.0/16"), ("availability_zones", 2), ("nat", "none")])
def test_an_existing_network_and_a_new_one_cannot_be_had_together(key, value):
    setting = {"cidr_block": "network.cidrBlock", "availability_zones": "network.availabilityZones"}.get(
        key, "network.nat"
    )

    assert refused(network={**EXISTING, key: value}) == {
        setting: "cannot be set together with network.vpcId; it describes a new network, remove one of the two"
    }


REASON = "an existing network is named by its VPC, public and private subnets"


@pytest.mark.parametrize(
    ("missing", "setting", "sentence"),
    [
        ("vpc_id", "network.publicSubnetIds", f"needs network.vpcId too; {REASON}"),
        ("public_subnet_ids", "network.vpcId", f"needs network.publicSubnetIds too; {REASON}"),
        ("private_subnet_ids", "network.vpcId", f"needs network.privateSubnetIds too; {REASON}"),
    ],
)
def test_an_existing_network_is_named_whole(missing, setting, sentence):
    assert refused(network={**EXISTING, missing: None}) == {setting: sentence}


@pytest.mark.parametrize("key", ["public_subnet_ids", "private_subnet_ids"])
@pytest.mark.parametrize(("subnets", "count"), [([], 0), (["subnet-9"], 1)])
def test_one_subnet_is_not_enough(key, subnets, count):
    setting = "network.publicSubnetIds" if key == "public_subnet_ids" else "network.privateSubnetIds"

    assert refused(network={**EXISTING, key: subnets}) == {
        setting: f"got {count}, allowed are 2 or more subnets; each in another availability zone"
    }


def test_a_subnet_is_listed_once():
    assert refused(network={**EXISTING, "public_subnet_ids": ["subnet-1a", "subnet-1a"]}) == {
        "network.publicSubnetIds[1]": 'got "subnet-1a" for the second time; keep one of the two'
    }


def test_a_subnet_is_not_public_and_private_at_once():
    assert refused(network={**EXISTING, "private_subnet_ids": ["subnet-2a", "subnet-1b"]}) == {
        "network.privateSubnetIds[1]": "is in network.publicSubnetIds too; keep one of the two"
    }


@pytest.mark.parametrize(
    ("network", "problems"),
    [
        ({"vpc_id": "10.0.0.0/16"}, {"network.vpcId": 'got "10.0.0.0/16", allowed is the id of a VPC, vpc-...'}),
        (
            {"public_subnet_ids": "subnet-1a"},
            {"network.publicSubnetIds": 'got "subnet-1a", allowed is a list; write [...] around it'},
        ),
        (
            {"public_subnet_ids": ["subnet-1a", "vpc-1", None]},
            {
                "network.publicSubnetIds[1]": 'got "vpc-1", allowed is the id of a subnet, subnet-...',
                "network.publicSubnetIds[2]": "got null, allowed is the id of a subnet, subnet-...; "
                "remove it or set it",
            },
        ),
    ],
)
def test_what_is_no_id_is_refused(network, problems):
    assert refused(network={**EXISTING, **network}) == problems
