"""Functions of Lambda."""

from typing import Any

from rehearsal.resources.archives import zip_of
from rehearsal.resources.convert import parameters
from rehearsal.resources.described import DescribedType
from rehearsal.resources.references import require_network, require_role
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, register
from rehearsal.resources.tag_changes import tag_changes

RENAMES = {"name": "FunctionName", "kmsKeyArn": "KMSKeyArn"}
# Properties that are no parameter of CreateFunction.
ELSEWHERE = (
    "code",
    "codeSha256",
    "replaceSecurityGroupsOnDestroy",
    "replacementSecurityGroupIds",
    "reservedConcurrentExecutions",
    "skipDestroy",
    "sourceCodeHash",
)
UNKNOWN = ("s3Bucket", "s3Key", "s3ObjectVersion", "imageUri")
# What an update says for a property that the program took away. Lambda API Reference, "UpdateFunctionConfiguration".
DEFAULTS: dict[str, Any] = {
    "description": "",
    "environment": {"variables": {}},
    "ephemeralStorage": {"size": 512},
    "kmsKeyArn": "",
    "layers": [],
    "memorySize": 128,
    "timeout": 3,
    "tracingConfig": {"mode": "PassThrough"},
    "vpcConfig": {"subnetIds": [], "securityGroupIds": []},
}
MAX_TIMEOUT_SECONDS = 900
MEMORY_MIB = (128, 10_240)


@register
class Function(DescribedType):
    """A function and its code. Code that was changed by hand is not found, as with Pulumi's provider.

    Source: terraform-provider-aws, resource aws_lambda_function: function_name, package_type, tenancy_config force a
    new resource.
    """

    token = "aws:lambda/function:Function"
    replace_on = frozenset({"name", "packageType", "tenancyConfig"})
    name_property = "name"
    name_limit = 64  # Lambda API Reference, "CreateFunction"
    renames = RENAMES

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        if (timeout := inputs.get("timeout")) is not None and not 1 <= float(timeout) <= MAX_TIMEOUT_SECONDS:
            raise InvalidProperty("timeout", f"got {timeout}, allowed are 1 to {MAX_TIMEOUT_SECONDS} seconds")
        if (memory := inputs.get("memorySize")) is not None and not MEMORY_MIB[0] <= float(memory) <= MEMORY_MIB[1]:
            raise InvalidProperty("memorySize", f"got {memory}, allowed are {MEMORY_MIB[0]} to {MEMORY_MIB[1]} MiB")
        return super().check(name, inputs, recorded)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        self._require_references(aws, inputs)
        client = aws.client("lambda")
        wanted = parameters(client, "CreateFunction", inputs, renames=self.renames, elsewhere=ELSEWHERE)
        client.create_function(**wanted, Code={"ZipFile": zip_of(inputs.get("code"), "code")})
        _reserve(aws, inputs["name"], {}, inputs)
        return inputs["name"], self.after(aws, inputs["name"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        answer = aws.client("lambda").get_function(FunctionName=id)
        reserved = answer.get("Concurrency", {}).get("ReservedConcurrentExecutions", -1)
        live = {"Environment": {"Variables": {}}, **answer["Configuration"], "Tags": answer.get("Tags", {})}
        live["Layers"] = [layer["Arn"] for layer in live.get("Layers") or []]
        return {**live, "ReservedConcurrentExecutions": reserved}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        arn = live["FunctionArn"]
        invoke = f"arn:aws:apigateway:{aws.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
        return {
            "arn": arn,
            "codeSha256": live["CodeSha256"],
            "invokeArn": invoke,
            "lastModified": live["LastModified"],
            "name": id,
            "qualifiedArn": f"{arn}:{live['Version']}",
            "sourceCodeSize": live["CodeSize"],
            "version": live["Version"],
        }

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._require_references(aws, new_inputs)
        client = aws.client("lambda")
        gone = {key: value for key, value in DEFAULTS.items() if key in old_inputs and new_inputs.get(key) is None}
        only_at_creation = (*ELSEWHERE, "architectures", "packageType", "publish", "tags")
        client.update_function_configuration(
            **parameters(
                client,
                "UpdateFunctionConfiguration",
                {**new_inputs, **gone},
                renames=self.renames,
                elsewhere=only_at_creation,
            )
        )
        if any(old_inputs.get(key) != new_inputs.get(key) for key in ("code", "architectures")):
            architectures = new_inputs.get("architectures") or ["x86_64"]
            code = zip_of(new_inputs.get("code"), "code")
            client.update_function_code(FunctionName=id, ZipFile=code, Architectures=architectures)
        _reserve(aws, id, old_inputs, new_inputs)
        changed, removed = tag_changes(old_inputs, new_inputs)
        if removed:
            client.untag_resource(Resource=outputs["arn"], TagKeys=removed)
        if changed:
            client.tag_resource(Resource=outputs["arn"], Tags=changed)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        if not inputs.get("skipDestroy"):
            aws.client("lambda").delete_function(FunctionName=id)

    def _require_references(self, aws: Account, inputs: Properties) -> None:
        for key in UNKNOWN:
            if inputs.get(key) is not None:
                raise InvalidProperty(key, "the rehearsal takes a function's code from its property code alone")
        require_role(aws, inputs["role"], "lambda.amazonaws.com", "role")
        if network := inputs.get("vpcConfig"):
            named = {"subnets": network.get("subnetIds"), "securityGroups": network.get("securityGroupIds")}
            require_network(aws, named, "vpcConfig")


def _reserve(aws: Account, name: str, old: Properties, new: Properties) -> None:
    """To Pulumi, -1 is no reservation."""
    wanted = new.get("reservedConcurrentExecutions")
    if wanted == old.get("reservedConcurrentExecutions"):
        return
    client = aws.client("lambda")
    if wanted is None or wanted < 0:
        client.delete_function_concurrency(FunctionName=name)
    else:
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=int(wanted))
