"""What Elastic Load Balancing asks of load balancers, listeners and target groups together, and moto does not.

Source: Elastic Load Balancing API Reference, "CreateLoadBalancer", "CreateListener", "CreateTargetGroup".
"""

import re
from typing import Any

from rehearsal.resources.registry import Account, InvalidProperty, MissingProperty, Properties, referring

APPLICATION_PROTOCOLS = ("HTTP", "HTTPS")
NETWORK_PROTOCOLS = ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC")
PROTOCOLS = {"application": APPLICATION_PROTOCOLS, "network": NETWORK_PROTOCOLS, "gateway": ("GENEVE",)}
# What only one kind of load balancer takes.
APPLICATION_ALONE = (
    "dropInvalidHeaderFields",
    "enableHttp2",
    "enableWafFailOpen",
    "idleTimeout",
    "clientKeepAlive",
    "preserveHostHeader",
    "xffHeaderProcessingMode",
    "desyncMitigationMode",
)
# Seconds; each attribute's least and most.
ATTRIBUTE_LIMITS = {
    "deregistrationDelay": (0, 3600),
    "slowStart": (30, 900),
    "idleTimeout": (1, 4000),
    "clientKeepAlive": (60, 604_800),
}
HEALTH_CHECK_PORT = re.compile(r"traffic-port|[1-9]\d{0,4}")
MATCHER = re.compile(r"\d{1,3}(-\d{1,3})?(,\d{1,3}(-\d{1,3})?)*")
HTTP_CODES = (200, 499)
# By type: the configuration that it needs.
ACTION_NEEDS = {
    "redirect": "redirect",
    "fixed-response": "fixedResponse",
    "authenticate-oidc": "authenticateOidc",
    "authenticate-cognito": "authenticateCognito",
}


def require_known_attributes(inputs: Properties) -> None:
    """Attributes have their limits, which no model of the SDK holds."""
    for key, (least, most) in ATTRIBUTE_LIMITS.items():
        value = inputs.get(key)
        if value is None or (key == "slowStart" and value == 0):
            continue
        if not least <= float(value) <= most:
            raise InvalidProperty(key, f"got {value}, allowed are {least} to {most} seconds")


def require_fitting_load_balancer(aws: Account, inputs: Properties) -> None:
    """Subnets and security groups are in one VPC, and the properties are for a load balancer of this type."""
    kind = inputs.get("loadBalancerType") or "application"
    if kind != "application":
        for key in APPLICATION_ALONE:
            if inputs.get(key) is not None:
                raise InvalidProperty(key, f"a load balancer of loadBalancerType {kind} does not have it")
    require_known_attributes(inputs)
    ec2 = aws.client("ec2")
    subnets = ec2.describe_subnets(SubnetIds=inputs["subnets"])["Subnets"] if inputs.get("subnets") else []
    groups = inputs.get("securityGroups") or []
    described = ec2.describe_security_groups(GroupIds=groups)["SecurityGroups"] if groups else []
    vpcs = {one["VpcId"] for one in subnets}
    if len(vpcs) > 1:
        raise InvalidProperty("subnets", f"they are in several VPCs: {', '.join(sorted(vpcs))}")
    if others := {one["VpcId"] for one in described} - vpcs:
        reason = f"got some in {' and '.join(sorted(others))}, the subnets are in {' and '.join(sorted(vpcs))}"
        raise InvalidProperty("securityGroups", reason)
    plain = [one["SubnetId"] for one in subnets if not one.get("Ipv6CidrBlockAssociationSet")]
    if plain and str(inputs.get("ipAddressType") or "ipv4").startswith("dualstack"):
        raise InvalidProperty("ipAddressType", f"{plain[0]} has no IPv6 addresses")


def require_fitting_target_group(inputs: Properties) -> None:
    """Type, network, protocol and health check of a target group agree."""
    kind, protocol = inputs.get("targetType") or "instance", inputs.get("protocol")
    if kind == "lambda":
        for key in ("protocol", "port", "vpcId"):
            if inputs.get(key) is not None:
                raise InvalidProperty("targetType", f"a target group of type lambda has no {key}")
        return
    for key in ("protocol", "port", "vpcId"):
        if inputs.get(key) is None:
            raise InvalidProperty(key, f"a target group of type {kind} needs one")
    if inputs.get("protocolVersion") and protocol not in APPLICATION_PROTOCOLS:
        raise InvalidProperty("protocolVersion", f"the protocol {protocol} has none")
    require_known_attributes(inputs)
    _require_health_check(inputs.get("healthCheck") or {}, str(protocol), str(inputs.get("protocolVersion") or ""))


def _require_health_check(check: Properties, protocol: str, version: str) -> None:
    if check.get("enabled") is False:
        raise InvalidProperty("healthCheck.enabled", "got False, only a target group of type lambda goes without")
    if protocol in APPLICATION_PROTOCOLS and check.get("protocol", "HTTP") not in APPLICATION_PROTOCOLS:
        got, allowed = check["protocol"], ", ".join(APPLICATION_PROTOCOLS)
        raise InvalidProperty("healthCheck.protocol", f"got {got} for targets of {protocol}, allowed are {allowed}")
    port = str(check.get("port", "traffic-port"))
    if not HEALTH_CHECK_PORT.fullmatch(port) or (port.isdigit() and int(port) > 65535):
        raise InvalidProperty("healthCheck.port", f"got {port!r}, allowed are traffic-port and 1 to 65535")
    if not str(check.get("path", "/")).startswith("/"):
        raise InvalidProperty("healthCheck.path", f"got {check['path']!r}, a path begins with /")
    matcher = str(check.get("matcher", "200"))
    codes = [int(code) for code in re.findall(r"\d+", matcher)]
    least, most = (0, 99) if version == "GRPC" else HTTP_CODES
    if check.get("matcher") and (not MATCHER.fullmatch(matcher) or not all(least <= code <= most for code in codes)):
        reason = f"got {matcher!r}, allowed are codes of {least} to {most} such as 200, 200-299 or 200,302"
        raise InvalidProperty("healthCheck.matcher", reason)


def require_whole_listener(inputs: Properties) -> None:
    """Elastic Load Balancing API Reference, "CreateListener", "Action": what has to be there."""
    for key in ("loadBalancerArn", "defaultActions"):
        if not inputs.get(key):
            raise MissingProperty(key)
    for number, action in enumerate(inputs["defaultActions"]):
        if not action.get("type"):
            raise MissingProperty(f"defaultActions[{number}].type")


def require_fitting_listener(aws: Account, inputs: Properties) -> None:
    """The listener's protocol, certificate and target groups fit its load balancer."""
    elbv2 = aws.client("elbv2")
    with referring("loadBalancerArn", inputs["loadBalancerArn"]):
        balancer = elbv2.describe_load_balancers(LoadBalancerArns=[inputs["loadBalancerArn"]])["LoadBalancers"][0]
    protocol = inputs.get("protocol", "HTTP")
    allowed = PROTOCOLS.get(balancer["Type"], ())
    if protocol not in allowed:
        reason = f"got {protocol}, a load balancer of type {balancer['Type']} takes {', '.join(allowed)}"
        raise InvalidProperty("protocol", reason)
    if protocol not in ("HTTPS", "TLS"):
        for key in ("certificateArn", "sslPolicy"):
            if inputs.get(key):
                raise InvalidProperty(key, f"a listener of protocol {protocol} takes none")
    _require_ssl_policy(inputs)
    for number, action in enumerate(inputs.get("defaultActions") or []):
        _require_complete_action(action, f"defaultActions[{number}]")
        for path, arn in _target_groups(action, f"defaultActions[{number}]"):
            with referring(path, arn):
                group = elbv2.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]
            _require_same_network(group, balancer, allowed, path)


def _require_ssl_policy(inputs: Properties) -> None:
    policy = inputs.get("sslPolicy")
    if policy and policy not in SSL_POLICIES:
        raise InvalidProperty("sslPolicy", f"there is no policy {policy}")


def _require_complete_action(action: Properties, path: str) -> None:
    needed = ACTION_NEEDS.get(action.get("type", ""))
    if needed and not action.get(needed):
        raise InvalidProperty(f"{path}.type", f"an action of type {action['type']} needs {needed}")
    if action.get("type") != "forward" and (action.get("targetGroupArn") or action.get("forward")):
        raise InvalidProperty(f"{path}.type", f"an action of type {action['type']} takes no target group")
    if redirect := action.get("redirect"):
        _require_fitting_redirect(redirect, f"{path}.redirect")


def _require_fitting_redirect(redirect: Properties, path: str) -> None:
    """ELBv2 API Reference, "RedirectActionConfig": the request's own, or another that there is."""
    protocol, port = redirect.get("protocol") or "#{protocol}", str(redirect.get("port") or "#{port}")
    if protocol not in ("HTTP", "HTTPS", "#{protocol}"):
        raise InvalidProperty(f"{path}.protocol", f"got {protocol}, allowed are HTTP, HTTPS, #{{protocol}}")
    if port != "#{port}" and not (port.isdecimal() and 1 <= int(port) <= 65535):
        raise InvalidProperty(f"{path}.port", f"got {port}, allowed are 1 to 65535 and #{{port}}")


def _target_groups(action: Properties, path: str) -> list[tuple[str, str]]:
    found = [(f"{path}.targetGroupArn", action["targetGroupArn"])] if action.get("targetGroupArn") else []
    groups = (action.get("forward") or {}).get("targetGroups") or []
    return found + [(f"{path}.forward.targetGroups", group["arn"]) for group in groups]


def _require_same_network(
    group: dict[str, Any], balancer: dict[str, Any], protocols: tuple[str, ...], path: str
) -> None:
    if group.get("Protocol") and group["Protocol"] not in protocols:
        reason = f"the target group's protocol {group['Protocol']} is not for a load balancer of {balancer['Type']}"
        raise InvalidProperty(path, reason)
    if group.get("VpcId") and group["VpcId"] != balancer["VpcId"]:
        reason = f"the target group is in {group['VpcId']}, the load balancer in {balancer['VpcId']}"
        raise InvalidProperty(path, reason)


# Elastic Load Balancing User Guide for Application Load Balancers, "Security policies".
_TLS13 = ("1-0", "1-1", "1-2", "1-2-Ext1", "1-2-Ext2", "1-2-Res", "1-3")
_FIPS = ("1-0", "1-1", "1-2", "1-2-Ext0", "1-2-Ext1", "1-2-Ext2", "1-2-Res", "1-3")
SSL_POLICIES = frozenset(
    [
        *(f"ELBSecurityPolicy-{name}" for name in ("2016-08", "2015-05", "TLS-1-0-2015-04")),
        *(f"ELBSecurityPolicy-TLS-{name}" for name in ("1-1-2017-01", "1-2-2017-01", "1-2-Ext-2018-06")),
        *(f"ELBSecurityPolicy-FS-{name}" for name in ("2018-06", "1-1-2019-08", "1-2-2019-08")),
        *(f"ELBSecurityPolicy-FS-1-2-Res-{date}" for date in ("2019-08", "2020-10")),
        *(f"ELBSecurityPolicy-TLS13-{name}-2021-06" for name in _TLS13),
        *(f"ELBSecurityPolicy-TLS13-{name}-PQ-2025-09" for name in _TLS13),
        *(f"ELBSecurityPolicy-TLS13-{name}-FIPS-2023-04" for name in _FIPS),
        *(f"ELBSecurityPolicy-TLS13-{name}-FIPS-PQ-2025-09" for name in _FIPS),
    ]
)
