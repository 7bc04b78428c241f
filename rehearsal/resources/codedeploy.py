"""CodeDeploy applications and deployment groups."""

from collections.abc import Mapping
from typing import Any

from rehearsal.resources.codedeploy_rules import (
    require_different_routes,
    require_fitting_platform,
    require_primary_behind,
)
from rehearsal.resources.convert import overlay, parameters, plain_tags, tag_list
from rehearsal.resources.ecs import computed
from rehearsal.resources.references import (
    require_application,
    require_cluster,
    require_deployment_configuration,
    require_listener,
    require_role,
    require_target_group_named,
)
from rehearsal.resources.registry import (
    Account,
    InvalidProperty,
    Properties,
    ResourceType,
    none_when_missing,
    register,
)
from rehearsal.resources.tag_changes import tag_changes

GROUP_RENAMES = {
    "appName": "applicationName",
    "blueGreenDeploymentConfig": "blueGreenDeploymentConfiguration",
    "loadBalancerInfo.elbInfos": "elbInfoList",
    "loadBalancerInfo.targetGroupInfos": "targetGroupInfoList",
    "loadBalancerInfo.targetGroupPairInfo": "targetGroupPairInfoList",
}
MAX_ALARMS = 10  # AWS CodeDeploy User Guide, "CodeDeploy quotas": alarms of one deployment group


@register
class Application(ResourceType):
    """aws.codedeploy.Application.

    Source: terraform-provider-aws, resource aws_codedeploy_app: compute_platform forces a new resource; a new name
    is taken in place.
    """

    token = "aws:codedeploy/application:Application"
    replace_on = frozenset({"computePlatform"})
    name_property = "name"
    name_limit = 100

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        codedeploy = aws.client("codedeploy")
        request = parameters(codedeploy, "CreateApplication", inputs, renames={"name": "applicationName"})
        id = codedeploy.create_application(**{"computePlatform": "Server", **request})["applicationId"]
        return id, self._outputs(aws, id, inputs)

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        codedeploy = aws.client("codedeploy")
        application = codedeploy.get_application(applicationName=inputs["name"])["application"]
        if application["applicationId"] != id:
            return None
        tags = plain_tags(codedeploy.list_tags_for_resource(ResourceArn=outputs["arn"])["Tags"])
        live = overlay(inputs, {**application, "tags": tags}, renames={"name": "applicationName"})
        return live, self._outputs(aws, id, live)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        if old_inputs["name"] != new_inputs["name"]:
            aws.client("codedeploy").update_application(
                applicationName=old_inputs["name"], newApplicationName=new_inputs["name"]
            )
        changed = self._outputs(aws, id, new_inputs)
        _change_tags(aws, changed["arn"], old_inputs, new_inputs)
        return changed

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("codedeploy").delete_application(applicationName=inputs["name"])

    def _outputs(self, aws: Account, id: str, inputs: Properties) -> Properties:
        return {
            "computePlatform": "Server",
            **inputs,
            "applicationId": id,
            "arn": f"arn:aws:codedeploy:{aws.region}:{aws.account_id}:application:{inputs['name']}",
            "githubAccountName": "",
            "linkedToGithub": False,
            **computed(aws, inputs),
        }


@register
class DeploymentGroup(ResourceType):
    """aws.codedeploy.DeploymentGroup.

    Source: terraform-provider-aws, resource aws_codedeploy_deployment_group: nothing forces a new resource;
    app_name too is sent as an update, which AWS refuses for a group of another application.
    """

    token = "aws:codedeploy/deploymentGroup:DeploymentGroup"

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        platform = self._check(aws, inputs)
        codedeploy = aws.client("codedeploy")
        request = parameters(codedeploy, "CreateDeploymentGroup", _for_aws(inputs), renames=GROUP_RENAMES)
        id = codedeploy.create_deployment_group(**request)["deploymentGroupId"]
        return id, self._outputs(aws, id, platform, inputs)

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        codedeploy = aws.client("codedeploy")
        group = codedeploy.get_deployment_group(
            applicationName=inputs["appName"], deploymentGroupName=inputs["deploymentGroupName"]
        )["deploymentGroupInfo"]
        if group["deploymentGroupId"] != id:
            return None
        tags = plain_tags(codedeploy.list_tags_for_resource(ResourceArn=outputs["arn"])["Tags"])
        live = overlay(inputs, {**_for_pulumi(group), "tags": tags}, renames=GROUP_RENAMES)
        return live, self._outputs(aws, id, group["computePlatform"], live)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        platform = self._check(aws, new_inputs)
        codedeploy = aws.client("codedeploy")
        request = parameters(
            codedeploy,
            "UpdateDeploymentGroup",
            _for_aws({**_cleared(old_inputs, new_inputs), **new_inputs}),
            renames={**GROUP_RENAMES, "deploymentGroupName": "newDeploymentGroupName"},
            elsewhere={"tags"},
        )
        codedeploy.update_deployment_group(**request, currentDeploymentGroupName=old_inputs["deploymentGroupName"])
        changed = self._outputs(aws, id, platform, new_inputs)
        _change_tags(aws, changed["arn"], old_inputs, new_inputs)
        return changed

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("codedeploy").delete_deployment_group(
            applicationName=inputs["appName"], deploymentGroupName=inputs["deploymentGroupName"]
        )

    def _check(self, aws: Account, inputs: Properties) -> str:
        platform = require_application(aws, inputs["appName"], "appName")
        arn = _group_arn(aws, inputs)
        require_role(aws, inputs["serviceRoleArn"], "codedeploy.amazonaws.com", "serviceRoleArn", arn)
        alarms = (inputs.get("alarmConfiguration") or {}).get("alarms") or []
        if len(alarms) > MAX_ALARMS:
            raise InvalidProperty("alarmConfiguration.alarms", f"got {len(alarms)}, allowed are up to {MAX_ALARMS}")
        require_fitting_platform(inputs, platform)
        if platform == "ECS":
            _check_ecs_group(aws, inputs)
        return platform

    def _outputs(self, aws: Account, id: str, platform: str, inputs: Properties) -> Properties:
        return {
            **inputs,
            "arn": _group_arn(aws, inputs),
            "computePlatform": platform,
            "deploymentGroupId": id,
            **computed(aws, inputs),
        }


def _check_ecs_group(aws: Account, inputs: Properties) -> None:
    """What CodeDeploy asks of a deployment group of the ECS platform."""
    style = inputs.get("deploymentStyle") or {}
    if (style.get("deploymentType"), style.get("deploymentOption")) != ("BLUE_GREEN", "WITH_TRAFFIC_CONTROL"):
        raise InvalidProperty("deploymentStyle", f"got {style}, allowed for ECS is BLUE_GREEN, WITH_TRAFFIC_CONTROL")
    if configuration := inputs.get("deploymentConfigName"):
        require_deployment_configuration(aws, configuration, "ECS", "deploymentConfigName")
    if not inputs.get("blueGreenDeploymentConfig"):
        raise InvalidProperty("blueGreenDeploymentConfig", "an ECS deployment group needs one")
    service = _check_service(aws, inputs.get("ecsService") or {})
    pair = (inputs.get("loadBalancerInfo") or {}).get("targetGroupPairInfo") or {}
    _check_load_balancer(aws, pair)
    require_primary_behind(aws, service, pair)


def _check_service(aws: Account, service: Mapping[str, Any]) -> dict[str, Any]:
    if not service:
        raise InvalidProperty("ecsService", "an ECS deployment group needs one")
    cluster = require_cluster(aws, service["clusterName"], "ecsService.clusterName")
    name = service["serviceName"]
    found = aws.client("ecs").describe_services(cluster=cluster, services=[name])["services"]
    if not found or found[0]["status"] != "ACTIVE":
        raise InvalidProperty("ecsService.serviceName", f"there is no service {name} in the ECS cluster {cluster}")
    if found[0].get("deploymentController", {}).get("type") != "CODE_DEPLOY":
        raise InvalidProperty(
            "ecsService.serviceName",
            f"{name}: Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
        )
    return dict(found[0])


def _check_load_balancer(aws: Account, pair: Mapping[str, Any]) -> None:
    path = "loadBalancerInfo.targetGroupPairInfo"
    groups = pair.get("targetGroups") or []
    if len(groups) != 2:
        raise InvalidProperty(f"{path}.targetGroups", f"got {len(groups)} target groups, allowed are 2")
    for number, group in enumerate(groups):
        require_target_group_named(aws, group["name"], f"{path}.targetGroups[{number}].name")
    require_different_routes(aws, pair)
    load_balancers = {
        require_listener(aws, arn, f"{path}.{route}.listenerArns")
        for route in ("prodTrafficRoute", "testTrafficRoute")
        for arn in (pair.get(route) or {}).get("listenerArns") or []
    }
    if not (pair.get("prodTrafficRoute") or {}).get("listenerArns"):
        raise InvalidProperty(f"{path}.prodTrafficRoute", "an ECS deployment group needs a production listener")
    if len(load_balancers) > 1:
        raise InvalidProperty(path, f"the listeners are on different load balancers: {', '.join(load_balancers)}")


def _for_aws(inputs: Properties) -> Properties:
    alarms = inputs.get("alarmConfiguration")
    if not alarms:
        return inputs
    named = [{"name": alarm} for alarm in alarms.get("alarms") or []]
    return {**inputs, "alarmConfiguration": {**alarms, "alarms": named}}


def _for_pulumi(group: dict[str, Any]) -> dict[str, Any]:
    alarms = group.get("alarmConfiguration") or {}
    return {
        **group,
        "alarmConfiguration": {**alarms, "alarms": [alarm["name"] for alarm in alarms.get("alarms") or []]},
    }


def _cleared(old_inputs: Properties, new_inputs: Properties) -> Properties:
    """AWS keeps what a request leaves out, so that what the program takes away is switched off by name."""
    off: Properties = {
        "alarmConfiguration": {"enabled": False},
        "autoRollbackConfiguration": {"enabled": False},
        "triggerConfigurations": [],
    }
    return {key: value for key, value in off.items() if key in old_inputs and key not in new_inputs}


def _group_arn(aws: Account, inputs: Properties) -> str:
    names = f"{inputs['appName']}/{inputs['deploymentGroupName']}"
    return f"arn:aws:codedeploy:{aws.region}:{aws.account_id}:deploymentgroup:{names}"


def _change_tags(aws: Account, arn: str, old_inputs: Properties, new_inputs: Properties) -> None:
    changed, removed = tag_changes(old_inputs, new_inputs)
    codedeploy = aws.client("codedeploy")
    if changed:
        codedeploy.tag_resource(ResourceArn=arn, Tags=tag_list(changed))
    if removed:
        codedeploy.untag_resource(ResourceArn=arn, TagKeys=removed)
