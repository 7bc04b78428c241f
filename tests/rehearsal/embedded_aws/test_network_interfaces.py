"""Network interfaces that services of the embedded AWS make for themselves."""

from ipaddress import ip_address, ip_network

import pytest
from botocore.exceptions import ClientError

from tests.rehearsal.resources.blue_green_account import task_definition_inputs


def described(account, description="*"):
    found = account.aws.client("ec2").describe_network_interfaces(
        Filters=[{"Name": "description", "Values": [description]}]
    )
    return sorted(found["NetworkInterfaces"], key=lambda one: one["PrivateIpAddress"])


def nodes(account):
    return described(account, f"ELB {account.load_balancer.split(':loadbalancer/')[1]}")


def test_a_load_balancer_has_a_node_in_each_subnet(account):
    account.aws.client("elbv2").set_security_groups(
        LoadBalancerArn=account.load_balancer, SecurityGroups=[account.security_group]
    )

    found = nodes(account)

    assert [one["SubnetId"] for one in found] == account.subnets
    for number, node in enumerate(found):
        assert ip_address(node["PrivateIpAddress"]) in ip_network(f"10.0.{number}.0/24")
        assert [group["GroupId"] for group in node["Groups"]] == [account.security_group]
        assert (node["RequesterManaged"], node["Status"]) == (True, "in-use")
        assert node["Association"]["PublicIp"]


def test_an_internal_load_balancer_has_no_public_address(account):
    account.aws.client("elbv2").create_load_balancer(Name="inside", Subnets=account.subnets, Scheme="internal")

    assert [one.get("Association") for one in described(account, "ELB app/inside/*")] == [None, None]


def test_the_nodes_follow_their_load_balancer(account):
    ec2, elb = account.aws.client("ec2"), account.aws.client("elbv2")
    third = ec2.create_subnet(VpcId=account.vpc, CidrBlock="10.0.2.0/24", AvailabilityZone="eu-central-1c")
    moved = [account.subnets[0], third["Subnet"]["SubnetId"]]
    kept = nodes(account)[0]["NetworkInterfaceId"]

    elb.set_subnets(LoadBalancerArn=account.load_balancer, Subnets=moved)
    after = nodes(account)
    elb.delete_load_balancer(LoadBalancerArn=account.load_balancer)

    assert [one["SubnetId"] for one in after] == moved
    assert after[0]["NetworkInterfaceId"] == kept
    assert nodes(account) == []


def test_what_a_load_balancer_uses_cannot_be_deleted_before_it(account):
    ec2, elb = account.aws.client("ec2"), account.aws.client("elbv2")
    elb.set_security_groups(LoadBalancerArn=account.load_balancer, SecurityGroups=[account.security_group])

    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_security_group(GroupId=account.security_group)
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_subnet(SubnetId=account.subnets[0])
    elb.delete_load_balancer(LoadBalancerArn=account.load_balancer)
    ec2.delete_security_group(GroupId=account.security_group)
    ec2.delete_subnet(SubnetId=account.subnets[0])


def run_tasks(account, count):
    ecs = account.aws.client("ecs")
    ecs.create_cluster(clusterName="web")
    definition = account.task_definition(**task_definition_inputs())
    network = {"subnets": account.subnets, "securityGroups": [account.security_group], "assignPublicIp": "DISABLED"}
    tasks = ecs.run_task(
        cluster="web",
        taskDefinition=definition.outputs["arn"],
        launchType="FARGATE",
        count=count,
        networkConfiguration={"awsvpcConfiguration": network},
    )["tasks"]
    return [{one["name"]: one.get("value") for one in task["attachments"][0]["details"]} for task in tasks]


def test_tasks_are_spread_over_the_subnets_with_an_address_of_theirs(account):
    details = run_tasks(account, 4)

    places = [account.subnets.index(one["subnetId"]) for one in details]
    assert sorted(places) == [0, 0, 1, 1]
    for place, one in zip(places, details, strict=True):
        assert ip_address(one["privateIPv4Address"]) in ip_network(f"10.0.{place}.0/24")
    assert len({one["privateIPv4Address"] for one in details}) == 4


def test_an_address_that_was_given_back_does_not_come_again_at_once(account):
    ec2 = account.aws.client("ec2")

    def interface():
        made = ec2.create_network_interface(SubnetId=account.subnets[0])["NetworkInterface"]
        ec2.delete_network_interface(NetworkInterfaceId=made["NetworkInterfaceId"])
        return made["PrivateIpAddress"]

    assert len({interface() for _ in range(5)}) == 5


def test_an_interface_endpoint_has_interfaces_with_its_security_groups(account):
    ec2 = account.aws.client("ec2")
    endpoint = ec2.create_vpc_endpoint(
        VpcId=account.vpc,
        ServiceName="com.amazonaws.eu-central-1.codedeploy",
        VpcEndpointType="Interface",
        SubnetIds=[account.subnets[0]],
        SecurityGroupIds=[account.security_group],
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]["VpcEndpointId"]

    (first,) = described(account, f"VPC Endpoint Interface {endpoint}")
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSubnetIds=[account.subnets[1]], PrivateDnsEnabled=False)
    both = described(account, f"VPC Endpoint Interface {endpoint}")
    (live,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
    ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])

    assert ip_address(first["PrivateIpAddress"]) in ip_network("10.0.0.0/24")
    assert [group["GroupId"] for group in first["Groups"]] == [account.security_group]
    assert live["NetworkInterfaceIds"] == [one["NetworkInterfaceId"] for one in both]
    assert [one["SubnetId"] for one in both] == account.subnets
    assert live["PrivateDnsEnabled"] is False
    assert described(account, f"VPC Endpoint Interface {endpoint}") == []
