"""Route tables, routes, addresses and NAT gateways."""

from botocore.exceptions import ClientError

from rehearsal.resources.convert import parameters
from rehearsal.resources.described import DescribedType
from rehearsal.resources.ec2_route_rules import (
    DESTINATIONS,
    require_association_fits,
    require_attached,
    require_nat_address,
    require_one_destination,
    require_one_target,
)
from rehearsal.resources.ec2_tags import TaggedType, tag_specifications
from rehearsal.resources.registry import (
    Account,
    InvalidProperty,
    Properties,
    is_missing,
    none_when_missing,
    referring,
    register,
)


@register
class RouteTable(TaggedType):
    """Where a subnet's traffic goes. Its routes are resources of their own.

    Source: terraform-provider-aws, resource aws_route_table: vpc_id forces a new resource.
    """

    token = "aws:ec2/routeTable:RouteTable"
    replace_on = frozenset({"vpcId"})

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        wanted = parameters(ec2, "CreateRouteTable", inputs, elsewhere=("tags",))
        id = ec2.create_route_table(**wanted, **tag_specifications("route-table", inputs))["RouteTable"]["RouteTableId"]
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        return {"Tags": [], **aws.client("ec2").describe_route_tables(RouteTableIds=[id])["RouteTables"][0]}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        arn = f"arn:aws:ec2:{aws.region}:{aws.account_id}:route-table/{id}"
        return {"arn": arn, "ownerId": live["OwnerId"], "vpcId": live["VpcId"]}

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ec2").delete_route_table(RouteTableId=id)


@register
class RouteTableAssociation(DescribedType):
    """The route table of a subnet or of a gateway.

    Source: terraform-provider-aws, resource aws_route_table_association: gateway_id, subnet_id force a new
    resource.
    """

    token = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    replace_on = frozenset({"subnetId", "gatewayId"})

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        wanted = parameters(ec2, "AssociateRouteTable", inputs)
        # moto takes a table and a subnet that do not exist.
        with referring("routeTableId", inputs["routeTableId"]):
            ec2.describe_route_tables(RouteTableIds=[inputs["routeTableId"]])
        if subnet := inputs.get("subnetId"):
            with referring("subnetId", subnet):
                ec2.describe_subnets(SubnetIds=[subnet])
        require_association_fits(aws, inputs)
        id = ec2.associate_route_table(**wanted)["AssociationId"]
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        # By what is associated: a change of the table gives the association another id at AWS.
        associated = inputs.get("subnetId") or inputs.get("gatewayId")
        kind = "subnet-id" if inputs.get("subnetId") else "gateway-id"
        of_association = [{"Name": f"association.{kind}", "Values": [associated]}]
        for table in aws.client("ec2").describe_route_tables(Filters=of_association)["RouteTables"]:
            for association in table["Associations"]:
                if associated in (association.get("SubnetId"), association.get("GatewayId")):
                    return dict(association)
        return None

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        live = self.describe(aws, id, old_inputs)
        if live is None:
            raise InvalidProperty("", "the association is gone")
        aws.client("ec2").replace_route_table_association(
            AssociationId=live["RouteTableAssociationId"], RouteTableId=new_inputs["routeTableId"]
        )
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        if live := self.describe(aws, id, inputs):
            aws.client("ec2").disassociate_route_table(AssociationId=live["RouteTableAssociationId"])


@register
class Route(DescribedType):
    """One route of a table.

    Source: terraform-provider-aws, resource aws_route: destination_cidr_block, destination_ipv6_cidr_block,
    destination_prefix_list_id, route_table_id force a new resource.
    """

    token = "aws:ec2/route:Route"
    replace_on = frozenset({"routeTableId", *DESTINATIONS})

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        wanted = parameters(ec2, "CreateRoute", inputs)
        _require_targets(aws, inputs)
        require_one_destination(inputs)
        ec2.create_route(**wanted)
        id = f"r-{inputs['routeTableId']}_{_destination(inputs)}"
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        tables = aws.client("ec2").describe_route_tables(RouteTableIds=[inputs["routeTableId"]])["RouteTables"]
        for route in tables[0]["Routes"]:
            if _destination(inputs) in (route.get("DestinationCidrBlock"), route.get("DestinationIpv6CidrBlock")):
                return dict(route)
        return None

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"origin": live.get("Origin"), "state": live.get("State")}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        _require_targets(aws, new_inputs)
        ec2 = aws.client("ec2")
        ec2.replace_route(**parameters(ec2, "ReplaceRoute", new_inputs))
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        ec2 = aws.client("ec2")
        chosen = {key: value for key, value in inputs.items() if key in ("routeTableId", *DESTINATIONS)}
        ec2.delete_route(**parameters(ec2, "DeleteRoute", chosen))


def _destination(inputs: Properties) -> str:
    return next(str(inputs[key]) for key in DESTINATIONS if inputs.get(key))


def _require_targets(aws: Account, inputs: Properties) -> None:
    """moto takes any id as a target."""
    require_one_target(inputs)
    ec2 = aws.client("ec2")
    if gateway := inputs.get("gatewayId"):
        with referring("gatewayId", gateway):
            ec2.describe_internet_gateways(InternetGatewayIds=[gateway])
        require_attached(aws, inputs)
    if nat := inputs.get("natGatewayId"):
        _require_nat_gateway(aws, nat)


def _require_nat_gateway(aws: Account, id: str) -> Properties:
    gateways = aws.client("ec2").describe_nat_gateways(NatGatewayIds=[id])["NatGateways"]
    if not gateways or gateways[0]["State"] == "deleted":
        raise InvalidProperty("natGatewayId", f"there is no NAT gateway {id}")
    return dict(gateways[0])


@register
class Eip(TaggedType):
    """A public address that stays.

    Source: terraform-provider-aws, resource aws_eip: address, domain, ipam_pool_id, network_border_group,
    public_ipv4_pool force a new resource.
    """

    token = "aws:ec2/eip:Eip"
    replace_on = frozenset({"address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"})
    renames = {"networkInterface": "NetworkInterfaceId", "instance": "InstanceId"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        wanted = parameters(ec2, "AllocateAddress", inputs, elsewhere=("tags",))
        answer = ec2.allocate_address(**wanted, **tag_specifications("elastic-ip", inputs))
        id = answer["AllocationId"]
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        return {"Tags": [], **aws.client("ec2").describe_addresses(AllocationIds=[id])["Addresses"][0]}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "allocationId": id,
            "arn": f"arn:aws:ec2:{aws.region}:{aws.account_id}:elastic-ip/{id}",
            "domain": live["Domain"],
            "publicIp": live["PublicIp"],
            "associationId": live.get("AssociationId", ""),
        }

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ec2").release_address(AllocationId=id)


@register
class NatGateway(TaggedType):
    """The way of private subnets to the internet.

    Source: terraform-provider-aws, resource aws_nat_gateway: allocation_id, availability_mode, connectivity_type,
    private_ip, subnet_id, vpc_id, secondary_private_ip_address_count unless it is taken away, and
    availability_zone_address where the first comes or the last goes force a new resource.
    """

    token = "aws:ec2/natGateway:NatGateway"
    replace_on = frozenset({"allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"})
    renames = {"privateIp": "PrivateIpAddress"}

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        also = set()
        if new_inputs.get("secondaryPrivateIpAddressCount") is not None:
            also.add("secondaryPrivateIpAddressCount")
        # Without addresses of its own AWS chooses the zones; a gateway cannot go from one to the other.
        if bool(old_inputs.get("availabilityZoneAddresses")) != bool(new_inputs.get("availabilityZoneAddresses")):
            also.add("availabilityZoneAddresses")
        return self.replace_on | also

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        wanted = parameters(ec2, "CreateNatGateway", inputs, renames=self.renames, elsewhere=("tags",))
        require_nat_address(inputs)
        answer = ec2.create_nat_gateway(**wanted, **tag_specifications("natgateway", inputs))
        id = answer["NatGateway"]["NatGatewayId"]
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        try:
            return {"Tags": [], **_require_nat_gateway(aws, id)}
        except InvalidProperty:
            return None

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        address = (live.get("NatGatewayAddresses") or [{}])[0]
        return {
            "publicIp": address.get("PublicIp"),
            "privateIp": address.get("PrivateIp"),
            "networkInterfaceId": address.get("NetworkInterfaceId"),
            "connectivityType": live.get("ConnectivityType", "public"),
        }

    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        live = self.describe(aws, id, inputs)
        if live is None:
            return
        ec2 = aws.client("ec2")
        ec2.delete_nat_gateway(NatGatewayId=id)
        # moto keeps the address associated and the interface in the subnet.
        for address in live.get("NatGatewayAddresses", []):
            if allocation := address.get("AllocationId"):
                _disassociate(aws, allocation)
            ec2.delete_network_interface(NetworkInterfaceId=address["NetworkInterfaceId"])


def _disassociate(aws: Account, allocation: str) -> None:
    ec2 = aws.client("ec2")
    try:
        addresses = ec2.describe_addresses(AllocationIds=[allocation])["Addresses"]
    except ClientError as error:
        if is_missing(error):
            return
        raise
    for address in addresses:
        if association := address.get("AssociationId"):
            ec2.disassociate_address(AssociationId=association)
