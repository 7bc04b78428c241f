"""The deployment as the embedded CodeDeploy shows it. moto keeps what it was given; its progress is written here."""

import time
from datetime import UTC, datetime
from typing import Any

from moto.codedeploy.models import DeploymentInfo, codedeploy_backends

from .deployment_group import DeploymentGroup
from .result import LifecycleEvent

ROLLBACK_CREATOR = "codeDeployRollback"


class DeploymentRecord:
    """One deployment of the embedded CodeDeploy."""

    def __init__(self, kept: DeploymentInfo) -> None:
        self.kept = kept
        self.id: str = kept.deployment_id

    @property
    def appspec(self) -> str:
        """The revision."""
        return str(self.kept.revision["appSpecContent"]["content"])

    @property
    def events(self) -> list[LifecycleEvent]:
        """The lifecycle events so far; they outlive the one who runs the deployment."""
        events: list[LifecycleEvent] = vars(self.kept).setdefault("lifecycle_events", [])
        return events

    @property
    def started(self) -> float:
        """When it began, by this machine's monotonic clock."""
        return float(vars(self.kept).setdefault("started_monotonic", time.monotonic()))

    @property
    def rolled_back_id(self) -> str | None:
        """Of a rollback: the deployment that it undoes."""
        found: str | None = vars(self.kept).get("rolled_back_id")
        return found

    def waits_to_be_continued(self, waits: bool) -> None:
        """Green can be tried out; the operator decides."""
        self.kept.status = "Ready" if waits else "InProgress"

    def waits_for_termination(self) -> None:
        """Green has all traffic, blue still runs."""
        self.kept.instance_termination_wait_time_started = True

    def end(self, status: str, message: str = "") -> None:
        """Succeeded, Failed or Stopped."""
        self.kept.status = status
        self.kept.complete_time = datetime.now(UTC)
        if message:
            self.kept.deployment_status_messages.append(message)


def create_record(
    aws: Any, group: DeploymentGroup, appspec: str, description: str, rolled_back_id: str | None = None
) -> DeploymentRecord:
    """A new deployment, in progress."""
    id = aws.client("codedeploy").create_deployment(
        applicationName=group.application_name,
        deploymentGroupName=group.name,
        description=description,
        revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": appspec}},
    )["deploymentId"]
    record = find_record(aws, id)
    # None of these can be given to CreateDeployment: CodeDeploy itself writes them.
    if rolled_back_id:
        record.kept.creator = ROLLBACK_CREATOR
        vars(record.kept)["rolled_back_id"] = rolled_back_id
    record.kept.start_time = datetime.now(UTC)
    record.kept.status = "InProgress"
    vars(record.kept)["started_monotonic"] = time.monotonic()
    return record


def find_record(aws: Any, id: str) -> DeploymentRecord:
    """The deployment with this id."""
    return DeploymentRecord(codedeploy_backends[aws.account_id][aws.region].deployments[id])
