"""Parameters of Systems Manager."""

from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, register

# Systems Manager API Reference, "PutParameter".
MAX_CHARACTERS = {"Standard": 4096, "Advanced": 8192, "Intelligent-Tiering": 8192}


@register
class Parameter(DescribedType):
    """A named text.

    Source: terraform-provider-aws, resource aws_ssm_parameter: data_type, name, and tier from Advanced to Standard
    force a new resource.
    """

    token = "aws:ssm/parameter:Parameter"
    replace_on = frozenset({"name", "dataType"})
    name_property = "name"
    name_limit = 1011  # Systems Manager API Reference, "PutParameter"

    def replacing(self, old_inputs: Properties, new_inputs: Properties) -> frozenset[str]:
        tiers = (old_inputs.get("tier"), new_inputs.get("tier"))
        return self.replace_on | {"tier"} if tiers == ("Advanced", "Standard") else self.replace_on

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ssm = aws.client("ssm")
        wanted = _wanted(aws, inputs)
        if inputs.get("tags"):
            wanted["Tags"] = tag_list(inputs["tags"])
        ssm.put_parameter(**wanted)
        return inputs["name"], self.after(aws, inputs["name"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        ssm = aws.client("ssm")
        live = ssm.get_parameter(Name=id, WithDecryption=True)["Parameter"]
        found = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [id]}])["Parameters"][0]
        tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=id)["TagList"]
        return {**found, **live, "InsecureValue": live["Value"], "Tags": tags}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"arn": live["ARN"], "name": id, "version": live["Version"], "tier": live.get("Tier", "Standard")}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        ssm = aws.client("ssm")
        # A tier that the program takes away stays what it was.
        wanted = _wanted(aws, {**new_inputs, "tier": new_inputs.get("tier") or old_inputs.get("tier")})
        ssm.put_parameter(**{**wanted, "Overwrite": True})
        old, new = old_inputs.get("tags") or {}, new_inputs.get("tags") or {}
        if gone := [key for key in old if key not in new]:
            ssm.remove_tags_from_resource(ResourceType="Parameter", ResourceId=id, TagKeys=gone)
        if new and new != old:
            ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId=id, Tags=tag_list(new))
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ssm").delete_parameter(Name=id)


def _wanted(aws: Account, inputs: Properties) -> Properties:
    _require_key(aws, inputs)
    wanted = parameters(
        aws.client("ssm"), "PutParameter", inputs, renames={"insecureValue": "Value"}, elsewhere=("tags",)
    )
    if "Value" not in wanted:
        raise InvalidProperty("value", "is missing")
    limit = MAX_CHARACTERS.get(wanted.get("Tier", "Standard"), 0)
    if limit and len(wanted["Value"].encode()) > limit:
        raise InvalidProperty("value", f"got {len(wanted['Value'].encode())} bytes, allowed are {limit}")
    return wanted


def _require_key(aws: Account, inputs: Properties) -> None:
    if inputs.get("keyId") and inputs.get("type") != "SecureString":
        raise InvalidProperty("keyId", "has a place beside the type SecureString only")
    if inputs.get("insecureValue") is not None and inputs.get("type") == "SecureString":
        raise InvalidProperty("insecureValue", "has no place beside the type SecureString")
    require_key(aws, inputs.get("keyId"), "keyId")
