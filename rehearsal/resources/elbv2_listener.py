"""The listener."""

from typing import Any

from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.elbv2_attributes import attribute_list, attribute_properties, live_tags, update_tags
from rehearsal.resources.elbv2_rules import require_fitting_listener, require_whole_listener
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

_RESPONSE_HEADERS = (
    "AccessControlAllowCredentials",
    "AccessControlAllowHeaders",
    "AccessControlAllowMethods",
    "AccessControlAllowOrigin",
    "AccessControlExposeHeaders",
    "AccessControlMaxAge",
    "ContentSecurityPolicy",
    "StrictTransportSecurity",
    "XContentTypeOptions",
    "XFrameOptions",
)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")


# Elastic Load Balancing API Reference, "ListenerAttribute".
ATTRIBUTES = {
    "tcpIdleTimeoutSeconds": "tcp.idle_timeout.seconds",
    "routingHttpResponseServerEnabled": "routing.http.response.server.enabled",
    **{
        f"routingHttpResponse{header}HeaderValue": f"routing.http.response.{_snake(header)}.header_value"
        for header in _RESPONSE_HEADERS
    },
}
ACTION = "defaultActions"


@register
class Listener(DescribedType):
    """A port of a load balancer, and where its requests go.

    Source: terraform-provider-aws, resource aws_lb_listener: load_balancer_arn forces a new resource.
    """

    token = "aws:lb/listener:Listener"
    replace_on = frozenset({"loadBalancerArn"})
    renames = {
        "alpnPolicy": "AlpnPolicy",
        f"{ACTION}.authenticateCognito": "AuthenticateCognitoConfig",
        f"{ACTION}.authenticateOidc": "AuthenticateOidcConfig",
        f"{ACTION}.fixedResponse": "FixedResponseConfig",
        f"{ACTION}.jwtValidation": "JwtValidationConfig",
        f"{ACTION}.redirect": "RedirectConfig",
        f"{ACTION}.forward": "ForwardConfig",
        f"{ACTION}.forward.targetGroups.arn": "TargetGroupArn",
        f"{ACTION}.forward.stickiness": "TargetGroupStickinessConfig",
        f"{ACTION}.forward.stickiness.duration": "DurationSeconds",
    }

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        elbv2 = aws.client("elbv2")
        wanted = self._wanted(aws, "CreateListener", {"protocol": "HTTP", **inputs})
        self._require_free_port(aws, inputs)
        attributes = attribute_list(inputs, ATTRIBUTES)
        tags = {"Tags": tag_list(inputs["tags"])} if inputs.get("tags") else {}
        arn = elbv2.create_listener(**wanted, **tags)["Listeners"][0]["ListenerArn"]
        if attributes:
            elbv2.modify_listener_attributes(ListenerArn=arn, Attributes=attributes)
        return arn, self.after(aws, arn, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        elbv2 = aws.client("elbv2")
        live = dict(elbv2.describe_listeners(ListenerArns=[id])["Listeners"][0])
        attributes = elbv2.describe_listener_attributes(ListenerArn=id)["Attributes"]
        certificates = live.get("Certificates") or [{}]
        return {
            **live,
            **attribute_properties(attributes, ATTRIBUTES),
            "DefaultActions": [_with_target_group(action) for action in live["DefaultActions"]],
            "CertificateArn": certificates[0].get("CertificateArn"),
            "AlpnPolicy": next(iter(live.get("AlpnPolicy") or []), None),
            "Tags": live_tags(aws, id),
        }

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        shown: Properties = {"arn": id, "protocol": live.get("Protocol")}
        return shown | ({"sslPolicy": live["SslPolicy"]} if live.get("SslPolicy") else {})

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        elbv2 = aws.client("elbv2")
        wanted = self._wanted(aws, "CreateListener", {"protocol": "HTTP", **new_inputs})
        if new_inputs.get("port") != old_inputs.get("port"):
            self._require_free_port(aws, new_inputs)
        del wanted["LoadBalancerArn"]
        elbv2.modify_listener(ListenerArn=id, **wanted)
        before = attribute_list(old_inputs, ATTRIBUTES)
        if attributes := [one for one in attribute_list(new_inputs, ATTRIBUTES) if one not in before]:
            elbv2.modify_listener_attributes(ListenerArn=id, Attributes=attributes)
        update_tags(aws, id, old_inputs, new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("elbv2").delete_listener(ListenerArn=id)

    def _wanted(self, aws: Account, operation: str, inputs: Properties) -> Properties:
        require_whole_listener(inputs)
        wanted = parameters(
            aws.client("elbv2"),
            operation,
            inputs,
            renames=self.renames,
            elsewhere=("tags", "certificateArn", *ATTRIBUTES),
        )
        if certificate := inputs.get("certificateArn"):
            wanted["Certificates"] = [{"CertificateArn": certificate}]
            if ":acm:" in certificate:
                with referring("certificateArn", certificate):
                    aws.client("acm").describe_certificate(CertificateArn=certificate)
        elif inputs["protocol"] in ("HTTPS", "TLS"):
            raise InvalidProperty("certificateArn", f"the protocol {inputs['protocol']} needs one")
        for arn in _target_groups(wanted):
            # moto looks at creation alone, and answers a change with a listener that leads nowhere.
            with referring(ACTION, arn):
                aws.client("elbv2").describe_target_groups(TargetGroupArns=[arn])
        require_fitting_listener(aws, inputs)
        return wanted

    def _require_free_port(self, aws: Account, inputs: Properties) -> None:
        """AWS answers with DuplicateListener, moto takes a port twice."""
        with referring("loadBalancerArn", inputs["loadBalancerArn"]):
            listeners = aws.client("elbv2").describe_listeners(LoadBalancerArn=inputs["loadBalancerArn"])["Listeners"]
        if any(str(listener.get("Port")) == str(int(inputs.get("port") or 0)) for listener in listeners):
            raise InvalidProperty("port", f"got {int(inputs['port'])}, which another listener of the load balancer has")


def _target_groups(wanted: Properties) -> list[str]:
    found = []
    for action in wanted["DefaultActions"]:
        if action["Type"] == "forward":
            groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
            arns = [group["TargetGroupArn"] for group in groups]
            arns += [action["TargetGroupArn"]] if action.get("TargetGroupArn") else []
            if not arns:
                raise InvalidProperty(ACTION, "a forward action needs a target group")
            found += arns
    return found


def _with_target_group(action: dict[str, Any]) -> dict[str, Any]:
    """The action as AWS shows it: one target group stands in both places, whoever set which, several in one."""
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    if len(groups) > 1:
        # Without this, a program that names one would not see that traffic is shared.
        return {**action, "TargetGroupArn": ""}
    if len(groups) == 1:
        return {**action, "TargetGroupArn": groups[0]["TargetGroupArn"]}
    if action.get("TargetGroupArn") and not groups:
        return {
            **action,
            "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": action["TargetGroupArn"], "Weight": 1}]},
        }
    return action
