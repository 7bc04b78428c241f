"""The load balancer."""

from rehearsal.resources.access_log_bucket import require_log_bucket
from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.elbv2_attributes import attribute_list, attribute_properties, live_tags, update_tags
from rehearsal.resources.elbv2_rules import require_fitting_load_balancer
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

# Elastic Load Balancing API Reference, "LoadBalancerAttribute".
ATTRIBUTES = {
    "accessLogs.bucket": "access_logs.s3.bucket",
    "accessLogs.enabled": "access_logs.s3.enabled",
    "accessLogs.prefix": "access_logs.s3.prefix",
    "connectionLogs.bucket": "connection_logs.s3.bucket",
    "connectionLogs.enabled": "connection_logs.s3.enabled",
    "connectionLogs.prefix": "connection_logs.s3.prefix",
    "clientKeepAlive": "client_keep_alive.seconds",
    "desyncMitigationMode": "routing.http.desync_mitigation_mode",
    "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    "enableCrossZoneLoadBalancing": "load_balancing.cross_zone.enabled",
    "enableDeletionProtection": "deletion_protection.enabled",
    "enableHttp2": "routing.http2.enabled",
    "enableTlsVersionAndCipherSuiteHeaders": "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
    "enableWafFailOpen": "waf.fail_open.enabled",
    "enableXffClientPort": "routing.http.xff_client_port.enabled",
    "enableZonalShift": "zonal_shift.config.enabled",
    "idleTimeout": "idle_timeout.timeout_seconds",
    "preserveHostHeader": "routing.http.preserve_host_header.enabled",
    "xffHeaderProcessingMode": "routing.http.xff_header_processing.mode",
}
# What AWS has where a program that said something says nothing any more.
OFF = {
    "accessLogs.enabled": "false",
    "connectionLogs.enabled": "false",
    "dropInvalidHeaderFields": "false",
    "enableDeletionProtection": "false",
}
ATTRIBUTE_PROPERTIES = {path.split(".")[0] for path in ATTRIBUTES}


@register
class LoadBalancer(DescribedType):
    """An application load balancer.

    Source: terraform-provider-aws, resource aws_lb: customer_owned_ipv4_pool, internal, load_balancer_type, name,
    name_prefix force a new resource.
    """

    token = "aws:lb/loadBalancer:LoadBalancer"
    replace_on = frozenset({"name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool"})
    name_property = "name"
    name_limit = 32  # Elastic Load Balancing API Reference, "CreateLoadBalancer"
    renames = {"name": "LoadBalancerName", "loadBalancerType": "Type"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        elbv2 = aws.client("elbv2")
        _require_references(aws, inputs)
        require_fitting_load_balancer(aws, inputs)
        wanted = parameters(
            elbv2,
            "CreateLoadBalancer",
            inputs,
            renames={"loadBalancerType": "Type"},
            elsewhere=("tags", "internal", *ATTRIBUTE_PROPERTIES),
        )
        tags = {"Tags": tag_list(inputs["tags"])} if inputs.get("tags") else {}
        scheme = "internal" if inputs.get("internal") else "internet-facing"
        arn = elbv2.create_load_balancer(**wanted, **tags, Scheme=scheme)["LoadBalancers"][0]["LoadBalancerArn"]
        self._set_attributes(aws, arn, {}, inputs)
        return arn, self.after(aws, arn, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        elbv2 = aws.client("elbv2")
        live = dict(elbv2.describe_load_balancers(LoadBalancerArns=[id])["LoadBalancers"][0])
        attributes = elbv2.describe_load_balancer_attributes(LoadBalancerArn=id)["Attributes"]
        return {
            **live,
            **attribute_properties(attributes, ATTRIBUTES),
            "Tags": live_tags(aws, id),
            "Internal": live["Scheme"] == "internal",
            "Subnets": [zone["SubnetId"] for zone in live["AvailabilityZones"]],
        }

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": id,
            "arnSuffix": id.split(":loadbalancer/")[1],
            "name": live["LoadBalancerName"],
            "dnsName": live["DNSName"],
            "zoneId": live["CanonicalHostedZoneId"],
            "vpcId": live["VpcId"],
            "loadBalancerType": live["Type"],
            "ipAddressType": live["IpAddressType"],
            "internal": live["Internal"],
        }

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        elbv2 = aws.client("elbv2")
        _require_references(aws, new_inputs)
        parameters(
            elbv2,
            "CreateLoadBalancer",
            new_inputs,
            renames={"loadBalancerType": "Type"},
            elsewhere=("internal", *ATTRIBUTE_PROPERTIES),
        )
        _require_same_network(aws, outputs["vpcId"], new_inputs)
        if new_inputs.get("securityGroups") != old_inputs.get("securityGroups"):
            elbv2.set_security_groups(LoadBalancerArn=id, SecurityGroups=new_inputs.get("securityGroups") or [])
        if new_inputs.get("subnets") != old_inputs.get("subnets"):
            elbv2.set_subnets(LoadBalancerArn=id, Subnets=new_inputs.get("subnets") or [])
        if new_inputs.get("ipAddressType") != old_inputs.get("ipAddressType"):
            elbv2.set_ip_address_type(LoadBalancerArn=id, IpAddressType=new_inputs.get("ipAddressType") or "ipv4")
        self._set_attributes(aws, id, old_inputs, new_inputs)
        update_tags(aws, id, old_inputs, new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        elbv2 = aws.client("elbv2")
        attributes = elbv2.describe_load_balancer_attributes(LoadBalancerArn=id)["Attributes"]
        # moto deletes what is protected.
        if {"Key": ATTRIBUTES["enableDeletionProtection"], "Value": "true"} in attributes:
            raise InvalidProperty("enableDeletionProtection", f"{id} cannot be deleted because it is protected")
        elbv2.delete_load_balancer(LoadBalancerArn=id)

    def _set_attributes(self, aws: Account, arn: str, old: Properties, new: Properties) -> None:
        before, wanted = attribute_list(old, ATTRIBUTES), attribute_list(new, ATTRIBUTES)
        require_log_bucket(aws, new)
        said, still = ({one["Key"] for one in attributes} for attributes in (before, wanted))
        off = [{"Key": ATTRIBUTES[path], "Value": value} for path, value in OFF.items() if ATTRIBUTES[path] in said]
        off = [one for one in off if one["Key"] not in still]
        if changed := [*(one for one in wanted if one not in before), *off]:
            aws.client("elbv2").modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=changed)


def _require_references(aws: Account, inputs: Properties) -> None:
    ec2 = aws.client("ec2")
    if groups := inputs.get("securityGroups"):
        with referring("securityGroups", " or ".join(groups)):
            ec2.describe_security_groups(GroupIds=groups)
    zones = set()
    if subnets := inputs.get("subnets") or []:
        with referring("subnets", " or ".join(subnets)):
            zones = {one["AvailabilityZone"] for one in ec2.describe_subnets(SubnetIds=subnets)["Subnets"]}
    # Elastic Load Balancing API Reference, "CreateLoadBalancer": at least two zones, one subnet in each.
    application = inputs.get("loadBalancerType", "application") == "application"
    if application and not inputs.get("subnetMappings") and not 2 <= len(zones) == len(subnets):
        reason = f"got {len(subnets)} in {len(zones)} zones, allowed is one in each of at least two zones"
        raise InvalidProperty("subnets", reason)


def _require_same_network(aws: Account, vpc: str, inputs: Properties) -> None:
    """A load balancer stays in the VPC of its creation, which moto does not insist on."""
    ec2 = aws.client("ec2")
    groups = ec2.describe_security_groups(GroupIds=inputs.get("securityGroups") or [])["SecurityGroups"]
    subnets = ec2.describe_subnets(SubnetIds=inputs.get("subnets") or [])["Subnets"]
    for path, found in (("securityGroups", groups), ("subnets", subnets)):
        if (others := {one["VpcId"] for one in found} - {vpc}) and inputs.get(path):
            raise InvalidProperty(path, f"got some in {' and '.join(others)}, the load balancer is in {vpc}")
