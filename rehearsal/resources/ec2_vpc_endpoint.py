"""Endpoints of a VPC for services of AWS."""

from collections.abc import Mapping
from typing import Any

from rehearsal.resources.convert import parameters
from rehearsal.resources.ec2_tags import TaggedType, tag_specifications
from rehearsal.resources.references import require_network
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

RENAMES = {"policy": "PolicyDocument", "securityGroupIds": "SecurityGroupIds"}
# Terraform's own switch; AWS knows nothing of it.
ELSEWHERE = ("tags", "autoAccept")
LISTS = {"routeTableIds": "RouteTableIds", "securityGroupIds": "SecurityGroupIds", "subnetIds": "SubnetIds"}


@register
class VpcEndpoint(TaggedType):
    """A way from a VPC to a service of AWS that needs no internet.

    Source: terraform-provider-aws, resource aws_vpc_endpoint: resource_configuration_arn, service_name,
    service_network_arn, service_region, vpc_endpoint_type, vpc_id force a new resource, and private_dns_enabled does
    for any type but Interface.
    """

    token = "aws:ec2/vpcEndpoint:VpcEndpoint"
    replace_on = frozenset(
        {"resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion", "vpcEndpointType", "vpcId"}
    )
    renames = RENAMES

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        interface = new_inputs.get("vpcEndpointType") == "Interface"
        return self.replace_on if interface else self.replace_on | {"privateDnsEnabled"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        self._require_references(aws, inputs)
        wanted = parameters(ec2, "CreateVpcEndpoint", inputs, renames=self.renames, elsewhere=ELSEWHERE)
        wanted = {"VpcEndpointType": "Gateway", **wanted}
        made = ec2.create_vpc_endpoint(**wanted, **tag_specifications("vpc-endpoint", inputs))["VpcEndpoint"]
        return made["VpcEndpointId"], self.after(aws, made["VpcEndpointId"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        live = aws.client("ec2").describe_vpc_endpoints(VpcEndpointIds=[id])["VpcEndpoints"][0]
        groups = [group["GroupId"] for group in live.get("Groups") or []]
        return {"Tags": [], **live, "SecurityGroupIds": groups}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": f"arn:aws:ec2:{aws.region}:{aws.account_id}:vpc-endpoint/{id}",
            "dnsEntries": [
                {"dnsName": entry["DnsName"], "hostedZoneId": entry.get("HostedZoneId", "")}
                for entry in live.get("DnsEntries") or []
            ],
            "networkInterfaceIds": live.get("NetworkInterfaceIds", []),
            "ownerId": live["OwnerId"],
            "privateDnsEnabled": bool(live.get("PrivateDnsEnabled")),
            "state": live["State"],
            "vpcEndpointType": live["VpcEndpointType"],
        }

    def change(self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties) -> None:
        self._require_references(aws, new_inputs)
        ec2 = aws.client("ec2")
        parameters(ec2, "CreateVpcEndpoint", new_inputs, renames=self.renames, elsewhere=ELSEWHERE)
        changed: dict[str, Any] = {}
        for key, member in LISTS.items():
            before, after = old_inputs.get(key) or [], new_inputs.get(key) or []
            if added := [one for one in after if one not in before]:
                changed[f"Add{member}"] = added
            if removed := [one for one in before if one not in after]:
                changed[f"Remove{member}"] = removed
        if old_inputs.get("policy") != new_inputs.get("policy"):
            policy = new_inputs.get("policy")
            changed |= {"PolicyDocument": policy} if policy else {"ResetPolicy": True}
        if old_inputs.get("privateDnsEnabled", False) != new_inputs.get("privateDnsEnabled", False):
            changed["PrivateDnsEnabled"] = bool(new_inputs.get("privateDnsEnabled"))
        if changed:
            ec2.modify_vpc_endpoint(VpcEndpointId=id, **changed)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[id])

    def _require_references(self, aws: Account, inputs: Properties) -> None:
        ec2 = aws.client("ec2")
        with referring("vpcId", inputs["vpcId"]):
            ec2.describe_vpcs(VpcIds=[inputs["vpcId"]])
        named = {"subnets": inputs.get("subnetIds"), "securityGroups": inputs.get("securityGroupIds")}
        require_network(aws, named, "subnetIds")
        if inputs.get("vpcEndpointType") != "Interface":
            return
        _require_zones(ec2, inputs)
        if inputs.get("privateDnsEnabled"):
            _require_dns(ec2, inputs)


def _require_zones(ec2: Any, inputs: Mapping[str, Any]) -> None:
    subnets = inputs.get("subnetIds") or []
    zones = [one["AvailabilityZone"] for one in ec2.describe_subnets(SubnetIds=subnets)["Subnets"]] if subnets else []
    if len(set(zones)) != len(zones):
        raise InvalidProperty("subnetIds", f"got {len(zones)} in {len(set(zones))} zones, allowed is one in each")


def _require_dns(ec2: Any, inputs: Mapping[str, Any]) -> None:
    """Amazon VPC User Guide, "View and update DNS attributes for your VPC": private DNS needs both.

    One name cannot lead to two endpoints either.
    """
    vpc = inputs["vpcId"]
    for attribute, member in (("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames")):
        if not ec2.describe_vpc_attribute(VpcId=vpc, Attribute=attribute)[member]["Value"]:
            raise InvalidProperty("privateDnsEnabled", f"needs {attribute} of the VPC {vpc}, which is off")
