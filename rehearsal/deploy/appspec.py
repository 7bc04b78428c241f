"""appspec.yaml, read as strictly as it can be: what is misspelt here is left out in silence there.

Source: AWS CodeDeploy User Guide, "AppSpec 'resources' section (Amazon ECS and AWS Lambda deployments only)".
"""

from dataclasses import dataclass, field
from typing import Any

from rehearsal.strict_yaml import YamlError, load_yaml

from .artifact import invalid

MAX_PORT = 65535
# Amazon ECS API Reference, "CapacityProviderStrategyItem".
MAX_BASE, MAX_WEIGHT = 100_000, 1000
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
        document = load_yaml(text)
    except YamlError as error:
        where = f" (line {error.line})" if error.line else ""
        raise invalid(f"{path} is no YAML: {error}{where}") from None
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
        container_port=_number(path, "ContainerPort", balancer["ContainerPort"], 1, MAX_PORT),
        platform_version=_platform_version(path, properties.get("PlatformVersion")),
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
    entries = []
    for given in _list(path, "CapacityProviderStrategy", strategy):
        entry = _mapping(
            path, "CapacityProviderStrategy", given, required=("CapacityProvider",), optional=("Base", "Weight")
        )
        found: dict[str, Any] = {"capacityProvider": _text(path, "CapacityProvider", entry["CapacityProvider"])}
        for key, most in (("Base", MAX_BASE), ("Weight", MAX_WEIGHT)):
            if entry.get(key) is not None:
                found[key.lower()] = _number(path, key, entry[key], 0, most)
        entries.append(found)
    return entries


def _hooks(path: str, hooks: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for hook in _list(path, "Hooks", hooks):
        events = _mapping(path, "Hooks", hook, optional=HOOK_EVENTS)
        if not events:
            raise invalid(f"{path}: Hooks has an entry without an event")
        for event, function in events.items():
            if event in found:
                raise invalid(f"{path}: Hooks names {event} twice")
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


def _list(path: str, where: str, value: Any) -> list[Any]:
    """What is left out is an empty list; what is something else is a mistake."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise invalid(f"{path}: {where} is no list")
    return value


def _platform_version(path: str, value: Any) -> str | None:
    return None if value is None else _text(path, "PlatformVersion", value)


def _number(path: str, where: str, value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(f"{path}: {where} is {value!r}, it needs a number")
    if not least <= value <= most:
        raise invalid(f"{path}: {where} is not within {least} to {most}")
    return value
