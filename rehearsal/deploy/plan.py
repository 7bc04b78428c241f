"""All that is known of a deployment before anything changes."""

from dataclasses import dataclass

from .appspec import AppSpec
from .deployment_group import DeploymentGroup
from .service import EcsService
from .traffic import TrafficStep


@dataclass(frozen=True)
class Plan:
    """Read from the artifact and the embedded AWS."""

    group: DeploymentGroup
    service: EcsService
    appspec: AppSpec
    appspec_text: str
    green_target_group_arn: str
    traffic_steps: tuple[TrafficStep, ...]
    rollback_appspec_text: str
