"""UpdateApplication and UpdateDeploymentGroup."""

from typing import Any

from moto.codedeploy.exceptions import ApplicationAlreadyExistsException, DeploymentGroupAlreadyExistsException
from moto.codedeploy.models import CodeDeployBackend
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult

from rehearsal.embedded_aws.put_into import put_into

from .one_group_per_service import check

# What UpdateDeploymentGroup may change: the request's name and moto's attribute.
GROUP_ATTRIBUTES = {
    "alarmConfiguration": "alarm_configuration",
    "autoRollbackConfiguration": "auto_rollback_configuration",
    "autoScalingGroups": "auto_scaling_groups",
    "blueGreenDeploymentConfiguration": "blue_green_deployment_configuration",
    "deploymentConfigName": "deployment_config_name",
    "deploymentStyle": "deployment_style",
    "ec2TagFilters": "ec2_tag_filters",
    "ec2TagSet": "ec2_tag_set",
    "ecsServices": "ecs_services",
    "loadBalancerInfo": "load_balancer_info",
    "onPremisesInstanceTagFilters": "on_premises_instance_tag_filters",
    "onPremisesTagSet": "on_premises_tag_set",
    "outdatedInstancesStrategy": "outdated_instances_strategy",
    "serviceRoleArn": "service_role_arn",
    "terminationHookEnabled": "termination_hook_enabled",
    "triggerConfigurations": "trigger_configurations",
}


def rename_application(backend: CodeDeployBackend, name: str, new_name: str) -> None:
    """Gives an application a new name; its deployment groups follow."""
    application = backend.get_application(name)
    if new_name in backend.applications:
        raise ApplicationAlreadyExistsException(
            f"The application {new_name} already exists with the user or AWS account."
        )
    application.application_name = new_name
    backend.applications[new_name] = backend.applications.pop(name)
    backend.deployment_groups[new_name] = backend.deployment_groups.pop(name, {})
    backend.tagger.copy_tags(backend._application_arn(name), backend._application_arn(new_name))
    backend.tagger.delete_all_tags_for_resource(backend._application_arn(name))


def update_deployment_group(
    backend: CodeDeployBackend, application_name: str, name: str, new_name: str | None, changes: dict[str, Any]
) -> None:
    """Changes what is given and keeps the rest, as AWS does."""
    group = backend.get_deployment_group(application_name, name)
    check(backend, changes.get("ecs_services", []), own=group)
    for attribute, value in changes.items():
        setattr(group, attribute, value)
    if new_name and new_name != name:
        groups = backend.deployment_groups[application_name]
        if new_name in groups:
            raise DeploymentGroupAlreadyExistsException(f"Deployment group {new_name} already exists.")
        group.deployment_group_name = new_name
        groups[new_name] = groups.pop(name)


def _update_application(response: CodeDeployResponse) -> ActionResult:
    name, new_name = response._get_param("applicationName"), response._get_param("newApplicationName")
    if new_name and new_name != name:
        rename_application(response.codedeploy_backend, name, new_name)
    return EmptyResult()


def _update_deployment_group(response: CodeDeployResponse) -> ActionResult:
    changes = {
        attribute: response._get_param(parameter)
        for parameter, attribute in GROUP_ATTRIBUTES.items()
        if response._get_param(parameter) is not None
    }
    update_deployment_group(
        response.codedeploy_backend,
        response._get_param("applicationName"),
        response._get_param("currentDeploymentGroupName"),
        response._get_param("newDeploymentGroupName"),
        changes,
    )
    return ActionResult({"hooksNotCleanedUp": []})


def install() -> None:
    """Adds the two operations to moto."""
    put_into(
        CodeDeployResponse, update_application=_update_application, update_deployment_group=_update_deployment_group
    )
