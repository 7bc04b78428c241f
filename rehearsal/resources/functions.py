"""What a program asks of AWS: pulumi_aws's functions."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from botocore.loaders import create_loader

from rehearsal.resources.registry import Account, InvalidProperty, Properties


def get_caller_identity(aws: Account, args: Properties) -> Properties:
    """aws.get_caller_identity."""
    identity = aws.client("sts").get_caller_identity()
    account = identity["Account"]
    return {"accountId": account, "arn": identity["Arn"], "id": account, "userId": identity["UserId"]}


def get_region(aws: Account, args: Properties) -> Properties:
    """aws.get_region."""
    region = args.get("region") or args.get("name") or args.get("id") or aws.region
    regions = {name: about for partition in _partitions() for name, about in partition["regions"].items()}
    if region not in regions:
        raise InvalidProperty("region", f"there is no region {region}")
    return {
        "description": regions[region]["description"],
        "endpoint": f"ec2.{region}.{_partition(region)['dnsSuffix']}",
        "id": region,
        "name": region,
        "region": region,
    }


def get_partition(aws: Account, args: Properties) -> Properties:
    """aws.get_partition."""
    partition = _partition(args.get("region") or aws.region)
    reversed_suffix = ".".join(reversed(partition["dnsSuffix"].split(".")))
    return {
        "dnsSuffix": partition["dnsSuffix"],
        "id": partition["partition"],
        "partition": partition["partition"],
        "region": args.get("region") or aws.region,
        "reverseDnsPrefix": reversed_suffix,
    }


def get_availability_zones(aws: Account, args: Properties) -> Properties:
    """aws.get_availability_zones."""
    found = aws.client("ec2").describe_availability_zones(
        Filters=_filters(args, {"state": args.get("state")}),
        AllAvailabilityZones=bool(args.get("allAvailabilityZones")),
    )["AvailabilityZones"]
    zones = sorted(
        (
            zone
            for zone in found
            if zone["ZoneName"] not in (args.get("excludeNames") or [])
            and zone["ZoneId"] not in (args.get("excludeZoneIds") or [])
        ),
        key=lambda zone: str(zone["ZoneName"]),
    )
    return {
        **_given(args),
        "groupNames": sorted({zone.get("GroupName") or zone["RegionName"] for zone in zones}),
        "id": aws.region,
        "names": [zone["ZoneName"] for zone in zones],
        "region": aws.region,
        "zoneIds": [zone["ZoneId"] for zone in zones],
    }


def get_vpc(aws: Account, args: Properties) -> Properties:
    """aws.ec2.get_vpc: the one VPC that the arguments describe."""
    ec2 = aws.client("ec2")
    default = args.get("default")
    conditions = {
        "cidr": args.get("cidrBlock"),
        "dhcp-options-id": args.get("dhcpOptionsId"),
        "isDefault": None if default is None else str(bool(default)).lower(),
        "state": args.get("state"),
        "vpc-id": args.get("id"),
    }
    tags = {f"tag:{key}": value for key, value in (args.get("tags") or {}).items()}
    found = ec2.describe_vpcs(Filters=_filters(args, {**conditions, **tags}))["Vpcs"]
    asked = args.get("id") or _given(args)
    if not found:
        raise InvalidProperty("id" if args.get("id") else "", f"there is no VPC {asked}")
    if len(found) > 1:
        raise InvalidProperty("", f"{len(found)} VPCs match {asked}, one is allowed")
    return {**_given(args), **_vpc(aws, ec2, found[0])}


def _vpc(aws: Account, ec2: Any, vpc: dict[str, Any]) -> Properties:
    id, owner = vpc["VpcId"], vpc.get("OwnerId", aws.account_id)
    tables = ec2.describe_route_tables(
        Filters=[{"Name": "vpc-id", "Values": [id]}, {"Name": "association.main", "Values": ["true"]}]
    )["RouteTables"]
    ipv6 = vpc.get("Ipv6CidrBlockAssociationSet") or [{}]

    def attribute(name: str, member: str) -> bool:
        return bool(ec2.describe_vpc_attribute(VpcId=id, Attribute=name)[member]["Value"])

    return {
        "arn": f"arn:aws:ec2:{aws.region}:{owner}:vpc/{id}",
        "cidrBlock": vpc["CidrBlock"],
        "cidrBlockAssociations": [
            {
                "associationId": block["AssociationId"],
                "cidrBlock": block["CidrBlock"],
                "state": block["CidrBlockState"]["State"],
            }
            for block in vpc.get("CidrBlockAssociationSet", [])
        ],
        "default": vpc["IsDefault"],
        "dhcpOptionsId": vpc.get("DhcpOptionsId", ""),
        "enableDnsHostnames": attribute("enableDnsHostnames", "EnableDnsHostnames"),
        "enableDnsSupport": attribute("enableDnsSupport", "EnableDnsSupport"),
        "enableNetworkAddressUsageMetrics": False,
        "id": id,
        "instanceTenancy": vpc["InstanceTenancy"],
        "ipv6AssociationId": ipv6[0].get("AssociationId", ""),
        "ipv6CidrBlock": ipv6[0].get("Ipv6CidrBlock", ""),
        "ipv6CidrBlockAssociations": [],
        "mainRouteTableId": tables[0]["RouteTableId"] if tables else "",
        "ownerId": owner,
        "region": aws.region,
        "state": vpc["State"],
        "tags": {tag["Key"]: tag["Value"] for tag in vpc.get("Tags", [])},
    }


def _filters(args: Properties, conditions: Properties) -> list[dict[str, Any]]:
    own = [{"Name": entry["name"], "Values": list(entry["values"])} for entry in args.get("filters") or []]
    return own + [{"Name": name, "Values": [value]} for name, value in conditions.items() if value is not None]


def _given(args: Properties) -> Properties:
    return {key: value for key, value in args.items() if value is not None}


@lru_cache
def _partitions() -> list[dict[str, Any]]:
    return list(create_loader().load_data("endpoints")["partitions"])


def _partition(region: str) -> dict[str, Any]:
    for partition in _partitions():
        if region in partition["regions"]:
            return partition
    raise InvalidProperty("region", f"there is no region {region}")


INVOKES: dict[str, Callable[[Account, Properties], Properties]] = {
    "aws:ec2/getVpc:getVpc": get_vpc,
    "aws:index/getAvailabilityZones:getAvailabilityZones": get_availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": get_caller_identity,
    "aws:index/getPartition:getPartition": get_partition,
    "aws:index/getRegion:getRegion": get_region,
}
