"""appspec.yaml, read as strictly as it can be: what is misspelt here is left out in silence there.

Source: AWS CodeDeploy User Guide, "AppSpec 'resources' section (Amazon ECS and AWS Lambda deployments only)".
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from .artifact import invalid

HOOK_EVENTS = ("BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic")


@dataclass(frozen=True)
class AppSpec:
    """What to deploy, in ECS's words."""

    task_definition: str
    container_name: str
    container_port: int
    platform_version: str | None = None
    network_configuration: dict[str, Any] | None = None
    """None: the service's own."""
    capacity_provider_strategy: list[dict[str, Any]] = field(default_factory=list)
    hooks: dict[str, str] = field(default_factory=dict)
    """Lifecycle event to Lambda function."""


def parse_appspec(path: str, text: str) -> AppSpec:
    """The file's meaning; the first thing that is wrong with it is the failure."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise invalid(f"{path} is no YAML: {' '.join(str(error).split())}") from None
    keys = _mapping(path, "the file", document, required=("version", "Resources"), optional=("Hooks",))
    if str(keys["version"]) != "0.0":
        raise invalid(f"{path} has version {keys['version']}, allowed is 0.0")
    properties = _properties(path, keys["Resources"])
    balancer = _mapping(
        path, "LoadBalancerInfo", properties["LoadBalancerInfo"], required=("ContainerName", "ContainerPort")
    )
    return AppSpec(
        task_definition=_text(path, "TaskDefinition", properties["TaskDefinition"]),
        container_name=_text(path, "ContainerName", balancer["ContainerName"]),
        container_port=_number(path, "ContainerPort", balancer["ContainerPort"]),
        platform_version=properties.get("PlatformVersion"),
        network_configuration=_network(path, properties.get("NetworkConfiguration")),
        capacity_provider_strategy=_capacity(path, properties.get("CapacityProviderStrategy")),
        hooks=_hooks(path, keys.get("Hooks")),
    )


def _properties(path: str, resources: Any) -> dict[str, Any]:
    if not isinstance(resources, list) or len(resources) != 1:
        raise invalid(f"{path} needs exactly one entry under Resources")
    target = _mapping(path, "Resources", resources[0], required=("TargetService",))["TargetService"]
    service = _mapping(path, "TargetService", target, required=("Type", "Properties"))
    if service["Type"] != "AWS::ECS::Service":
        raise invalid(f"{path} has Type {service['Type']}, allowed is AWS::ECS::Service")
    return _mapping(
        path,
        "Properties",
        service["Properties"],
        required=("TaskDefinition", "LoadBalancerInfo"),
        optional=("PlatformVersion", "NetworkConfiguration", "CapacityProviderStrategy"),
    )


def _network(path: str, network: Any) -> dict[str, Any] | None:
    if network is None:
        return None
    vpc = _mapping(path, "NetworkConfiguration", network, required=("AwsvpcConfiguration",))["AwsvpcConfiguration"]
    # All three or none: what is left out is not the service's then.
    settings = _mapping(path, "AwsvpcConfiguration", vpc, required=("Subnets", "SecurityGroups", "AssignPublicIp"))
    if settings["AssignPublicIp"] not in ("ENABLED", "DISABLED"):
        raise invalid(f"{path} has AssignPublicIp {settings['AssignPublicIp']}, allowed are ENABLED and DISABLED")
    return {
        "awsvpcConfiguration": {
            "subnets": _texts(path, "Subnets", settings["Subnets"]),
            "securityGroups": _texts(path, "SecurityGroups", settings["SecurityGroups"]),
            "assignPublicIp": settings["AssignPublicIp"],
        }
    }


def _capacity(path: str, strategy: Any) -> list[dict[str, Any]]:
    entries = [
        _mapping(path, "CapacityProviderStrategy", entry, required=("CapacityProvider",), optional=("Base", "Weight"))
        for entry in strategy or []
    ]
    return [{key[0].lower() + key[1:]: value for key, value in entry.items()} for entry in entries]


def _hooks(path: str, hooks: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for hook in hooks or []:
        for event, function in _mapping(path, "Hooks", hook, optional=HOOK_EVENTS).items():
            found[event] = _text(path, event, function)
    return found


def _mapping(
    path: str, where: str, value: Any, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise invalid(f"{path}: {where} is no mapping")
    for key in value:
        if key not in required + optional:
            raise invalid(f"{path}: {where} has the unknown key {key}, allowed are {', '.join(required + optional)}")
    for key in required:
        if value.get(key) is None:
            raise invalid(f"{path}: {where} lacks {key}")
    return value


def _text(path: str, where: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise invalid(f"{path}: {where} is {value!r}, it needs a text")
    return value


def _texts(path: str, where: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise invalid(f"{path}: {where} needs a list with at least one entry")
    return [_text(path, where, entry) for entry in value]


def _number(path: str, where: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(f"{path}: {where} is {value!r}, it needs a number")
    return value
