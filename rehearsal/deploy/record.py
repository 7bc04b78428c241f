"""The deployment as the embedded CodeDeploy shows it. moto keeps what it was given; its progress is written here."""

from datetime import UTC, datetime
from typing import Any

from moto.codedeploy.models import DeploymentInfo, codedeploy_backends

from .deployment_group import DeploymentGroup


class DeploymentRecord:
    """One deployment of the embedded CodeDeploy."""

    def __init__(self, aws: Any, group: DeploymentGroup, appspec: str, description: str, creator: str = "user") -> None:
        self.id: str = aws.client("codedeploy").create_deployment(
            applicationName=group.application_name,
            deploymentGroupName=group.name,
            description=description,
            revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": appspec}},
        )["deploymentId"]
        self._kept: DeploymentInfo = codedeploy_backends[aws.account_id][aws.region].deployments[self.id]
        # Neither of these can be given to CreateDeployment: CodeDeploy itself writes them.
        self._kept.creator = creator
        self._kept.start_time = datetime.now(UTC)
        self._kept.status = "InProgress"

    def waits_for_termination(self) -> None:
        """Green has all traffic, blue still runs."""
        self._kept.instance_termination_wait_time_started = True

    def end(self, status: str, message: str = "") -> None:
        """Succeeded, Failed or Stopped."""
        self._kept.status = status
        self._kept.complete_time = datetime.now(UTC)
        if message:
            self._kept.deployment_status_messages.append(message)
