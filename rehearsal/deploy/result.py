"""What a deployment says about itself: its lifecycle events and how it ended."""

from dataclasses import dataclass

SUCCEEDED, FAILED, SKIPPED = "Succeeded", "Failed", "Skipped"

ARTIFACT = "artifact"
DEPLOYMENT_GROUP = "deployment group"


@dataclass(frozen=True)
class LifecycleEvent:
    """One row of the console's table of events."""

    name: str
    status: str
    started_seconds: float
    """Since the deployment's start, in real seconds of this machine."""
    duration_seconds: float
    message: str = ""


@dataclass(frozen=True)
class DeploymentResult:
    """How a deployment ended."""

    succeeded: bool
    events: tuple[LifecycleEvent, ...]
    deployment_id: str | None = None
    """None when the pipeline's action failed before CodeDeploy had anything to do."""
    task_definition_arn: str | None = None
    blue_target_group_arn: str | None = None
    green_target_group_arn: str | None = None
    failed_at: str | None = None
    """The lifecycle event's name, or "artifact" or "deployment group"."""
    error_code: str | None = None
    """CodeDeploy's or CodePipeline's."""
    failure: str | None = None
    """What failed, in one sentence."""
    rolled_back: bool = False
    rollback_deployment_id: str | None = None


class DeploymentFailure(Exception):
    """What failed, where, and under which of CodeDeploy's error codes."""

    def __init__(self, at: str, code: str, reason: str) -> None:
        self.at = at
        self.code = code
        self.reason = reason
        super().__init__(f"{at}: {reason}")
