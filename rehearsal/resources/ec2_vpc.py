"""VPC, internet gateway and subnet."""

from rehearsal.resources.convert import parameters
from rehearsal.resources.ec2_route_rules import require_block, require_zone
from rehearsal.resources.ec2_tags import TaggedType, tag_specifications
from rehearsal.resources.late_interfaces import delete_after_interfaces
from rehearsal.resources.registry import Account, Properties, none_when_missing, referring, register

VPC_ATTRIBUTES = ("enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics")
SUBNET_ATTRIBUTES = ("mapPublicIpOnLaunch", "assignIpv6AddressOnCreation")


def _member(key: str) -> str:
    return key[:1].upper() + key[1:]


@register
class Vpc(TaggedType):
    """A network of one's own.

    Source: terraform-provider-aws, resource aws_vpc: cidr_block, ipv4_ipam_pool_id, ipv4_netmask_length, and
    instance_tenancy (left out, it is default) unless it goes from dedicated to default force a new resource.
    """

    token = "aws:ec2/vpc:Vpc"
    replace_on = frozenset({"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"})
    renames = {"assignGeneratedIpv6CidrBlock": "AmazonProvidedIpv6CidrBlock"}

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        old, new = (inputs.get("instanceTenancy") or "default" for inputs in (old_inputs, new_inputs))
        in_place = old == new or (old, new) == ("dedicated", "default")
        return self.replace_on if in_place else self.replace_on | {"instanceTenancy"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        wanted = parameters(ec2, "CreateVpc", inputs, renames=self.renames, elsewhere=("tags", *VPC_ATTRIBUTES))
        id = ec2.create_vpc(**wanted, **tag_specifications("vpc", inputs))["Vpc"]["VpcId"]
        self._set_attributes(aws, id, {}, inputs)
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        ec2 = aws.client("ec2")
        live: Properties = {"Tags": [], **ec2.describe_vpcs(VpcIds=[id])["Vpcs"][0]}
        for key in VPC_ATTRIBUTES:
            if key in inputs:
                live[_member(key)] = ec2.describe_vpc_attribute(VpcId=id, Attribute=key)[_member(key)]["Value"]
        return live

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        ec2 = aws.client("ec2")
        of_vpc = [{"Name": "vpc-id", "Values": [id]}]
        table = ec2.describe_route_tables(Filters=[*of_vpc, {"Name": "association.main", "Values": ["true"]}])
        group = ec2.describe_security_groups(Filters=[*of_vpc, {"Name": "group-name", "Values": ["default"]}])
        acl = ec2.describe_network_acls(Filters=[*of_vpc, {"Name": "default", "Values": ["true"]}])
        main_table = table["RouteTables"][0]["RouteTableId"]
        return {
            "arn": f"arn:aws:ec2:{aws.region}:{aws.account_id}:vpc/{id}",
            "cidrBlock": live["CidrBlock"],
            "instanceTenancy": live["InstanceTenancy"],
            "mainRouteTableId": main_table,
            "defaultRouteTableId": main_table,
            "defaultSecurityGroupId": group["SecurityGroups"][0]["GroupId"],
            "defaultNetworkAclId": acl["NetworkAcls"][0]["NetworkAclId"],
            "dhcpOptionsId": live.get("DhcpOptionsId"),
            "ownerId": aws.account_id,
        }

    def change(self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
        self._set_attributes(aws, id, old_inputs, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ec2").delete_vpc(VpcId=id)

    def _set_attributes(self, aws: Account, id: str, old: Properties, new: Properties) -> None:
        for key in VPC_ATTRIBUTES:
            if key in new and new[key] != old.get(key):
                aws.client("ec2").modify_vpc_attribute(VpcId=id, **{_member(key): {"Value": new[key]}})


@register
class InternetGateway(TaggedType):
    """A VPC's way to and from the internet.

    Source: terraform-provider-aws, resource aws_internet_gateway: nothing forces a new resource.
    """

    token = "aws:ec2/internetGateway:InternetGateway"

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        wanted = parameters(ec2, "CreateInternetGateway", inputs, elsewhere=("tags", "vpcId"))
        if vpc := inputs.get("vpcId"):
            with referring("vpcId", vpc):
                ec2.describe_vpcs(VpcIds=[vpc])
        answer = ec2.create_internet_gateway(**wanted, **tag_specifications("internet-gateway", inputs))
        id = answer["InternetGateway"]["InternetGatewayId"]
        self._attach(aws, id, None, inputs.get("vpcId"))
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        gateway = aws.client("ec2").describe_internet_gateways(InternetGatewayIds=[id])["InternetGateways"][0]
        attached = [attachment["VpcId"] for attachment in gateway["Attachments"]]
        return {"Tags": [], **gateway, "VpcId": attached[0] if attached else ""}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        arn = f"arn:aws:ec2:{aws.region}:{aws.account_id}:internet-gateway/{id}"
        return {"arn": arn, "ownerId": aws.account_id, "vpcId": live["VpcId"]}

    def change(self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
        self._attach(aws, id, old_inputs.get("vpcId"), new_inputs.get("vpcId"))

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        self._attach(aws, id, inputs.get("vpcId"), None)
        aws.client("ec2").delete_internet_gateway(InternetGatewayId=id)

    def _attach(self, aws: Account, id: str, old: str | None, new: str | None) -> None:
        if old != new and old:
            aws.client("ec2").detach_internet_gateway(InternetGatewayId=id, VpcId=old)
        if old != new and new:
            aws.client("ec2").attach_internet_gateway(InternetGatewayId=id, VpcId=new)


@register
class Subnet(TaggedType):
    """A part of a VPC in one zone.

    Source: terraform-provider-aws, resource aws_subnet: availability_zone, availability_zone_id, cidr_block,
    ipv4_ipam_pool_id, ipv4_netmask_length, ipv6_ipam_pool_id, ipv6_native, ipv6_netmask_length, outpost_arn, vpc_id,
    and ipv6_cidr_block where assign_ipv6_address_on_creation was set force a new resource.
    """

    token = "aws:ec2/subnet:Subnet"
    replace_on = frozenset(
        {
            "availabilityZone",
            "availabilityZoneId",
            "cidrBlock",
            "ipv4IpamPoolId",
            "ipv4NetmaskLength",
            "ipv6IpamPoolId",
            "ipv6Native",
            "ipv6NetmaskLength",
            "outpostArn",
            "vpcId",
        }
    )

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        assigned = old_inputs.get("assignIpv6AddressOnCreation")
        return self.replace_on | {"ipv6CidrBlock"} if assigned else self.replace_on

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        require_zone(aws, inputs)
        require_block(inputs)
        wanted = parameters(ec2, "CreateSubnet", inputs, elsewhere=("tags", *SUBNET_ATTRIBUTES))
        id = ec2.create_subnet(**wanted, **tag_specifications("subnet", inputs))["Subnet"]["SubnetId"]
        self._set_attributes(aws, id, {}, inputs)
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        return {"Tags": [], **aws.client("ec2").describe_subnets(SubnetIds=[id])["Subnets"][0]}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": live["SubnetArn"],
            "availabilityZone": live["AvailabilityZone"],
            "availabilityZoneId": live["AvailabilityZoneId"],
            "cidrBlock": live["CidrBlock"],
            "ownerId": live["OwnerId"],
            "vpcId": live["VpcId"],
        }

    def change(self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
        self._set_attributes(aws, id, old_inputs, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        ec2 = aws.client("ec2")
        delete_after_interfaces(aws, "subnet-id", id, lambda: ec2.delete_subnet(SubnetId=id))

    def _set_attributes(self, aws: Account, id: str, old: Properties, new: Properties) -> None:
        for key in SUBNET_ATTRIBUTES:
            if new.get(key, False) != old.get(key, False):
                value = {"Value": new.get(key, False)}
                aws.client("ec2").modify_subnet_attribute(SubnetId=id, **{_member(key): value})
