"""Rules of a security group as resources of their own."""

from abc import abstractmethod
from typing import Any

from rehearsal.resources.convert import parameters, same_value
from rehearsal.resources.ec2_tags import TaggedType, tag_specifications
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
ALL_PROTOCOLS = "-1"


class SecurityGroupRule(TaggedType):
    """What both directions have in common."""

    replace_on = frozenset({"securityGroupId"})
    renames = {"securityGroupId": "GroupId", "referencedSecurityGroupId": "ReferencedGroupId"}

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        kinds = [{source for source in SOURCES if inputs.get(source)} for inputs in (old_inputs, new_inputs)]
        return self.replace_on if kinds[0] == kinds[1] else self.replace_on | kinds[0] | kinds[1]

    @abstractmethod
    def authorize(self, aws: Account, **rule: Any) -> Any:
        """AWS's call that adds a rule."""

    @abstractmethod
    def revoke(self, aws: Account, **rule: Any) -> Any:
        """AWS's call that takes a rule away."""

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        answer = self.authorize(
            aws,
            GroupId=inputs["securityGroupId"],
            IpPermissions=[_permission(_wanted_rule(aws, inputs))],
            **tag_specifications("security-group-rule", inputs),
        )
        id = answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        found = aws.client("ec2").describe_security_group_rules(SecurityGroupRuleIds=[id])["SecurityGroupRules"][0]
        referenced = found.get("ReferencedGroupInfo", {}).get("GroupId")
        return {"Tags": [], **found, "ReferencedGroupId": referenced}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        arn = f"arn:aws:ec2:{aws.region}:{aws.account_id}:security-group-rule/{id}"
        return {"arn": arn, "securityGroupRuleId": id}

    def change(self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
        # Tags are no part of the rule; and moto refuses to modify one of all protocols, which has no ports.
        if not same_value({**old_inputs, "tags": None}, {**new_inputs, "tags": None}):
            rule = {"SecurityGroupRuleId": id, "SecurityGroupRule": _wanted_rule(aws, new_inputs)}
            aws.client("ec2").modify_security_group_rules(
                GroupId=new_inputs["securityGroupId"], SecurityGroupRules=[rule]
            )

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        self.revoke(aws, GroupId=inputs["securityGroupId"], SecurityGroupRuleIds=[id])


@register
class SecurityGroupIngressRule(SecurityGroupRule):
    """Who may come in.

    Source: terraform-provider-aws, resource aws_vpc_security_group_ingress_rule: security_group_id, and a source of
    another kind force a new resource.
    """

    token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"

    def authorize(self, aws: Account, **rule: Any) -> Any:
        return aws.client("ec2").authorize_security_group_ingress(**rule)

    def revoke(self, aws: Account, **rule: Any) -> Any:
        return aws.client("ec2").revoke_security_group_ingress(**rule)


@register
class SecurityGroupEgressRule(SecurityGroupRule):
    """What may go out.

    Source: terraform-provider-aws, resource aws_vpc_security_group_egress_rule: security_group_id, and a
    destination of another kind force a new resource.
    """

    token = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

    def authorize(self, aws: Account, **rule: Any) -> Any:
        return aws.client("ec2").authorize_security_group_egress(**rule)

    def revoke(self, aws: Account, **rule: Any) -> Any:
        return aws.client("ec2").revoke_security_group_egress(**rule)


def _wanted_rule(aws: Account, inputs: Properties) -> Properties:
    """The rule with the names that AWS uses in ModifySecurityGroupRules."""
    _require_one_source(inputs)
    ec2 = aws.client("ec2")
    rule = {key: value for key, value in inputs.items() if key not in ("tags", "securityGroupId", "region")}
    path = "securityGroupRules.securityGroupRule"
    asked = parameters(
        ec2,
        "ModifySecurityGroupRules",
        {"securityGroupRules": [{"securityGroupRule": rule}]},
        renames={f"{path}.referencedSecurityGroupId": "ReferencedGroupId"},
    )
    wanted: Properties = asked["SecurityGroupRules"][0]["SecurityGroupRule"]
    # moto takes a group that does not exist.
    if group := wanted.get("ReferencedGroupId"):
        with referring("referencedSecurityGroupId", group):
            ec2.describe_security_groups(GroupIds=[group])
    return wanted


def _require_one_source(inputs: Properties) -> None:
    given = [source for source in SOURCES if inputs.get(source)]
    if len(given) != 1:
        raise InvalidProperty("", f"got {len(given)} of {', '.join(SOURCES)}, allowed is exactly one")
    ports = [inputs[key] for key in ("fromPort", "toPort") if inputs.get(key) is not None]
    if inputs["ipProtocol"] != ALL_PROTOCOLS and len(ports) != 2:
        raise InvalidProperty("fromPort", f"protocol {inputs['ipProtocol']} needs fromPort and toPort")
    # EC2 answers InvalidParameterValue, moto takes the rule.
    if inputs["ipProtocol"] in ("tcp", "udp", "6", "17") and not 0 <= ports[0] <= ports[1] <= 65535:
        raise InvalidProperty("toPort", f"{ports[0]} to {ports[1]} is no range of ports")


def _permission(wanted: Properties) -> dict[str, Any]:
    """The same rule as AWS wants it at creation."""
    described = {"Description": wanted["Description"]} if wanted.get("Description") else {}
    base: Properties = {key: wanted[key] for key in ("IpProtocol", "FromPort", "ToPort") if key in wanted}
    if cidr := wanted.get("CidrIpv4"):
        return {**base, "IpRanges": [{"CidrIp": cidr, **described}]}
    if cidr := wanted.get("CidrIpv6"):
        return {**base, "Ipv6Ranges": [{"CidrIpv6": cidr, **described}]}
    if prefix_list := wanted.get("PrefixListId"):
        return {**base, "PrefixListIds": [{"PrefixListId": prefix_list, **described}]}
    return {**base, "UserIdGroupPairs": [{"GroupId": wanted["ReferencedGroupId"], **described}]}
