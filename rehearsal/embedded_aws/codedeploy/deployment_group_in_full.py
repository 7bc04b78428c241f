"""Deployment groups and deployments as they were given: moto keeps alarms and reads them back as none."""

from typing import Any

from moto.codedeploy import responses
from moto.codedeploy.models import DeploymentGroup, DeploymentInfo, codedeploy_backends

from rehearsal.embedded_aws.put_into import put_into

_DEPLOYMENT_GROUP_INFO = responses._deployment_group_info


def deployment_group_info(group: DeploymentGroup) -> dict[str, Any]:
    """What GetDeploymentGroup answers, with the alarms and the last deployments that moto leaves out."""
    info = _DEPLOYMENT_GROUP_INFO(group)
    info["alarmConfiguration"] = group.alarm_configuration or {"enabled": False, "alarms": []}
    deployments = _deployments_of(group)
    if deployments:
        info["lastAttemptedDeployment"] = _last_deployment(deployments[-1])
    succeeded = [deployment for deployment in deployments if deployment.status == "Succeeded"]
    if succeeded:
        info["lastSuccessfulDeployment"] = _last_deployment(succeeded[-1])
        info["targetRevision"] = succeeded[-1].revision
    return info


def _deployments_of(group: DeploymentGroup) -> list[DeploymentInfo]:
    """This group's deployments, the oldest first."""
    return [
        deployment
        for regions in list(codedeploy_backends.values())
        for backend in list(regions.values())
        for deployment in list(backend.deployments.values())
        if deployment.deployment_group is group
    ]


def _last_deployment(deployment: DeploymentInfo) -> dict[str, Any]:
    return {
        "deploymentId": deployment.deployment_id,
        "status": deployment.status,
        "createTime": deployment.create_time,
        "endTime": deployment.complete_time,
    }


def install() -> None:
    """Puts the complete answer in the place of moto's."""
    put_into(responses, _deployment_group_info=deployment_group_info)
