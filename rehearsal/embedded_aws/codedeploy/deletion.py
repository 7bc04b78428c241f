"""DeleteApplication and DeleteDeploymentGroup."""

from moto.codedeploy.models import CodeDeployBackend
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult

from rehearsal.embedded_aws.put_into import put_into


def delete_application(backend: CodeDeployBackend, name: str) -> None:
    """Removes the application with its deployment groups; AWS says nothing when there is none."""
    for group_name in list(backend.deployment_groups.get(name, {})):
        delete_deployment_group(backend, name, group_name)
    backend.deployment_groups.pop(name, None)
    if backend.applications.pop(name, None):
        backend.tagger.delete_all_tags_for_resource(backend._application_arn(name))


def delete_deployment_group(backend: CodeDeployBackend, application_name: str, name: str) -> None:
    """Removes the deployment group; AWS says nothing when there is none, but an unknown application is an error."""
    backend.get_application(application_name)
    if backend.deployment_groups.get(application_name, {}).pop(name, None):
        backend.tagger.delete_all_tags_for_resource(backend._deployment_group_arn(application_name, name))


def _delete_application(response: CodeDeployResponse) -> ActionResult:
    delete_application(response.codedeploy_backend, response._get_param("applicationName"))
    return EmptyResult()


def _delete_deployment_group(response: CodeDeployResponse) -> ActionResult:
    delete_deployment_group(
        response.codedeploy_backend,
        response._get_param("applicationName"),
        response._get_param("deploymentGroupName"),
    )
    return ActionResult({"hooksNotCleanedUp": []})


def install() -> None:
    """Adds the two operations to moto."""
    put_into(
        CodeDeployResponse, delete_application=_delete_application, delete_deployment_group=_delete_deployment_group
    )
