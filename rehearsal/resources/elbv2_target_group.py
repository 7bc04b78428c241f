"""The target group."""

from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.elbv2_attributes import attribute_list, attribute_properties, live_tags, update_tags
from rehearsal.resources.elbv2_rules import require_fitting_target_group
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

# Elastic Load Balancing API Reference, "TargetGroupAttribute".
ATTRIBUTES = {
    "connectionTermination": "deregistration_delay.connection_termination.enabled",
    "deregistrationDelay": "deregistration_delay.timeout_seconds",
    "lambdaMultiValueHeadersEnabled": "lambda.multi_value_headers.enabled",
    "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
    "loadBalancingAnomalyMitigation": "load_balancing.algorithm.anomaly_mitigation",
    "loadBalancingCrossZoneEnabled": "load_balancing.cross_zone.enabled",
    "preserveClientIp": "preserve_client_ip.enabled",
    "proxyProtocolV2": "proxy_protocol_v2.enabled",
    "slowStart": "slow_start.duration_seconds",
    "stickiness.cookieDuration": "stickiness.lb_cookie.duration_seconds",
    "stickiness.cookieName": "stickiness.app_cookie.cookie_name",
    "stickiness.enabled": "stickiness.enabled",
    "stickiness.type": "stickiness.type",
}
ATTRIBUTE_PROPERTIES = {path.split(".")[0] for path in ATTRIBUTES}
# Pulumi has one group, AWS a parameter for each.
HEALTH_CHECK = {
    "enabled": "HealthCheckEnabled",
    "healthyThreshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds",
    "matcher": "Matcher",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol",
    "timeout": "HealthCheckTimeoutSeconds",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}


@register
class TargetGroup(DescribedType):
    """Where a listener sends its requests, and how it knows who is healthy.

    Source: terraform-provider-aws, resource aws_lb_target_group: ip_address_type, name, name_prefix, port,
    protocol, protocol_version, target_type, vpc_id force a new resource.
    """

    token = "aws:lb/targetGroup:TargetGroup"
    replace_on = frozenset(
        {"name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"}
    )
    name_property = "name"
    name_limit = 32  # Elastic Load Balancing API Reference, "CreateTargetGroup"
    renames = {"name": "TargetGroupName"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        elbv2 = aws.client("elbv2")
        if vpc := inputs.get("vpcId"):
            with referring("vpcId", vpc):
                aws.client("ec2").describe_vpcs(VpcIds=[vpc])
        wanted = parameters(
            elbv2, "CreateTargetGroup", _flat(inputs), elsewhere=("tags", "healthCheck", *ATTRIBUTE_PROPERTIES)
        )
        _require_timeout_within_interval(inputs)
        require_fitting_target_group(inputs)
        attributes = attribute_list(inputs, ATTRIBUTES)
        tags = {"Tags": tag_list(inputs["tags"])} if inputs.get("tags") else {}
        arn = elbv2.create_target_group(**wanted, **tags)["TargetGroups"][0]["TargetGroupArn"]
        if attributes:
            elbv2.modify_target_group_attributes(TargetGroupArn=arn, Attributes=attributes)
        return arn, self.after(aws, arn, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        elbv2 = aws.client("elbv2")
        live = dict(elbv2.describe_target_groups(TargetGroupArns=[id])["TargetGroups"][0])
        attributes = elbv2.describe_target_group_attributes(TargetGroupArn=id)["Attributes"]
        health_check = {key: live[member] for key, member in HEALTH_CHECK.items() if member in live}
        if matcher := live.get("Matcher"):
            health_check["matcher"] = matcher.get("HttpCode") or matcher.get("GrpcCode")
        return {
            **live,
            **attribute_properties(attributes, ATTRIBUTES),
            "HealthCheck": health_check,
            "Tags": live_tags(aws, id),
        }

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": id,
            "arnSuffix": id.rsplit(":", 1)[1],
            "name": live["TargetGroupName"],
            "loadBalancerArns": live.get("LoadBalancerArns", []),
        }

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        elbv2 = aws.client("elbv2")
        changed = {"healthCheck": new_inputs.get("healthCheck"), "targetGroupArn": id}
        _require_timeout_within_interval(new_inputs)
        require_fitting_target_group(new_inputs)
        parameters(elbv2, "CreateTargetGroup", new_inputs, elsewhere=("healthCheck", *ATTRIBUTE_PROPERTIES))
        elbv2.modify_target_group(**parameters(elbv2, "ModifyTargetGroup", _flat(changed)))
        before = attribute_list(old_inputs, ATTRIBUTES)
        if attributes := [one for one in attribute_list(new_inputs, ATTRIBUTES) if one not in before]:
            elbv2.modify_target_group_attributes(TargetGroupArn=id, Attributes=attributes)
        update_tags(aws, id, old_inputs, new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("elbv2").delete_target_group(TargetGroupArn=id)


def _flat(inputs: Properties) -> Properties:
    """The inputs with the health check's group opened."""
    flat = {key: value for key, value in inputs.items() if key != "healthCheck"}
    for key, value in (inputs.get("healthCheck") or {}).items():
        if key not in HEALTH_CHECK:
            raise InvalidProperty(f"healthCheck.{key}", f"no such property, allowed are {', '.join(HEALTH_CHECK)}")
        code = "GrpcCode" if inputs.get("protocolVersion") == "GRPC" else "HttpCode"
        flat[HEALTH_CHECK[key]] = {code: value} if key == "matcher" else value
    return flat


def _require_timeout_within_interval(inputs: Properties) -> None:
    """AWS refuses it for HTTP and HTTPS, moto does not."""
    check = inputs.get("healthCheck") or {}
    timeout, interval = check.get("timeout"), check.get("interval")
    if timeout is not None and interval is not None and timeout >= interval:
        raise InvalidProperty("healthCheck.timeout", f"got {timeout}, allowed is less than the interval of {interval}")
