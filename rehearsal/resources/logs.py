"""Log groups of CloudWatch Logs."""

from rehearsal.resources.convert import parameters
from rehearsal.resources.described import DescribedType
from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, register

# CloudWatch Logs API Reference, "PutRetentionPolicy".
RETENTION_DAYS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)


@register
class LogGroup(DescribedType):
    """Where log lines go, and how long they stay.

    Source: terraform-provider-aws, resource aws_cloudwatch_log_group: log_group_class, name, name_prefix force a
    new resource.
    """

    token = "aws:cloudwatch/logGroup:LogGroup"
    replace_on = frozenset({"name", "namePrefix", "logGroupClass"})
    name_property = "name"
    name_limit = 512  # CloudWatch Logs API Reference, "CreateLogGroup"
    renames = {"name": "logGroupName"}

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        logs = aws.client("logs")
        require_key(aws, inputs.get("kmsKeyId"), "kmsKeyId")
        wanted = parameters(
            logs, "CreateLogGroup", inputs, renames=self.renames, elsewhere=("retentionInDays", "skipDestroy")
        )
        logs.create_log_group(**wanted)
        self._set_retention(aws, inputs)
        return inputs["name"], self.after(aws, inputs["name"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        logs = aws.client("logs")
        groups = logs.describe_log_groups(logGroupNamePrefix=id)["logGroups"]
        found = [group for group in groups if group["logGroupName"] == id]
        if not found:
            return None
        tags = logs.list_tags_for_resource(resourceArn=_arn(found[0]))["tags"]
        return {"retentionInDays": 0, **found[0], "tags": tags}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"arn": _arn(live), "name": id, "retentionInDays": live["retentionInDays"]}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        logs = aws.client("logs")
        self._set_retention(aws, new_inputs)
        self._set_key(aws, id, old_inputs.get("kmsKeyId"), new_inputs.get("kmsKeyId"))
        old, new = old_inputs.get("tags") or {}, new_inputs.get("tags") or {}
        if gone := [key for key in old if key not in new]:
            logs.untag_resource(resourceArn=outputs["arn"], tagKeys=gone)
        if new and new != old:
            logs.tag_resource(resourceArn=outputs["arn"], tags=new)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        if not inputs.get("skipDestroy"):
            aws.client("logs").delete_log_group(logGroupName=id)

    def _set_key(self, aws: Account, id: str, old: str | None, new: str | None) -> None:
        logs = aws.client("logs")
        if new and new != old:
            require_key(aws, new, "kmsKeyId")
            logs.associate_kms_key(logGroupName=id, kmsKeyId=new)
        elif old and not new:
            logs.disassociate_kms_key(logGroupName=id)

    def _set_retention(self, aws: Account, inputs: Properties) -> None:
        logs = aws.client("logs")
        # To Pulumi, zero means that lines stay for ever.
        if days := inputs.get("retentionInDays"):
            if days not in RETENTION_DAYS:
                allowed = ", ".join(map(str, RETENTION_DAYS))
                raise InvalidProperty("retentionInDays", f"got {days}, allowed are {allowed}")
            chosen = {"name": inputs["name"], "retentionInDays": days}
            logs.put_retention_policy(**parameters(logs, "PutRetentionPolicy", chosen, renames=self.renames))
        else:
            logs.delete_retention_policy(logGroupName=inputs["name"])


def _arn(live: Properties) -> str:
    return str(live["arn"]).removesuffix(":*")
