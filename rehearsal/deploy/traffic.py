"""How production traffic moves from blue to green, step by step."""

from dataclasses import dataclass
from typing import Any

from .deployment_group import refuse

ALL_AT_ONCE = "CodeDeployDefault.ECSAllAtOnce"

# AWS CodeDeploy User Guide, "Predefined deployment configurations for an Amazon ECS compute platform".
LINEAR = {
    "CodeDeployDefault.ECSLinear10PercentEvery1Minutes": (10, 1),
    "CodeDeployDefault.ECSLinear10PercentEvery3Minutes": (10, 3),
}
CANARY = {
    "CodeDeployDefault.ECSCanary10Percent5Minutes": (10, 5),
    "CodeDeployDefault.ECSCanary10Percent15Minutes": (10, 15),
}


@dataclass(frozen=True)
class TrafficStep:
    """From now on green has this share; then comes the wait."""

    green_percent: int
    wait_seconds: float = 0.0


def read_traffic_steps(configuration_name: str) -> tuple[TrafficStep, ...]:
    """The steps of a deployment configuration; the last one always brings green to 100 %."""
    if configuration_name == ALL_AT_ONCE:
        return (TrafficStep(100),)
    if configuration_name in CANARY:
        percent, minutes = CANARY[configuration_name]
        return (TrafficStep(percent, minutes * 60.0), TrafficStep(100))
    if configuration_name in LINEAR:
        percent, minutes = LINEAR[configuration_name]
        shares = range(percent, 100, percent)
        return (*(TrafficStep(share, minutes * 60.0) for share in shares), TrafficStep(100))
    raise refuse("NOT_REHEARSED", f"deployment configuration {configuration_name} cannot be rehearsed yet")


def forward_action(blue_arn: str, green_arn: str, green_percent: int) -> list[dict[str, Any]]:
    """A listener's default actions as CodeDeploy writes them: both target groups, with weights."""
    weights = ((blue_arn, 100 - green_percent), (green_arn, green_percent))
    return [
        {
            "Type": "forward",
            "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights]},
        }
    ]
