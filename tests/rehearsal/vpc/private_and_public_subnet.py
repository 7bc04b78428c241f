"""A VPC as the component makes it, in AWS's own calls, complete: each test takes one thing away."""

from rehearsal.vpc import NetworkInterface, find_obstacle

ANYWHERE = "0.0.0.0/0"


def tcp(port, cidr=None, group=None):
    """One rule of a security group, as AWS takes it."""
    peer = {"IpRanges": [{"CidrIp": cidr}]} if cidr else {"UserIdGroupPairs": [{"GroupId": group}]}
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}


class PrivateAndPublicSubnet:
    """A load balancer's node in the public subnet, a task in the private one, which leaves by a NAT gateway."""

    def __init__(self, aws):
        self.aws, self.ec2 = aws, aws.client("ec2")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsHostnames={"Value": True})
        self.gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=self.gateway, VpcId=self.vpc)
        self.public_subnet, self.public_table = self.subnet("10.0.0.0/24")
        self.private_subnet, self.private_table = self.subnet("10.0.1.0/24")
        self.route(self.public_table, GatewayId=self.gateway)
        allocation = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
        nat = self.ec2.create_nat_gateway(SubnetId=self.public_subnet, AllocationId=allocation)["NatGateway"]
        self.nat = nat["NatGatewayId"]
        self.route(self.private_table, NatGatewayId=self.nat)
        self.front_group, self.task_group = self.group("load-balancer"), self.group("tasks")
        self.let_in(self.front_group, tcp(80, ANYWHERE))
        self.let_out(self.front_group, tcp(8080, group=self.task_group))
        self.let_in(self.task_group, tcp(8080, group=self.front_group))
        self.let_out(self.task_group, tcp(443, ANYWHERE))

    @property
    def node(self):
        """A node of the load balancer."""
        return NetworkInterface(self.public_subnet, (self.front_group,), "10.0.0.10", True, "the load balancer")

    @property
    def task(self):
        """A task behind it."""
        return NetworkInterface(self.private_subnet, (self.task_group,), "10.0.1.20", False, "the task")

    def obstacle(self, source, destination, port):
        """The obstacle between these two."""
        return find_obstacle(self.aws, source, destination, port)

    def subnet(self, cidr):
        """A subnet with a route table of its own; answers with both ids."""
        subnet = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock=cidr)["Subnet"]["SubnetId"]
        table = self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        return subnet, table

    def route(self, table, **target):
        """A default route."""
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, **target)

    def unroute(self, table):
        """No default route any more."""
        self.ec2.delete_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE)

    def group(self, name, vpc=None):
        """A security group that lets nothing in or out."""
        group = self.ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc or self.vpc)["GroupId"]
        self.close_out(group)
        return group

    def let_in(self, group, rule):
        """One more ingress rule."""
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])

    def let_out(self, group, rule):
        """One more egress rule."""
        self.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule])

    def close_in(self, group):
        """No ingress rule any more."""
        rules = self._described(group)["IpPermissions"]
        self.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rules)

    def close_out(self, group):
        """No egress rule any more."""
        rules = self._described(group)["IpPermissionsEgress"]
        self.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=rules)

    def endpoint(self, service, kind, **options):
        """An endpoint of this VPC for a service of AWS."""
        return self.ec2.create_vpc_endpoint(
            VpcId=self.vpc, ServiceName=f"com.amazonaws.eu-central-1.{service}", VpcEndpointType=kind, **options
        )["VpcEndpoint"]["VpcEndpointId"]

    def deny(self, subnet, egress, first, last):
        """A network ACL for the subnet that lets everything through but these ports."""
        acl = self.ec2.create_network_acl(VpcId=self.vpc)["NetworkAcl"]["NetworkAclId"]
        for out in (True, False):
            self._entry(acl, 200, "-1", "allow", out)
        self._entry(acl, 100, "6", "deny", egress, PortRange={"From": first, "To": last})
        of_subnet = [{"Name": "association.subnet-id", "Values": [subnet]}]
        (now,) = self.ec2.describe_network_acls(Filters=of_subnet)["NetworkAcls"]
        (association,) = [one for one in now["Associations"] if one["SubnetId"] == subnet]
        self.ec2.replace_network_acl_association(AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl)
        return acl

    def _entry(self, acl, number, protocol, action, egress, **ports):
        self.ec2.create_network_acl_entry(
            NetworkAclId=acl,
            RuleNumber=number,
            Protocol=protocol,
            RuleAction=action,
            Egress=egress,
            CidrBlock=ANYWHERE,
            **ports,
        )

    def _described(self, group):
        return self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
