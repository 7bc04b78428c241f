"""What EC2 asks of routes, their tables' associations, NAT gateways and subnets, and moto does not."""

from typing import Any

from rehearsal.resources.registry import Account, InvalidProperty, Properties, referring

DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
TARGETS = (
    "carrierGatewayId",
    "coreNetworkArn",
    "egressOnlyGatewayId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)


def require_one_destination(inputs: Properties) -> None:
    """EC2 API Reference, "CreateRoute": a route goes somewhere; terraform-provider-aws, aws_route: exactly one."""
    _require_one(inputs, DESTINATIONS, "destinationCidrBlock", "destination")


def require_one_target(inputs: Properties) -> None:
    """EC2 API Reference, "CreateRoute": exactly one target; without one it answers MissingParameter."""
    _require_one(inputs, TARGETS, "gatewayId", "target such as natGatewayId")


def require_attached(aws: Account, inputs: Properties) -> None:
    """The internet gateway is attached to the table's VPC: EC2 answers InvalidGatewayID otherwise."""
    gateway = str(inputs.get("gatewayId") or "")
    if not gateway.startswith("igw-"):
        return
    ec2 = aws.client("ec2")
    with referring("routeTableId", inputs["routeTableId"]):
        table = ec2.describe_route_tables(RouteTableIds=[inputs["routeTableId"]])["RouteTables"][0]
    found = ec2.describe_internet_gateways(InternetGatewayIds=[gateway])["InternetGateways"][0]
    if table["VpcId"] not in [one["VpcId"] for one in found["Attachments"]]:
        raise InvalidProperty("gatewayId", f"{gateway} is not attached to {table['VpcId']}, the route table's VPC")


def require_association_fits(aws: Account, inputs: Properties) -> None:
    """Table and subnet are in one VPC, and the subnet has no other table (Resource.AlreadyAssociated)."""
    subnet = inputs.get("subnetId")
    if not subnet:
        return
    ec2 = aws.client("ec2")
    table = ec2.describe_route_tables(RouteTableIds=[inputs["routeTableId"]])["RouteTables"][0]
    vpc = ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["VpcId"]
    if table["VpcId"] != vpc:
        raise InvalidProperty("routeTableId", f"the table is in {table['VpcId']}, the subnet in {vpc}")
    of_subnet = [{"Name": "association.subnet-id", "Values": [subnet]}]
    if others := ec2.describe_route_tables(Filters=of_subnet)["RouteTables"]:
        other = others[0]["RouteTableId"]
        raise InvalidProperty("subnetId", f"{subnet} is already associated with the route table {other}")


def require_nat_address(inputs: Properties) -> None:
    """EC2 API Reference, "CreateNatGateway": a public one needs an allocation, a private one takes none."""
    private = inputs.get("connectivityType") == "private"
    if private and inputs.get("allocationId"):
        raise InvalidProperty("connectivityType", "a private NAT gateway takes no allocationId")
    if not private and not inputs.get("allocationId") and inputs.get("availabilityMode") != "regional":
        raise InvalidProperty("allocationId", "a public NAT gateway needs one")


def require_zone(aws: Account, inputs: Properties) -> None:
    """The zone is one of this Region's."""
    zones: list[dict[str, Any]] = aws.client("ec2").describe_availability_zones()["AvailabilityZones"]
    for key, member in (("availabilityZone", "ZoneName"), ("availabilityZoneId", "ZoneId")):
        allowed = sorted(zone[member] for zone in zones)
        if inputs.get(key) and inputs[key] not in allowed:
            raise InvalidProperty(key, f"got {inputs[key]}, allowed are {', '.join(allowed)}")


def require_block(inputs: Properties) -> None:
    """EC2 API Reference, "CreateSubnet": addresses of its own, written out or from a pool."""
    if not any(inputs.get(key) for key in ("cidrBlock", "ipv4IpamPoolId", "ipv6CidrBlock", "ipv6IpamPoolId")):
        raise InvalidProperty("cidrBlock", "is missing, and a subnet needs a block of addresses")


def _require_one(inputs: Properties, keys: tuple[str, ...], path: str, what: str) -> None:
    given = [key for key in keys if inputs.get(key)]
    if len(given) != 1:
        raise InvalidProperty(path, f"a route needs exactly one {what}, got {', '.join(given) or 'none'}")
