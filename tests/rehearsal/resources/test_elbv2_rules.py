"""What Elastic Load Balancing refuses of load balancers, listeners and target groups together."""

import pytest

from rehearsal.resources.registry import InvalidProperty, ResourceError

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
TARGETS = "aws:lb/targetGroup:TargetGroup"


def refused(account, token, inputs):
    with pytest.raises((ResourceError, InvalidProperty)) as error:
        account.create(token, inputs)
    return str(error.value).removeprefix(f"{token} web: ")


def target_group(account, **changes):
    inputs = {"name": "web", "protocol": "HTTP", "port": 80, "targetType": "ip", "vpcId": account.vpc, **changes}
    return {key: value for key, value in inputs.items() if value is not None}


def test_a_target_group_that_fits_is_made(account):
    check = {"path": "/health", "port": "8081", "matcher": "200-299,302", "protocol": "HTTP"}

    assert account.create(TARGETS, target_group(account, healthCheck=check, deregistrationDelay=30)).id


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"vpcId": None}, "vpcId: a target group of type ip needs one"),
        ({"port": None}, "port: a target group of type ip needs one"),
        ({"targetType": "lambda"}, "targetType: a target group of type lambda has no protocol"),
        ({"protocol": "TCP", "protocolVersion": "HTTP1"}, "protocolVersion: the protocol TCP has none"),
        ({"deregistrationDelay": 3601}, "deregistrationDelay: got 3601, allowed are 0 to 3600 seconds"),
        ({"slowStart": 29}, "slowStart: got 29, allowed are 30 to 900 seconds"),
        ({"healthCheck": {"enabled": False}}, "healthCheck.enabled: got False"),
        ({"healthCheck": {"protocol": "TCP"}}, "healthCheck.protocol: got TCP for targets of HTTP"),
        ({"healthCheck": {"port": "traffic"}}, "healthCheck.port: got 'traffic', allowed are traffic-port and 1 to"),
        ({"healthCheck": {"port": "65536"}}, "healthCheck.port: got '65536'"),
        ({"healthCheck": {"path": "health"}}, "healthCheck.path: got 'health', a path begins with /"),
        ({"healthCheck": {"matcher": "2xx"}}, "healthCheck.matcher: got '2xx'"),
        ({"healthCheck": {"matcher": "199"}}, "healthCheck.matcher: got '199'"),
        ({"healthCheck": {"matcher": "500"}}, "healthCheck.matcher: got '500'"),
    ],
)
def test_a_target_group_that_fits_nowhere_names_the_property(account, changes, reason):
    assert refused(account, TARGETS, target_group(account, **changes)).startswith(reason)


def listener(account, **changes):
    forward = [{"type": "forward", "targetGroupArn": account.blue}]
    return {"loadBalancerArn": account.load_balancer, "port": 81, "defaultActions": forward, **changes}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"protocol": "TCP"}, "protocol: got TCP, a load balancer of type application takes HTTP, HTTPS"),
        ({"sslPolicy": "ELBSecurityPolicy-2016-08"}, "sslPolicy: a listener of protocol HTTP takes none"),
        (
            {"defaultActions": [{"type": "redirect"}]},
            "defaultActions[0].type: an action of type redirect needs redirect",
        ),
    ],
)
def test_a_listener_that_does_not_fit_its_load_balancer_names_the_property(account, changes, reason):
    assert refused(account, LISTENER, listener(account, **changes)).startswith(reason)


def test_a_certificate_is_for_tls_and_a_policy_exists(account):
    arn = account.aws.client("acm").request_certificate(DomainName="www.example.com")["CertificateArn"]
    tls = {"protocol": "HTTPS", "certificateArn": arn}

    assert refused(account, LISTENER, listener(account, certificateArn=arn)).startswith("certificateArn: a listener of")
    assert refused(account, LISTENER, listener(account, **tls, sslPolicy="ELBSecurityPolicy-None")) == (
        "sslPolicy: there is no policy ELBSecurityPolicy-None"
    )
    policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert account.create(LISTENER, listener(account, **tls, sslPolicy=policy)).outputs["sslPolicy"] == policy


def test_a_listeners_target_group_is_in_the_load_balancers_vpc_and_of_its_protocols(account):
    vpc = account.aws.client("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    far = account.create(TARGETS, target_group(account, name="far", vpcId=vpc))
    tcp = account.create(TARGETS, target_group(account, name="tcp", protocol="TCP"))

    def to(group):
        return listener(account, defaultActions=[{"type": "forward", "targetGroupArn": group.id}])

    assert refused(account, LISTENER, to(far)) == (
        f"defaultActions[0].targetGroupArn: the target group is in {vpc}, the load balancer in {account.vpc}"
    )
    assert "the target group's protocol TCP is not for a load balancer of application" in refused(
        account, LISTENER, to(tcp)
    )


def test_a_load_balancers_security_groups_are_in_its_vpc_and_its_properties_of_its_type(account):
    ec2 = account.aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    far = ec2.create_security_group(VpcId=vpc, GroupName="far", Description="far")["GroupId"]
    inputs = {"name": "other", "subnets": account.subnets, "securityGroups": [account.security_group]}

    assert refused(account, BALANCER, {**inputs, "securityGroups": [far]}) == (
        f"securityGroups: got some in {vpc}, the subnets are in {account.vpc}"
    )
    assert refused(account, BALANCER, {**inputs, "loadBalancerType": "network", "idleTimeout": 60}).startswith(
        "idleTimeout: a load balancer of loadBalancerType network does not have it"
    )
    assert refused(account, BALANCER, {**inputs, "idleTimeout": 4001}).startswith("idleTimeout: got 4001")
    assert refused(account, BALANCER, {**inputs, "ipAddressType": "dualstack"}).endswith("has no IPv6 addresses")
