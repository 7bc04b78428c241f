"""Deployment configurations: the predefined ones, own ones, and what refers to them."""

import math
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.codedeploy.exceptions import CodeDeployException
from moto.codedeploy.models import CodeDeployBackend
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

from rehearsal.embedded_aws.put_into import put_into

PREFIX = "CodeDeployDefault."
# AWS CodeDeploy User Guide, "Working with deployment configurations": kind, percent and minutes; none is all at once.
ECS_DEFAULTS: dict[str, tuple[str, int, int] | None] = {
    "ECSAllAtOnce": None,
    "ECSCanary10Percent15Minutes": ("Canary", 10, 15),
    "ECSCanary10Percent5Minutes": ("Canary", 10, 5),
    "ECSLinear10PercentEvery1Minutes": ("Linear", 10, 1),
    "ECSLinear10PercentEvery3Minutes": ("Linear", 10, 3),
}
# Those of the two other platforms, by name only: no service of ECS can have one.
OTHER_DEFAULTS = {
    "AllAtOnce": "Server",
    "HalfAtATime": "Server",
    "OneAtATime": "Server",
    "LambdaAllAtOnce": "Lambda",
    "LambdaCanary10Percent5Minutes": "Lambda",
    "LambdaLinear10PercentEvery1Minute": "Lambda",
}
# AWS CodeDeploy User Guide, "CodeDeploy quotas".
MAX_SHIFT_MINUTES = 2880
MAX_STEP_PERCENT = 99


@dataclass(frozen=True)
class DeploymentConfiguration:
    """One configuration, as GetDeploymentConfig shows it."""

    name: str
    platform: str
    traffic: dict[str, Any] | None = None
    minimum_healthy_hosts: dict[str, Any] | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    create_time: datetime = field(default_factory=utcnow)

    def info(self) -> dict[str, Any]:
        """GetDeploymentConfig's answer."""
        shown: dict[str, Any] = {
            "deploymentConfigId": self.id,
            "deploymentConfigName": self.name,
            "computePlatform": self.platform,
            "createTime": self.create_time,
        }
        if self.traffic:
            shown["trafficRoutingConfig"] = self.traffic
        if self.minimum_healthy_hosts:
            shown["minimumHealthyHosts"] = self.minimum_healthy_hosts
        return shown


def configurations(backend: CodeDeployBackend) -> dict[str, DeploymentConfiguration]:
    """All of them by name; the predefined ones are made at the first look."""
    if "deployment_configurations" not in vars(backend):
        put_into(backend, deployment_configurations=_predefined())
    kept: dict[str, DeploymentConfiguration] = vars(backend)["deployment_configurations"]
    return kept


def find(backend: CodeDeployBackend, name: str) -> DeploymentConfiguration:
    """The configuration of this name, or AWS's error."""
    found = configurations(backend).get(name)
    if found is None:
        raise CodeDeployException(
            "DeploymentConfigDoesNotExistException", f"No Deployment Configuration found for name: {name}"
        )
    return found


def create(backend: CodeDeployBackend, request: dict[str, Any]) -> DeploymentConfiguration:
    """Keep a configuration, or refuse it as AWS does."""
    name, platform = request["deploymentConfigName"], request.get("computePlatform") or "Server"
    if name.startswith(PREFIX):
        raise CodeDeployException("InvalidDeploymentConfigNameException", f"{name}: {PREFIX} is AWS's own prefix")
    if name in configurations(backend):
        raise CodeDeployException("DeploymentConfigAlreadyExistsException", f"{name} already exists")
    traffic = request.get("trafficRoutingConfig")
    if platform == "Server":
        if not request.get("minimumHealthyHosts"):
            raise CodeDeployException("InvalidMinimumHealthyHostValueException", "minimumHealthyHosts is needed")
    else:
        _check_traffic(traffic or {})
    made = DeploymentConfiguration(name, platform, traffic, request.get("minimumHealthyHosts"))
    configurations(backend)[name] = made
    return made


def delete(backend: CodeDeployBackend, name: str) -> None:
    """Forget a configuration that no deployment group uses; AWS says nothing when there is none."""
    if name.startswith(PREFIX):
        raise CodeDeployException("InvalidOperationException", f"{name} is predefined and cannot be deleted")
    groups = [group for groups in backend.deployment_groups.values() for group in groups.values()]
    if any(group.deployment_config_name == name for group in groups):
        raise CodeDeployException("DeploymentConfigInUseException", f"The deployment configuration {name} is in use")
    configurations(backend).pop(name, None)


def _predefined() -> dict[str, DeploymentConfiguration]:
    made = [DeploymentConfiguration(f"{PREFIX}{name}", platform) for name, platform in OTHER_DEFAULTS.items()]
    for name, step in ECS_DEFAULTS.items():
        traffic: dict[str, Any] = {"type": "AllAtOnce"}
        if step:
            kind, percent, minutes = step
            lower = kind.lower()
            values = {f"{lower}Percentage": percent, f"{lower}Interval": minutes}
            traffic = {"type": f"TimeBased{kind}", f"timeBased{kind}": values}
        made.append(DeploymentConfiguration(f"{PREFIX}{name}", "ECS", traffic))
    return {configuration.name: configuration for configuration in made}


def _check_traffic(traffic: dict[str, Any]) -> None:
    kind = traffic.get("type")
    steps = [key for key in ("timeBasedCanary", "timeBasedLinear") if traffic.get(key)]
    if kind == "AllAtOnce" and not steps:
        return
    wanted = {"TimeBasedCanary": "timeBasedCanary", "TimeBasedLinear": "timeBasedLinear"}.get(str(kind))
    if steps != [wanted]:
        raise _invalid(f"type is {kind}, which goes with {wanted or 'no step'} alone; got {', '.join(steps) or 'none'}")
    word = str(wanted).removeprefix("timeBased").lower()
    percent, minutes = (traffic[str(wanted)].get(f"{word}{part}", 0) for part in ("Percentage", "Interval"))
    if not 1 <= percent <= MAX_STEP_PERCENT:
        raise _invalid(f"{word}Percentage is {percent}, allowed are 1 to {MAX_STEP_PERCENT}")
    shifts = 1 if word == "canary" else math.ceil(100 / percent) - 1
    if not 1 <= minutes * shifts <= MAX_SHIFT_MINUTES:
        raise _invalid(
            f"{word}Interval is {minutes}, so that the last shift comes {minutes * shifts} minutes after the first; "
            f"allowed are 1 to {MAX_SHIFT_MINUTES}"
        )


def _invalid(reason: str) -> CodeDeployException:
    return CodeDeployException("InvalidTrafficRoutingConfigurationException", reason)


def _create(response: CodeDeployResponse) -> ActionResult:
    made = create(response.codedeploy_backend, response._get_params())
    return ActionResult({"deploymentConfigId": made.id})


def _get(response: CodeDeployResponse) -> ActionResult:
    found = find(response.codedeploy_backend, response._get_param("deploymentConfigName"))
    return ActionResult({"deploymentConfigInfo": found.info()})


def _delete(response: CodeDeployResponse) -> ActionResult:
    delete(response.codedeploy_backend, response._get_param("deploymentConfigName"))
    return EmptyResult()


def _list(response: CodeDeployResponse) -> ActionResult:
    return ActionResult({"deploymentConfigsList": list(configurations(response.codedeploy_backend))})


def install() -> None:
    """Adds the four operations to moto."""
    put_into(
        CodeDeployResponse,
        create_deployment_config=_create,
        get_deployment_config=_get,
        delete_deployment_config=_delete,
        list_deployment_configs=_list,
    )
