"""Flow logs of a VPC."""

from rehearsal.resources.convert import parameters
from rehearsal.resources.ec2_tags import TaggedType, tag_specifications
from rehearsal.resources.references import require_bucket, require_log_group, require_role
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

RENAMES = {
    "iamRoleArn": "DeliverLogsPermissionArn",
    "deliverCrossAccountRole": "DeliverCrossAccountRole",
    "eniId": "ResourceId",
    "subnetId": "ResourceId",
    "vpcId": "ResourceId",
}
# The resource that is watched, and how AWS calls its type.
WATCHED = {"vpcId": "VPC", "subnetId": "Subnet", "eniId": "NetworkInterface"}
TO_CLOUDWATCH, TO_S3 = "cloud-watch-logs", "s3"


@register
class FlowLog(TaggedType):
    """Who connects to whom in a VPC, written to a log group or a bucket.

    Source: terraform-provider-aws, resource aws_flow_log: every argument but tags forces a new resource.
    """

    token = "aws:ec2/flowLog:FlowLog"
    replace_on = frozenset(
        {
            "deliverCrossAccountRole",
            "destinationOptions",
            "iamRoleArn",
            "logDestination",
            "logDestinationType",
            "logFormat",
            "maxAggregationInterval",
            "trafficType",
            *WATCHED,
        }
    )
    renames = RENAMES

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ec2 = aws.client("ec2")
        (watched,) = [key for key in WATCHED if inputs.get(key)] or [""]
        if watched != "vpcId":
            raise InvalidProperty(watched or "vpcId", "the rehearsal knows flow logs of VPCs only")
        with referring("vpcId", inputs["vpcId"]):
            ec2.describe_vpcs(VpcIds=[inputs["vpcId"]])
        destination = _require_destination(aws, inputs)
        wanted = parameters(ec2, "CreateFlowLogs", inputs, renames=RENAMES, elsewhere=("tags", *WATCHED))
        wanted |= {"ResourceIds": [inputs[watched]], "ResourceType": WATCHED[watched], **destination}
        made = ec2.create_flow_logs(**wanted, **tag_specifications("vpc-flow-log", inputs))
        return made["FlowLogIds"][0], self.after(aws, made["FlowLogIds"][0], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        found = aws.client("ec2").describe_flow_logs(FlowLogIds=[id])["FlowLogs"]
        if not found:
            return None
        live = {"Tags": [], **found[0]}
        if group := live.get("LogGroupName"):
            live["LogDestination"] = f"arn:aws:logs:{aws.region}:{aws.account_id}:log-group:{group}"
        return live

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": f"arn:aws:ec2:{aws.region}:{aws.account_id}:vpc-flow-log/{id}",
            "logFormat": live["LogFormat"],
        }

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ec2").delete_flow_logs(FlowLogIds=[id])


def _require_destination(aws: Account, inputs: Properties) -> Properties:
    """Where they are written is there and may be written to; AWS itself says so only in the flow log's status."""
    destination = str(inputs.get("logDestination") or "")
    kind = inputs.get("logDestinationType") or TO_CLOUDWATCH
    if kind == TO_S3:
        require_bucket(aws, destination.split(":::")[-1].split("/")[0], "logDestination")
        if inputs.get("iamRoleArn"):
            raise InvalidProperty("iamRoleArn", "has no place beside a bucket")
        return {}
    if kind != TO_CLOUDWATCH:
        raise InvalidProperty("logDestinationType", f"got {kind!r}, the rehearsal knows {TO_CLOUDWATCH} and {TO_S3}")
    require_log_group(aws, destination.partition(":log-group:")[2].removesuffix(":*"), "logDestination")
    if not inputs.get("iamRoleArn"):
        raise InvalidProperty("iamRoleArn", f"is missing, logDestinationType {TO_CLOUDWATCH} needs it")
    source = f"arn:aws:ec2:{aws.region}:{aws.account_id}:vpc-flow-log/fl-0"
    require_role(aws, inputs["iamRoleArn"], "vpc-flow-logs.amazonaws.com", "iamRoleArn", source)
    # moto looks for the log group by its name alone.
    return {"LogGroupName": destination.partition(":log-group:")[2].removesuffix(":*")}
