"""ECS services, those that CodeDeploy deploys included."""

from typing import Any

from rehearsal.resources.convert import overlay, parameters, plain_tags
from rehearsal.resources.ecs import change_tags, computed
from rehearsal.resources.ecs_rules import require_deployable, require_fitting_service
from rehearsal.resources.references import (
    refusals,
    require_cluster,
    require_network,
    require_role,
    require_target_group,
    require_task_definition,
)
from rehearsal.resources.registry import Account, Properties, ResourceType, none_when_missing, register

RENAMES = {
    "name": "serviceName",
    "iamRole": "role",
    "orderedPlacementStrategies": "placementStrategy",
    "loadBalancers.elbName": "loadBalancerName",
}
# Pulumi's own switches, and what is put together by hand.
ELSEWHERE = frozenset({"forceDelete", "forceNewDeployment", "sigintRollback", "triggers", "waitForSteadyState"})
DEPLOYMENT = {
    "alarms": "alarms",
    "deploymentCircuitBreaker": "deploymentCircuitBreaker",
    "deploymentMaximumPercent": "maximumPercent",
    "deploymentMinimumHealthyPercent": "minimumHealthyPercent",
}
# What an input that the program takes away goes back to.
DEFAULTS: Properties = {
    "deploymentMaximumPercent": 200,
    "deploymentMinimumHealthyPercent": 100,
    "desiredCount": 0,
    "enableEcsManagedTags": False,
    "enableExecuteCommand": False,
    "healthCheckGracePeriodSeconds": 0,
    "loadBalancers": [],
    "orderedPlacementStrategies": [],
    "placementConstraints": [],
    "propagateTags": "NONE",
}
PROPERTY_OF_REFUSAL = {
    "associated load balancer": "loadBalancers",
    "The container": "loadBalancers",
    "target type": "loadBalancers",
    "update task definition": "taskDefinition",
    "update network parameters": "networkConfiguration",
    "update platform version": "platformVersion",
    "update load balancers": "loadBalancers",
    "update service registries": "serviceRegistries",
    "force a new deployment": "forceNewDeployment",
    "was not idempotent": "name",
}


@register
class Service(ResourceType):
    """aws.ecs.Service.

    Source: terraform-provider-aws, resource aws_ecs_service: cluster, iam_role, launch_type, name,
    scheduling_strategy force a new resource.
    """

    token = "aws:ecs/service:Service"
    replace_on = frozenset({"cluster", "iamRole", "launchType", "name", "schedulingStrategy"})
    name_property = "name"

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        require_deployable(inputs)
        self._check_references(aws, inputs)
        require_fitting_service(aws, inputs)
        ecs = aws.client("ecs")
        request = parameters(ecs, "CreateService", _for_aws(inputs), renames=RENAMES, elsewhere=ELSEWHERE)
        with refusals(PROPERTY_OF_REFUSAL):
            service = ecs.create_service(**request)["service"]
        return service["serviceArn"], self._outputs(aws, inputs, service)

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        service = self._find(aws, id, inputs)
        if service is None:
            return None
        live = overlay(inputs, _for_pulumi(service, inputs), renames={"loadBalancers.elbName": "loadBalancerName"})
        return live, self._outputs(aws, live, service)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        changed = {key for key in old_inputs.keys() | new_inputs.keys() if old_inputs.get(key) != new_inputs.get(key)}
        if changed & DEPLOYMENT.keys():
            changed |= DEPLOYMENT.keys() | {"deploymentConfiguration"}
        wanted = {key: new_inputs.get(key, DEFAULTS.get(key)) for key in changed - {"tags"}}
        self._check_references(aws, {key: value for key, value in wanted.items() if value is not None})
        ecs = aws.client("ecs")
        request = parameters(ecs, "UpdateService", _for_aws(wanted), renames=RENAMES, elsewhere=ELSEWHERE)
        if changed & {"forceNewDeployment", "triggers"} and new_inputs.get("forceNewDeployment"):
            request["forceNewDeployment"] = True
        if request:
            with refusals(PROPERTY_OF_REFUSAL):
                ecs.update_service(cluster=new_inputs.get("cluster", "default"), service=id, **request)
        change_tags(aws, id, old_inputs, new_inputs)
        return self._outputs(aws, new_inputs, self._find(aws, id, new_inputs) or {})

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        service = self._find(aws, id, inputs)
        if service is None:
            return
        ecs, cluster = aws.client("ecs"), inputs.get("cluster", "default")
        if service["schedulingStrategy"] != "DAEMON" and service["desiredCount"] > 0:
            ecs.update_service(cluster=cluster, service=id, desiredCount=0)
        ecs.delete_service(cluster=cluster, service=id, force=bool(inputs.get("forceDelete")))

    def _find(self, aws: Account, id: str, inputs: Properties) -> dict[str, Any] | None:
        found = aws.client("ecs").describe_services(
            cluster=inputs.get("cluster", "default"), services=[id], include=["TAGS"]
        )["services"]
        return found[0] if found and found[0]["status"] != "INACTIVE" else None

    def _check_references(self, aws: Account, inputs: Properties) -> None:
        if inputs.get("cluster"):
            require_cluster(aws, inputs["cluster"], "cluster")
        if inputs.get("taskDefinition"):
            require_task_definition(aws, inputs["taskDefinition"], "taskDefinition")
        if inputs.get("iamRole"):
            require_role(aws, inputs["iamRole"], "ecs.amazonaws.com", "iamRole")
        if inputs.get("networkConfiguration"):
            require_network(aws, inputs["networkConfiguration"], "networkConfiguration")
        for number, balancer in enumerate(inputs.get("loadBalancers") or []):
            if balancer.get("targetGroupArn"):
                require_target_group(aws, balancer["targetGroupArn"], f"loadBalancers[{number}].targetGroupArn")

    def _outputs(self, aws: Account, inputs: Properties, live: dict[str, Any]) -> Properties:
        shown = {key: live[key] for key in ("launchType", "platformVersion") if live.get(key)}
        return {**shown, **inputs, "arn": live.get("serviceArn"), **computed(aws, inputs)}


def _for_aws(inputs: Properties) -> Properties:
    """The inputs with network and deployment put together as AWS has them."""
    apart = {"networkConfiguration", "deploymentConfiguration", *DEPLOYMENT}
    result = {key: value for key, value in inputs.items() if key not in apart}
    network = inputs.get("networkConfiguration")
    if network:
        assigned = "ENABLED" if network.get("assignPublicIp") else "DISABLED"
        result["networkConfiguration"] = {"awsvpcConfiguration": {**network, "assignPublicIp": assigned}}
    deployment = dict(inputs.get("deploymentConfiguration") or {})
    deployment.update({DEPLOYMENT[key]: inputs[key] for key in DEPLOYMENT if inputs.get(key) is not None})
    if deployment:
        result["deploymentConfiguration"] = deployment
    return result


def _for_pulumi(service: dict[str, Any], inputs: Properties) -> dict[str, Any]:
    """What AWS shows of a service, in the program's shape."""
    deployment = service.get("deploymentConfiguration") or {}
    live = {**service, "name": service["serviceName"], "tags": plain_tags(service.get("tags"))}
    live["cluster"] = _as_written(service["clusterArn"], inputs.get("cluster"))
    live["taskDefinition"] = _as_written(service.get("taskDefinition"), inputs.get("taskDefinition"))
    live["orderedPlacementStrategies"] = service.get("placementStrategy")
    live["iamRole"] = _as_written(service.get("roleArn"), inputs.get("iamRole"))
    live.update({key: deployment[name] for key, name in DEPLOYMENT.items() if name in deployment})
    network = (service.get("networkConfiguration") or {}).get("awsvpcConfiguration")
    if network:
        assigned = network.get("assignPublicIp") == "ENABLED"
        live["networkConfiguration"] = {**network, "assignPublicIp": assigned}
    return live


def _as_written(live: str | None, recorded: str | None) -> str | None:
    """AWS shows ARNs; a program may have written the name alone."""
    if live and recorded and not recorded.startswith("arn:"):
        name = live.split("/")[-1]
        return recorded if recorded in (name, name.split(":")[0]) else name
    return live
