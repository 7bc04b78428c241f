"""How production traffic moves from blue to green, step by step."""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .deployment_group import refuse


@dataclass(frozen=True)
class TrafficStep:
    """From now on green has this share; then comes the wait."""

    green_percent: int
    wait_seconds: float = 0.0


def read_traffic_steps(aws: Any, configuration_name: str) -> tuple[TrafficStep, ...]:
    """The steps of a deployment configuration of the embedded AWS; the last one always brings green to 100 %."""
    try:
        described = aws.client("codedeploy").get_deployment_config(deploymentConfigName=configuration_name)
    except ClientError as error:
        raise refuse("DeploymentConfigDoesNotExistException", error.response["Error"]["Message"]) from None
    configuration = described["deploymentConfigInfo"]
    routing = configuration.get("trafficRoutingConfig")
    if configuration.get("computePlatform") != "ECS" or not routing:
        raise refuse(
            "InvalidDeploymentConfigNameException",
            f"deployment configuration {configuration_name} is not for the compute platform ECS",
        )
    return tuple(_steps(routing))


def _steps(routing: dict[str, Any]) -> list[TrafficStep]:
    if routing["type"] == "TimeBasedCanary":
        canary = routing["timeBasedCanary"]
        return [TrafficStep(canary["canaryPercentage"], canary["canaryInterval"] * 60.0), TrafficStep(100)]
    if routing["type"] == "TimeBasedLinear":
        linear = routing["timeBasedLinear"]
        shares = range(linear["linearPercentage"], 100, linear["linearPercentage"])
        return [*(TrafficStep(share, linear["linearInterval"] * 60.0) for share in shares), TrafficStep(100)]
    return [TrafficStep(100)]


def forward_action(blue_arn: str, green_arn: str, green_percent: int) -> list[dict[str, Any]]:
    """A listener's default actions as CodeDeploy writes them: both target groups, with weights."""
    weights = ((blue_arn, 100 - green_percent), (green_arn, green_percent))
    return [
        {
            "Type": "forward",
            "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights]},
        }
    ]
