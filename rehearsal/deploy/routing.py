"""What the load balancer has to do, as the embedded AWS has it: listeners, their actions, target groups, targets."""

from dataclasses import dataclass
from typing import Any

# ELBv2 API Reference, "RedirectActionConfig".
REDIRECT_DEFAULTS = {
    "Host": "#{host}",
    "Path": "/#{path}",
    "Port": "#{port}",
    "Protocol": "#{protocol}",
    "Query": "#{query}",
}

Target = tuple[str, int]  # the private address and the port that ECS registered


class NotModelled(Exception):
    """A setting of the load balancer that is not acted out here; going on as if it were not there would be a lie."""


@dataclass(frozen=True)
class HttpCodes:
    """A target group's matcher, such as 200, 200-299 or 200,302."""

    text: str

    def __contains__(self, status: int) -> bool:
        return any(low <= status <= high for low, high in self._ranges())

    def first(self) -> int:
        """The first code of the matcher."""
        return self._ranges()[0][0]

    def _ranges(self) -> list[tuple[int, int]]:
        parts = [part.strip().partition("-") for part in self.text.split(",")]
        return [(int(low), int(high or low)) for low, _, high in parts]


@dataclass(frozen=True)
class HealthCheck:
    """How the load balancer finds out whether a target can serve."""

    path: str
    port: int | None
    """None: the port that the target is registered with."""
    matcher: HttpCodes
    interval_seconds: float
    timeout_seconds: float
    healthy_threshold: int
    unhealthy_threshold: int
    protocol: str = "HTTP"


@dataclass(frozen=True)
class TargetGroup:
    """A target group with the targets registered in it now."""

    arn: str
    name: str
    health_check: HealthCheck
    deregistration_delay_seconds: float
    targets: frozenset[Target]
    protocol: str = "HTTP"


@dataclass(frozen=True)
class Forward:
    """Sends a request to one of the target groups, as often as its weight says."""

    weights: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Redirect:
    """Sends the client elsewhere; #{host} and the like stand for the request's own parts."""

    location: str
    status: int

    def filled(self, **parts: str) -> str:
        """The location with these parts of a request in their places."""
        location = self.location
        for name, value in parts.items():
            location = location.replace(f"#{{{name}}}", value)
        return location


@dataclass(frozen=True)
class FixedResponse:
    """Answers without asking a target."""

    status: int
    content_type: str
    body: str


Action = Forward | Redirect | FixedResponse


@dataclass(frozen=True)
class Listener:
    """A listener and what it does with a request."""

    arn: str
    port: int
    protocol: str
    action: Action


@dataclass(frozen=True)
class Routing:
    """All of it at one moment."""

    listeners: dict[str, Listener]
    target_groups: dict[str, TargetGroup]

    def target_groups_in_use(self) -> set[str]:
        """The target groups that a listener names, be it with weight 0; no other one is health-checked."""
        forwards = [listener.action for listener in self.listeners.values() if isinstance(listener.action, Forward)]
        return {arn for forward in forwards for arn, _ in forward.weights}


def read_routing(elbv2: Any) -> Routing:
    """Asks the embedded AWS; every load balancer of the account and region counts."""
    load_balancers = elbv2.describe_load_balancers()["LoadBalancers"]
    listeners = [
        listener
        for load_balancer in load_balancers
        for listener in elbv2.describe_listeners(LoadBalancerArn=load_balancer["LoadBalancerArn"])["Listeners"]
    ]
    groups = elbv2.describe_target_groups()["TargetGroups"]
    return Routing(
        listeners={listener["ListenerArn"]: read_listener(listener) for listener in listeners},
        target_groups={group["TargetGroupArn"]: _read_target_group(elbv2, group) for group in groups},
    )


def read_listener(described: dict[str, Any]) -> Listener:
    """A listener from its description."""
    actions = described["DefaultActions"]
    if len(actions) != 1:
        raise NotModelled(f"listener {described['ListenerArn']} has {len(actions)} default actions, one is acted out")
    return Listener(
        arn=described["ListenerArn"],
        port=described["Port"],
        protocol=described["Protocol"],
        action=_read_action(actions[0]),
    )


def _read_action(described: dict[str, Any]) -> Action:
    if described["Type"] == "forward":
        return Forward(_read_weights(described))
    if described["Type"] == "redirect":
        config = REDIRECT_DEFAULTS | described["RedirectConfig"]
        location = f"{config['Protocol'].lower()}://{config['Host']}:{config['Port']}{config['Path']}?{config['Query']}"
        return Redirect(location, int(config["StatusCode"].removeprefix("HTTP_")))
    if described["Type"] == "fixed-response":
        config = described["FixedResponseConfig"]
        return FixedResponse(
            int(config["StatusCode"]), config.get("ContentType", "text/plain"), config.get("MessageBody", "")
        )
    raise NotModelled(f"a listener's action of type {described['Type']} is not acted out")


def _read_weights(described: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    config = described.get("ForwardConfig")
    if not config:
        return ((described["TargetGroupArn"], 1),)
    if config.get("TargetGroupStickinessConfig", {}).get("Enabled"):
        raise NotModelled("stickiness between the target groups of a forward is not acted out")
    return tuple((group["TargetGroupArn"], int(group.get("Weight", 1))) for group in config["TargetGroups"])


def _read_target_group(elbv2: Any, described: dict[str, Any]) -> TargetGroup:
    arn = described["TargetGroupArn"]
    attributes = {
        attribute["Key"]: attribute["Value"]
        for attribute in elbv2.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]
    }
    if attributes.get("stickiness.enabled") == "true":
        raise NotModelled(f"stickiness of target group {described['TargetGroupName']} is not acted out")
    if described.get("ProtocolVersion", "HTTP1") != "HTTP1":
        version = described["ProtocolVersion"]
        raise NotModelled(f"protocolVersion {version} of target group {described['TargetGroupName']} is not acted out")
    registered = elbv2.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return TargetGroup(
        arn=arn,
        name=described["TargetGroupName"],
        health_check=_read_health_check(described),
        deregistration_delay_seconds=float(attributes["deregistration_delay.timeout_seconds"]),
        targets=frozenset((target["Target"]["Id"], int(target["Target"]["Port"])) for target in registered),
        protocol=described.get("Protocol", "HTTP"),
    )


def _read_health_check(described: dict[str, Any]) -> HealthCheck:
    port = described.get("HealthCheckPort", "traffic-port")
    return HealthCheck(
        path=described.get("HealthCheckPath") or "/",
        port=None if port == "traffic-port" else int(port),
        matcher=HttpCodes(described.get("Matcher", {}).get("HttpCode", "200")),
        interval_seconds=float(described["HealthCheckIntervalSeconds"]),
        timeout_seconds=float(described["HealthCheckTimeoutSeconds"]),
        healthy_threshold=int(described["HealthyThresholdCount"]),
        unhealthy_threshold=int(described["UnhealthyThresholdCount"]),
        protocol=described.get("HealthCheckProtocol", "HTTP"),
    )
