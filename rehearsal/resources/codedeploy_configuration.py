"""CodeDeploy's deployment configurations: in which steps traffic moves."""

from typing import Any

from rehearsal.resources.convert import parameters
from rehearsal.resources.described import DescribedType
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, register

STEPS = {"TimeBasedCanary": "timeBasedCanary", "TimeBasedLinear": "timeBasedLinear"}
RENAMES = {
    f"trafficRoutingConfig.{step}.{part}": f"{step.removeprefix('timeBased').lower()}{member}"
    for step in STEPS.values()
    for part, member in (("interval", "Interval"), ("percentage", "Percentage"))
}


@register
class DeploymentConfig(DescribedType):
    """How much traffic moves when.

    Source: terraform-provider-aws, resource aws_codedeploy_deployment_config: it has no update, every property forces
    a new resource.
    """

    token = "aws:codedeploy/deploymentConfig:DeploymentConfig"
    replace_on = frozenset(
        {"computePlatform", "deploymentConfigName", "minimumHealthyHosts", "trafficRoutingConfig", "zonalConfig"}
    )
    name_property = "deploymentConfigName"
    name_limit = 100  # AWS CodeDeploy API Reference, "CreateDeploymentConfig"
    renames = RENAMES

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        routing = inputs.get("trafficRoutingConfig") or {}
        kind = routing.get("type", "AllAtOnce")
        for other, step in STEPS.items():
            if routing.get(step) is not None and kind != other:
                raise InvalidProperty(f"trafficRoutingConfig.{step}", f"has no place with the type {kind}")
        return super().check(name, inputs, recorded)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        codedeploy = aws.client("codedeploy")
        wanted: dict[str, Any] = {"computePlatform": "Server", **inputs}
        codedeploy.create_deployment_config(
            **parameters(codedeploy, "CreateDeploymentConfig", wanted, renames=self.renames)
        )
        return inputs["deploymentConfigName"], self.after(aws, inputs["deploymentConfigName"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        codedeploy = aws.client("codedeploy")
        return dict(codedeploy.get_deployment_config(deploymentConfigName=id)["deploymentConfigInfo"])

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": f"arn:aws:codedeploy:{aws.region}:{aws.account_id}:deploymentconfig:{id}",
            "computePlatform": live["computePlatform"],
            "deploymentConfigId": live["deploymentConfigId"],
            "deploymentConfigName": id,
        }

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("codedeploy").delete_deployment_config(deploymentConfigName=id)
