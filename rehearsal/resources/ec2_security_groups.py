"""Security groups and their rules."""

from typing import Any

from rehearsal.resources.convert import parameters
from rehearsal.resources.ec2_tags import TaggedType, tag_specifications, update_tags
from rehearsal.resources.late_interfaces import delete_after_interfaces
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

INLINE_RULES = ("ingress", "egress")
# Terraform's own switch; AWS knows nothing of it.
SWITCHES = ("revokeRulesOnDelete", "namePrefix")


class _Group(TaggedType):
    """What every group has, AWS's own default one included: rules inside of it, and tags."""

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        live = {"Tags": [], **aws.client("ec2").describe_security_groups(GroupIds=[id])["SecurityGroups"][0]}
        live["Ingress"] = [_inline(rule) for rule in live["IpPermissions"]]
        live["Egress"] = [_inline(rule) for rule in live["IpPermissionsEgress"]]
        return live

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": f"arn:aws:ec2:{aws.region}:{aws.account_id}:security-group/{id}",
            "name": live["GroupName"],
            "description": live["Description"],
            "ownerId": live["OwnerId"],
            "vpcId": live["VpcId"],
        }

    def change(self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
        if any(old_inputs.get(key) != new_inputs.get(key) for key in INLINE_RULES):
            _set_rules(aws, id, new_inputs)


@register
class SecurityGroup(_Group):
    """Who may talk to whom. As in Pulumi's provider, AWS's rule that lets everything out is taken away at creation.

    Source: terraform-provider-aws, resource aws_security_group: description, name, name_prefix, vpc_id force a new
    resource.
    """

    token = "aws:ec2/securityGroup:SecurityGroup"
    replace_on = frozenset({"name", "namePrefix", "description", "vpcId"})
    name_property = "name"
    renames = {"name": "GroupName"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        described = {"description": "Managed by Pulumi", **inputs}
        wanted = parameters(
            ec2, "CreateSecurityGroup", described, renames=self.renames, elsewhere=("tags", *INLINE_RULES, *SWITCHES)
        )
        # moto takes a VPC that does not exist.
        if vpc := inputs.get("vpcId"):
            with referring("vpcId", vpc):
                ec2.describe_vpcs(VpcIds=[vpc])
        id = ec2.create_security_group(**wanted, **tag_specifications("security-group", inputs))["GroupId"]
        _set_rules(aws, id, inputs)
        return id, self.after(aws, id, inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        ec2 = aws.client("ec2")
        delete_after_interfaces(aws, "group-id", id, lambda: ec2.delete_security_group(GroupId=id))


@register
class DefaultSecurityGroup(_Group):
    """The group that every VPC has. It is adopted and emptied; AWS neither creates nor deletes it.

    Source: terraform-provider-aws, resource aws_default_security_group: vpc_id forces a new resource.
    """

    token = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
    replace_on = frozenset({"vpcId"})

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        parameters(ec2, "CreateSecurityGroup", inputs, elsewhere=("tags", *INLINE_RULES, *SWITCHES))
        filters = [{"Name": "group-name", "Values": ["default"]}, {"Name": "vpc-id", "Values": [inputs["vpcId"]]}]
        groups = ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
        if not groups:
            raise InvalidProperty("vpcId", f"there is no VPC {inputs['vpcId']}")
        id = groups[0]["GroupId"]
        _set_rules(aws, id, inputs)
        update_tags(aws, id, {}, inputs)
        return id, self.after(aws, id, inputs)

    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        """It goes with its VPC."""


def _set_rules(aws: Account, id: str, inputs: Properties) -> None:
    """Leave exactly the rules that stand in the inputs, which are none where rules are resources of their own."""
    ec2 = aws.client("ec2")
    live = ec2.describe_security_groups(GroupIds=[id])["SecurityGroups"][0]
    if live["IpPermissions"]:
        ec2.revoke_security_group_ingress(GroupId=id, IpPermissions=live["IpPermissions"])
    if live["IpPermissionsEgress"]:
        ec2.revoke_security_group_egress(GroupId=id, IpPermissions=live["IpPermissionsEgress"])
    if rules := inputs.get("ingress"):
        ec2.authorize_security_group_ingress(GroupId=id, IpPermissions=[_permission(id, rule) for rule in rules])
    if rules := inputs.get("egress"):
        ec2.authorize_security_group_egress(GroupId=id, IpPermissions=[_permission(id, rule) for rule in rules])


def _permission(id: str, rule: Properties) -> dict[str, Any]:
    described = {"Description": rule["description"]} if rule.get("description") else {}
    groups = [*(rule.get("securityGroups") or []), *([id] if rule.get("self") else [])]
    return {
        "IpProtocol": str(rule["protocol"]),
        "FromPort": int(rule["fromPort"]),
        "ToPort": int(rule["toPort"]),
        "IpRanges": [{"CidrIp": cidr, **described} for cidr in rule.get("cidrBlocks") or []],
        "Ipv6Ranges": [{"CidrIpv6": cidr, **described} for cidr in rule.get("ipv6CidrBlocks") or []],
        "PrefixListIds": [{"PrefixListId": one, **described} for one in rule.get("prefixListIds") or []],
        "UserIdGroupPairs": [{"GroupId": group, **described} for group in groups],
    }


def _inline(permission: dict[str, Any]) -> dict[str, Any]:
    return {
        "protocol": permission["IpProtocol"],
        "fromPort": permission.get("FromPort", 0),
        "toPort": permission.get("ToPort", 0),
        "cidrBlocks": [entry["CidrIp"] for entry in permission.get("IpRanges", [])],
        "ipv6CidrBlocks": [entry["CidrIpv6"] for entry in permission.get("Ipv6Ranges", [])],
        "securityGroups": [entry["GroupId"] for entry in permission.get("UserIdGroupPairs", [])],
    }
