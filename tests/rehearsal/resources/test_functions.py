"""What a program asks of the embedded AWS."""

import pytest

from rehearsal.resources.functions import INVOKES
from rehearsal.resources.registry import InvalidProperty


def ask(account, token, **args):
    return INVOKES[token](account.aws, args)


def test_the_caller_is_the_embedded_account(account):
    identity = ask(account, "aws:index/getCallerIdentity:getCallerIdentity")

    assert identity["accountId"] == identity["id"] == "123456789012"
    assert identity["arn"].startswith("arn:aws:sts::123456789012:")
    assert identity["userId"]


def test_the_region_has_its_name_under_all_three_properties(account):
    region = ask(account, "aws:index/getRegion:getRegion", region=None, name=None)

    assert region == {
        "description": "Europe (Frankfurt)",
        "endpoint": "ec2.eu-central-1.amazonaws.com",
        "id": "eu-central-1",
        "name": "eu-central-1",
        "region": "eu-central-1",
    }


def test_a_region_that_is_none_is_refused(account):
    with pytest.raises(InvalidProperty, match="region: there is no region eu-nowhere-1"):
        ask(account, "aws:index/getRegion:getRegion", region="eu-nowhere-1")


@pytest.mark.parametrize(
    ("region", "partition", "suffix", "prefix"),
    [
        (None, "aws", "amazonaws.com", "com.amazonaws"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws"),
    ],
)
def test_the_partition_belongs_to_the_region(account, region, partition, suffix, prefix):
    found = ask(account, "aws:index/getPartition:getPartition", region=region)

    assert (found["partition"], found["id"]) == (partition, partition)
    assert (found["dnsSuffix"], found["reverseDnsPrefix"]) == (suffix, prefix)


def test_availability_zones_come_in_order(account):
    zones = ask(account, "aws:index/getAvailabilityZones:getAvailabilityZones", state="available", filters=None)

    assert zones["names"] == ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
    assert zones["zoneIds"] == ["euc1-az1", "euc1-az2", "euc1-az3"]
    assert zones["id"] == zones["region"] == "eu-central-1"


def test_availability_zones_are_filtered_and_excluded(account):
    filtered = ask(
        account,
        "aws:index/getAvailabilityZones:getAvailabilityZones",
        filters=[{"name": "zone-name", "values": ["eu-central-1a", "eu-central-1b"]}],
        excludeNames=["eu-central-1a"],
    )

    assert filtered["names"] == ["eu-central-1b"]


def test_zones_without_opting_in_are_all_the_regions_own(account):
    opted = [{"name": "opt-in-status", "values": ["opt-in-not-required"]}]

    zones = ask(account, "aws:index/getAvailabilityZones:getAvailabilityZones", filters=opted)

    assert zones["names"] == ["eu-central-1a", "eu-central-1b", "eu-central-1c"]


def test_a_vpc_is_found_by_its_id(account):
    vpc = ask(account, "aws:ec2/getVpc:getVpc", id=account.vpc)

    assert vpc["id"] == account.vpc
    assert vpc["arn"] == f"arn:aws:ec2:eu-central-1:123456789012:vpc/{account.vpc}"
    assert vpc["cidrBlock"] == "10.0.0.0/16"
    assert vpc["cidrBlockAssociations"][0]["cidrBlock"] == "10.0.0.0/16"
    assert vpc["enableDnsSupport"] is True
    assert vpc["mainRouteTableId"].startswith("rtb-")
    assert vpc["default"] is False


def test_the_default_vpc_is_found(account):
    assert ask(account, "aws:ec2/getVpc:getVpc", default=True)["cidrBlock"] == "172.31.0.0/16"


def test_a_vpc_that_is_not_there_is_named(account):
    with pytest.raises(InvalidProperty, match="id: there is no VPC vpc-0"):
        ask(account, "aws:ec2/getVpc:getVpc", id="vpc-0")


def test_more_than_one_vpc_is_no_answer(account):
    with pytest.raises(InvalidProperty, match="2 VPCs match"):
        ask(account, "aws:ec2/getVpc:getVpc", state="available")
