"""Load balancer, target group and listener on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError, resource_type

LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
HEALTH_CHECK = {
    "path": "/health",
    "protocol": "HTTP",
    "matcher": "200-299",
    "interval": 10,
    "timeout": 5,
    "healthyThreshold": 2,
    "unhealthyThreshold": 2,
}


@pytest.fixture
def front(layer):
    return Front(layer)


class Front:
    """A load balancer, two target groups, and listeners as asked for."""

    def __init__(self, layer):
        self.layer = layer
        self.vpc = layer.vpc()
        self.subnets = [subnet.id for subnet in layer.subnets(self.vpc)]
        self.group = layer.security_group(self.vpc)
        self.load_balancer = layer.create(LOAD_BALANCER, self.load_balancer_inputs())
        self.blue, self.green = (self.target_group(name=name) for name in ("blue", "green"))

    def load_balancer_inputs(self, **changes):
        return {
            "loadBalancerType": "application",
            "internal": False,
            "subnets": self.subnets,
            "securityGroups": [self.group.id],
            "idleTimeout": 60,
            "dropInvalidHeaderFields": True,
            "tags": {"team": "web"},
            **changes,
        }

    def target_group(self, **changes):
        return self.layer.create(TARGET_GROUP, self.target_group_inputs(**changes))

    def target_group_inputs(self, **changes):
        return {
            "port": 8080,
            "protocol": "HTTP",
            "targetType": "ip",
            "vpcId": self.vpc.id,
            "deregistrationDelay": 30,
            "healthCheck": HEALTH_CHECK,
            "tags": {"team": "web"},
            **changes,
        }

    def listener(self, **changes):
        return self.layer.create(LISTENER, self.listener_inputs(**changes))

    def listener_inputs(self, **changes):
        forward = [{"type": "forward", "targetGroupArn": self.blue.id}]
        return {
            "loadBalancerArn": self.load_balancer.id,
            "port": 80,
            "protocol": "HTTP",
            "defaultActions": forward,
            "tags": {"team": "web"},
            **changes,
        }


def test_what_was_created_is_read_back_unchanged(front):
    listener = front.listener()

    made = [front.load_balancer, front.blue, listener]

    assert [resource.read() for resource in made] == [resource.inputs for resource in made]


def test_a_load_balancer_has_the_outputs_that_programs_use(front):
    outputs = front.load_balancer.outputs

    assert outputs["arn"] == front.load_balancer.id
    assert outputs["arnSuffix"].startswith("app/web-")
    assert outputs["dnsName"].endswith(".eu-central-1.elb.amazonaws.com")
    assert outputs["vpcId"] == front.vpc.id
    assert "zoneId" in outputs


def test_properties_of_aws_s_attributes_arrive_as_attributes(front):
    elbv2 = front.layer.aws.client("elbv2")

    of_balancer = elbv2.describe_load_balancer_attributes(LoadBalancerArn=front.load_balancer.id)["Attributes"]
    of_group = elbv2.describe_target_group_attributes(TargetGroupArn=front.blue.id)["Attributes"]

    assert {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"} in of_balancer
    assert {"Key": "idle_timeout.timeout_seconds", "Value": "60"} in of_balancer
    assert {"Key": "deregistration_delay.timeout_seconds", "Value": "30"} in of_group


def test_everything_that_aws_changes_in_place_is_changed_in_place(front):
    listener = front.listener()

    front.load_balancer.update(idleTimeout=30, tags={"team": "shop"})
    front.blue.update(healthCheck={**HEALTH_CHECK, "path": "/"}, deregistrationDelay=10)
    listener.update(port=81, tags=None)

    assert front.load_balancer.read()["idleTimeout"] == 30
    assert front.load_balancer.read()["tags"] == {"team": "shop"}
    assert front.blue.read()["healthCheck"]["path"] == "/"
    assert front.blue.read()["deregistrationDelay"] == 10
    assert listener.read()["port"] == 81


@pytest.mark.parametrize("weighted", [False, True])
def test_a_listener_that_codedeploy_switched_is_read_as_switched(front, weighted):
    listener = front.listener()
    green = {"TargetGroupArn": front.green.id}
    action = {"ForwardConfig": {"TargetGroups": [{**green, "Weight": 100}]}} if weighted else green

    front.layer.aws.client("elbv2").modify_listener(
        ListenerArn=listener.id, DefaultActions=[{"Type": "forward", **action}]
    )

    assert listener.read()["defaultActions"] == [{"type": "forward", "targetGroupArn": front.green.id}]


def test_traffic_that_somebody_shares_out_is_drift_of_an_action_with_one_target_group(front):
    listener = front.listener()
    groups = [{"TargetGroupArn": front.blue.id, "Weight": 100}, {"TargetGroupArn": front.green.id, "Weight": 0}]
    front.layer.aws.client("elbv2").modify_listener(
        ListenerArn=listener.id, DefaultActions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]
    )

    assert listener.read()["defaultActions"] == [{"type": "forward", "targetGroupArn": ""}]


def test_a_weighted_forward_and_a_redirect_are_read_back_unchanged(front):
    forward = {"targetGroups": [{"arn": front.blue.id, "weight": 1}, {"arn": front.green.id, "weight": 0}]}
    redirect = {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"}
    weighted = front.listener(defaultActions=[{"type": "forward", "forward": forward}])
    redirected = front.listener(port=81, defaultActions=[{"type": "redirect", "redirect": redirect}])

    assert weighted.read() == weighted.inputs
    assert redirected.read() == redirected.inputs


def test_what_is_deleted_is_gone_and_deleting_it_again_is_no_error(front):
    made = [front.listener(), front.load_balancer, front.blue]

    for _ in range(2):
        for resource in made:
            resource.delete()

    assert [resource.read() for resource in made] == [None, None, None]


@pytest.mark.parametrize("key", ["name", "port", "protocol", "targetType", "vpcId"])
def test_a_target_group_is_replaced_by(key):
    assert key in resource_type(TARGET_GROUP).replace_on


def to(**redirect):
    return {"type": "redirect", "redirect": {"statusCode": "HTTP_301", **redirect}}


def refused(create):
    with pytest.raises(ResourceError) as error:
        create()
    return str(error.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"protocol": "HTTPX"}, "protocol: got HTTPX, a load balancer of type application takes HTTP, HTTPS"),
        ({"loadBalancerArn": None}, "loadBalancerArn: is missing, and needed"),
        ({"defaultActions": []}, "defaultActions: is missing, and needed"),
        ({"defaultActions": [{"targetGroupArn": "arn:x"}]}, "defaultActions[0].type: is missing, and needed"),
        ({"defaultActions": [to(port="443x")]}, "defaultActions[0].redirect.port: got 443x, allowed are 1 to 65535"),
        ({"defaultActions": [to(port="0")]}, "defaultActions[0].redirect.port: got 0, allowed are 1 to 65535"),
        ({"defaultActions": [to(protocol="TCP")]}, "redirect.protocol: got TCP, allowed are HTTP, HTTPS, #{protocol}"),
        ({"port": 65536}, "Port: got 65536, allowed are 1 to 65535"),
        ({"port": 80.5}, "port: got 80.5, allowed is a whole number"),
        ({"protocol": "HTTPS"}, "certificateArn: the protocol HTTPS needs one"),
        ({"protocol": "HTTPS", "certificateArn": "arn:aws:acm:eu-central-1:1:certificate/x"}, "there is no arn"),
        ({"defaultActions": [{"type": "forwards"}]}, "DefaultActions[0].Type: got 'forwards', allowed are forward,"),
        ({"defaultActions": [{"type": "forward"}]}, "defaultActions: a forward action needs a target group"),
        ({"defaultActions": [{"type": "forward", "targetGroup": "x"}]}, "targetGroup: CreateListener has"),
        ({"defaultActions": [{"type": "forward", "targetGroupArn": "arn:x"}]}, "defaultActions: there is no arn:x"),
        ({"loadBalancerArn": "arn:aws:elasticloadbalancing:eu-central-1:1:loadbalancer/app/x/1"}, "there is no arn"),
    ],
)  # fmt: skip
def test_a_listener_that_aws_would_refuse_is_refused_by_name(front, changes, reason):
    message = refused(lambda: front.listener(**changes))

    assert message.startswith("aws:lb/listener:Listener web: ")
    assert reason in message


def test_a_port_that_another_listener_has_is_refused(front):
    front.listener()

    message = refused(front.listener)

    assert "port: got 80, which another listener of the load balancer has" in message


def test_a_listener_cannot_be_changed_to_a_target_group_that_does_not_exist(front):
    listener = front.listener()

    message = refused(lambda: listener.update(defaultActions=[{"type": "forward", "targetGroupArn": "arn:gone"}]))

    assert "defaultActions: there is no arn:gone" in message


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"vpcId": "vpc-0123"}, "vpcId: there is no vpc-0123"),
        ({"targetType": "task"}, "TargetType: got 'task', allowed are instance, ip, lambda, alb"),
        ({"name": "x" * 33}, "allowed are up to 32 characters"),
        ({"healthCheck": {"interval": 4}}, "HealthCheckIntervalSeconds: got 4, allowed are 5 to 300"),
        ({"healthCheck": {"intervall": 10}}, "healthCheck.intervall: no such property, allowed are enabled,"),
        ({"healthCheck": {"interval": 5, "timeout": 5}}, "healthCheck.timeout: got 5, allowed is less than"),
        ({"stickiness": {"kind": "lb_cookie"}}, "stickiness.kind: no such property"),
        ({"name": "blue", "port": 8081}, "DuplicateTargetGroupName"),
    ],
)
def test_a_target_group_that_aws_would_refuse_is_refused_by_name(front, changes, reason):
    message = refused(lambda: front.target_group(**changes))

    assert message.startswith("aws:lb/targetGroup:TargetGroup web: ")
    assert reason in message


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"securityGroups": ["sg-0123"]}, "securityGroups: there is no sg-0123"),
        ({"subnets": ["subnet-0123", "subnet-0124"]}, "subnets: there is no subnet-0123 or subnet-0124"),
        ({"ipAddressType": "ipv5"}, "IpAddressType: got 'ipv5', allowed are ipv4, dualstack"),
        ({"accessLogs": {"bukcet": "x"}}, "accessLogs.bukcet: no such property"),
        ({"idleTimeouts": 60}, "idleTimeouts: CreateLoadBalancer has no such property"),
    ],
)
def test_a_load_balancer_that_aws_would_refuse_is_refused_by_name(front, changes, reason):
    message = refused(lambda: front.layer.create(LOAD_BALANCER, front.load_balancer_inputs(**changes)))

    assert message.startswith("aws:lb/loadBalancer:LoadBalancer web: ")
    assert reason in message


def test_a_load_balancer_in_one_zone_is_refused(front):
    message = refused(lambda: front.layer.create(LOAD_BALANCER, front.load_balancer_inputs(subnets=front.subnets[:1])))

    assert "subnets: got 1 in 1 zones, allowed is one in each of at least two zones" in message


def test_a_load_balancer_does_not_move_to_another_vpc(front):
    other = front.layer.vpc()
    subnets, group = [subnet.id for subnet in front.layer.subnets(other)], front.layer.security_group(other)

    moved = refused(lambda: front.load_balancer.update(subnets=subnets))
    guarded = refused(lambda: front.load_balancer.update(securityGroups=[group.id]))

    assert f"subnets: got some in {other.id}, the load balancer is in {front.vpc.id}" in moved
    assert f"securityGroups: got some in {other.id}, the load balancer is in {front.vpc.id}" in guarded
