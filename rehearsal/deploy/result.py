"""What a deployment says about itself: its lifecycle events and how it ended."""

from dataclasses import dataclass

SUCCEEDED, FAILED, STOPPED, SKIPPED = "Succeeded", "Failed", "Stopped", "Skipped"

ARTIFACT = "artifact"
DEPLOYMENT_GROUP = "deployment group"

# The events of automatic rollback. AWS CodeDeploy API Reference, "AutoRollbackConfiguration".
ON_FAILURE = "DEPLOYMENT_FAILURE"
ON_ALARM = "DEPLOYMENT_STOP_ON_ALARM"
ON_REQUEST = "DEPLOYMENT_STOP_ON_REQUEST"


@dataclass(frozen=True)
class LifecycleEvent:
    """One row of the console's table of events."""

    name: str
    status: str
    started_seconds: float
    """Since the deployment's start, in real seconds of this machine."""
    duration_seconds: float
    message: str = ""
    aws_started_seconds: float = 0.0
    """The same in AWS's time, as the console would show it."""
    aws_duration_seconds: float = 0.0


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
    status: str = FAILED
    """The deployment's own: Succeeded, Failed or Stopped."""
    rollback_seconds: float | None = None
    """From the failure until production was back on blue, in real seconds."""

    def console_table(self) -> str:
        """The lifecycle events with their times of AWS, one a line."""
        rows = [
            f"{event.name:<24}{event.status:<11}{_clock_time(event.aws_started_seconds)}  "
            f"{_clock_time(event.aws_duration_seconds)}  {event.message}".rstrip()
            for event in self.events
        ]
        return "\n".join([f"{'Event':<24}{'Status':<11}{'Start':<10}Duration", *rows])


class DeploymentFailure(Exception):
    """What failed, where, and under which of CodeDeploy's error codes."""

    status = FAILED
    rollback_event = ON_FAILURE

    def __init__(self, at: str, code: str, reason: str) -> None:
        self.at = at
        self.code = code
        self.reason = reason
        super().__init__(f"{at}: {reason}")


class DeploymentStopped(DeploymentFailure):
    """The deployment was ended from outside: by an alarm, by an operator, or because nobody continued it."""

    status = STOPPED

    def __init__(self, at: str, code: str, reason: str, rollback_event: str, rolls_back: bool | None = None) -> None:
        self.rollback_event = rollback_event
        self.rolls_back = rolls_back
        """What the request itself says; None leaves it to the deployment group's events."""
        super().__init__(at, code, reason)


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
