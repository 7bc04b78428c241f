"""EC2's resource types on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError, resource_type
from tests.rehearsal.resources.layer import SECURITY_GROUP, SUBNET, VPC

GATEWAY = "aws:ec2/internetGateway:InternetGateway"
TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ROUTE = "aws:ec2/route:Route"
EIP = "aws:ec2/eip:Eip"
NAT = "aws:ec2/natGateway:NatGateway"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
TAGS = {"Name": "web", "team": "shop"}
FROM_ALL = {"ipProtocol": "tcp", "fromPort": 80, "toPort": 80, "cidrIpv4": "0.0.0.0/0"}


def public_network(layer):
    """Everything of a public subnet with a NAT gateway, in the order of creation."""
    vpc = layer.create(VPC, {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True, "tags": TAGS})
    gateway = layer.create(GATEWAY, {"vpcId": vpc.id, "tags": TAGS})
    subnet = layer.create(
        SUBNET, {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24", "mapPublicIpOnLaunch": True, "tags": TAGS}
    )
    table = layer.create(TABLE, {"vpcId": vpc.id, "tags": TAGS})
    association = layer.create(ASSOCIATION, {"routeTableId": table.id, "subnetId": subnet.id})
    route = layer.create(
        ROUTE, {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway.id}
    )
    address = layer.create(EIP, {"tags": TAGS})
    nat = layer.create(NAT, {"subnetId": subnet.id, "allocationId": address.id, "tags": TAGS})
    default_group = layer.create(DEFAULT_GROUP, {"vpcId": vpc.id, "tags": TAGS})
    group = layer.create(SECURITY_GROUP, {"vpcId": vpc.id, "name": "tasks", "description": "Tasks", "tags": TAGS})
    ingress = layer.create(INGRESS, {"securityGroupId": group.id, "description": "Users", "tags": TAGS, **FROM_ALL})
    egress = layer.create(EGRESS, {"securityGroupId": group.id, "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})
    return [
        vpc, gateway, subnet, table, association, route, address, nat, default_group, group, ingress, egress
    ]  # fmt: skip


def test_what_was_created_is_read_back_unchanged(layer):
    network = public_network(layer)

    live = [resource.read() for resource in network]

    assert live == [resource.inputs for resource in network]


def test_a_network_is_deleted_without_a_trace_and_deleting_it_again_is_no_error(layer):
    network = public_network(layer)

    for _ in range(2):
        for resource in reversed(network):
            resource.delete()

    left = {resource.token: resource.read() for resource in network if resource.token != DEFAULT_GROUP}
    assert set(left.values()) == {None}


def test_a_vpc_has_the_outputs_that_programs_use(layer):
    vpc = layer.create(VPC, {"cidrBlock": "10.0.0.0/16", "tags": TAGS})

    outputs = vpc.outputs

    assert outputs["arn"] == f"arn:aws:ec2:eu-central-1:123456789012:vpc/{vpc.id}"
    assert outputs["cidrBlock"] == "10.0.0.0/16"
    assert outputs["tagsAll"] == TAGS
    assert outputs["defaultSecurityGroupId"].startswith("sg-")
    assert outputs["mainRouteTableId"].startswith("rtb-")


def test_attributes_and_tags_change_in_place(layer):
    vpc, gateway, subnet, *_ = public_network(layer)

    vpc.update(enableDnsHostnames=False, tags={"team": "web"})
    gateway.update(tags=None)
    subnet.update(mapPublicIpOnLaunch=False)

    assert vpc.read() == {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": False, "tags": {"team": "web"}}
    described = layer.aws.client("ec2").describe_internet_gateways(InternetGatewayIds=[gateway.id])
    assert described["InternetGateways"][0]["Tags"] == []
    assert subnet.read()["mapPublicIpOnLaunch"] is False


def test_a_subnet_moves_to_another_route_table_in_place(layer):
    vpc = layer.vpc()
    subnet = layer.subnets(vpc)[0]
    first, second = layer.create(TABLE, {"vpcId": vpc.id}), layer.create(TABLE, {"vpcId": vpc.id})
    association = layer.create(ASSOCIATION, {"routeTableId": first.id, "subnetId": subnet.id})

    association.update(routeTableId=second.id)

    assert association.read() == {"routeTableId": second.id, "subnetId": subnet.id}


def test_a_new_security_group_lets_nothing_out(layer):
    group = layer.security_group(layer.vpc())

    live = layer.aws.client("ec2").describe_security_groups(GroupIds=[group.id])["SecurityGroups"][0]

    assert live["IpPermissionsEgress"] == []


def test_the_default_security_group_is_emptied(layer):
    vpc = layer.vpc()

    group = layer.create(DEFAULT_GROUP, {"vpcId": vpc.id})

    live = layer.aws.client("ec2").describe_security_groups(GroupIds=[group.id])["SecurityGroups"][0]
    assert live["GroupName"] == "default"
    assert live["IpPermissions"] == []
    assert live["IpPermissionsEgress"] == []


def test_inline_rules_are_set_and_changed(layer):
    rule = {"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["10.0.0.0/8"]}
    group = layer.create(SECURITY_GROUP, {"vpcId": layer.vpc().id, "ingress": [rule]})

    group.update(ingress=[{**rule, "fromPort": 443, "toPort": 443}])

    permissions = layer.aws.client("ec2").describe_security_groups(GroupIds=[group.id])["SecurityGroups"][0]
    assert [permission["FromPort"] for permission in permissions["IpPermissions"]] == [443]


def test_a_rule_changes_its_source_in_place(layer):
    group = layer.security_group(layer.vpc())
    rule = layer.create(INGRESS, {"securityGroupId": group.id, **FROM_ALL})

    rule.update(cidrIpv4="10.0.0.0/16", description="Inside")

    assert rule.read() == {
        "securityGroupId": group.id,
        "ipProtocol": "tcp",
        "fromPort": 80,
        "toPort": 80,
        "cidrIpv4": "10.0.0.0/16",
        "description": "Inside",
    }


def test_the_tags_of_a_rule_for_every_protocol_change_in_place(layer):
    group = layer.security_group(layer.vpc())
    rule = layer.create(EGRESS, {"securityGroupId": group.id, "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})

    rule.update(tags={"team": "shop"})

    assert rule.read()["tags"] == {"team": "shop"}


def test_what_someone_changed_by_hand_is_read_as_it_is_now(layer):
    vpc, gateway, subnet, table, association, route, *_ = public_network(layer)
    ec2 = layer.aws.client("ec2")
    ec2.create_tags(Resources=[vpc.id], Tags=[{"Key": "team", "Value": "nobody"}])
    ec2.modify_vpc_attribute(VpcId=vpc.id, EnableDnsHostnames={"Value": False})
    ec2.delete_route(RouteTableId=table.id, DestinationCidrBlock="0.0.0.0/0")

    assert vpc.read()["tags"] == {"Name": "web", "team": "nobody"}
    assert vpc.read()["enableDnsHostnames"] is False
    assert route.read() is None


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (SUBNET, {"vpcId": "vpc-0123", "cidrBlock": "10.0.0.0/24"}, "vpc-0123"),
        (GATEWAY, {"vpcId": "vpc-0123"}, "vpcId: there is no vpc-0123"),
        (TABLE, {"vpcId": "vpc-0123"}, "vpc-0123"),
        (SECURITY_GROUP, {"vpcId": "vpc-0123"}, "vpcId: there is no vpc-0123"),
        (DEFAULT_GROUP, {"vpcId": "vpc-0123"}, "vpcId: there is no VPC vpc-0123"),
        (ASSOCIATION, {"routeTableId": "rtb-0123", "subnetId": "subnet-0123"}, "routeTableId: there is no rtb-0123"),
        (ROUTE, {"routeTableId": "rtb-0123", "natGatewayId": "nat-0123"}, "natGatewayId: there is no NAT gateway"),
        (ROUTE, {"routeTableId": "rtb-0123", "gatewayId": "igw-0123"}, "gatewayId: there is no igw-0123"),
        (NAT, {"subnetId": "subnet-0123", "connectivityType": "private"}, "subnet-0123"),
        (INGRESS, {"securityGroupId": "sg-0123", **FROM_ALL}, "sg-0123"),
    ],
)
def test_a_dangling_reference_names_the_resource_and_what_is_missing(layer, token, inputs, reason):
    with pytest.raises(ResourceError) as refused:
        layer.create(token, inputs)

    assert str(refused.value).startswith(f"{token} web: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (VPC, {"cidrBlock": "10.0.0.0/16", "enableDnsHostname": True}, "enableDnsHostname: CreateVpc has no such"),
        (VPC, {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "shared"}, "InstanceTenancy: got 'shared', allowed are"),
        (VPC, {"cidrBlock": "10.0.0.0/8"}, "CreateVpc"),
        (INGRESS, {"securityGroupId": "sg-1", "ipProtocol": "tcp", "cidrIpv4": "::/0"}, "fromPort: protocol tcp needs"),
        (INGRESS, {"securityGroupId": "sg-1", "ipProtocol": "-1"}, "allowed is exactly one"),
    ],
)
def test_what_aws_would_refuse_names_the_resource_and_the_property(layer, token, inputs, reason):
    with pytest.raises(ResourceError) as refused:
        layer.create(token, inputs)

    assert str(refused.value).startswith(f"{token} web: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("token", "keys"),
    [
        (EIP, {"address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"}),
        (NAT, {"allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"}),
        (
            SUBNET,
            {"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"}
            | {"ipv6IpamPoolId", "ipv6Native", "ipv6NetmaskLength", "outpostArn", "vpcId"},
        ),
        (GATEWAY, set()),
        (ROUTE, {"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId"}),
    ],
)
def test_what_replaces_a_resource_in_all_of_its_changes(token, keys):
    assert resource_type(token).replacing({}, {}) == keys


@pytest.mark.parametrize(
    ("token", "key", "before", "after", "replaced"),
    [
        (VPC, "instanceTenancy", {"instanceTenancy": "default"}, {"instanceTenancy": "dedicated"}, True),
        (VPC, "instanceTenancy", {}, {"instanceTenancy": "dedicated"}, True),
        (VPC, "instanceTenancy", {"instanceTenancy": "dedicated"}, {}, False),
        (VPC, "instanceTenancy", {}, {"instanceTenancy": "default"}, False),
        (SUBNET, "ipv6CidrBlock", {"assignIpv6AddressOnCreation": True}, {"ipv6CidrBlock": "2001:db8::/64"}, True),
        (SUBNET, "ipv6CidrBlock", {}, {"ipv6CidrBlock": "2001:db8::/64"}, False),
        (NAT, "secondaryPrivateIpAddressCount", {}, {"secondaryPrivateIpAddressCount": 2}, True),
        (NAT, "secondaryPrivateIpAddressCount", {"secondaryPrivateIpAddressCount": 2}, {}, False),
        (NAT, "availabilityZoneAddresses", {}, {"availabilityZoneAddresses": [{"availabilityZone": "a"}]}, True),
        (
            NAT,
            "availabilityZoneAddresses",
            {"availabilityZoneAddresses": [{"availabilityZone": "a"}]},
            {"availabilityZoneAddresses": [{"availabilityZone": "b"}]},
            False,
        ),
    ],
)
def test_what_replaces_a_resource_in_some_of_its_changes(token, key, before, after, replaced):
    assert (key in resource_type(token).replacing(before, after)) is replaced
