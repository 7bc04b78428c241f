"""What the SDK's inferred schema lacks: descriptions of inherited keys, plain defaults, the schema's own spelling."""

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .deployment.args import AlarmsArgs, CanaryArgs, LinearArgs
from .deployment.traffic_steps import TrafficStepSettings
from .group_reader import GroupReader
from .load_balancer.access_log_settings import AccessLogSettings
from .load_balancer.args import AccessLogsArgs, HealthCheckArgs
from .problems import Problems
from .service.args import ScalingArgs
from .service.scaling_settings import ScalingSettings
from .service.settings import DEFAULT_DESIRED_COUNT
from .settings import GROUPS, Settings
from .smoke_test.args import SmokeTestArgs
from .smoke_test.settings import SmokeTestSettings
from .spelling import camel_case

# Programs in other languages send a default of the schema as if the user had written it. These count only while another
# setting is not there, and are refused beside it.
CONDITIONAL_DEFAULTS = {
    "DeploymentArgs": {"configuration"},
    "AlarmsArgs": {"minimum_requests"},
    "NetworkArgs": {"cidr_block", "availability_zones", "nat"},
    "LoadBalancerArgs": {"test_port"},
    "AccessLogsArgs": {"retention_days", "force_destroy"},
    "EncryptionArgs": {"encrypt_images"},
    "ServiceArgs": {"container_insights", "desired_count"},
    "ScalingArgs": {"min", "max"},
}

_SNAKE_CASE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def complete_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with a description for every property, and with the defaults that are plain values."""
    types = {token.rpartition(":")[2]: each for token, each in schema["types"].items()}
    _add_defaults(types)
    for token, resource in schema["resources"].items():
        group = types.get(f"{token.rpartition(':')[2]}Args", {})
        _describe_inherited(resource["inputProperties"], group.get("properties", {}))
    keys = {key for properties in _properties(schema) for key in properties}
    for each in _objects(schema):
        if isinstance(each.get("description"), str):
            each["description"] = _in_camel_case(inspect.cleandoc(each["description"]), keys)
        for items in ("items", "additionalProperties"):
            # A list's description, repeated for what is in it.
            each.get(items, {}).pop("description", None)
    return schema


def _add_defaults(types: Mapping[str, Any]) -> None:
    # A required setting has no default: what stands here for it is not looked at.
    settings = Settings.from_args("defaults", {"source": {"repository": "acme/web"}})
    groups: dict[Any, Any] = {args_type: getattr(settings, group) for group, args_type in GROUPS.items()}
    groups[HealthCheckArgs] = settings.load_balancer.health_check
    groups[AccessLogsArgs] = AccessLogSettings.from_reader(
        GroupReader("loadBalancer.accessLogs", {}, AccessLogsArgs, Problems()), Problems()
    )
    groups[AlarmsArgs] = settings.deployment.alarms
    groups[CanaryArgs] = TrafficStepSettings.canary({}, Problems())
    groups[LinearArgs] = TrafficStepSettings.linear({}, Problems())
    groups[SmokeTestArgs] = SmokeTestSettings.from_args({}, Problems())
    scaling = GroupReader("service.scaling", {}, ScalingArgs, Problems())
    groups[ScalingArgs] = ScalingSettings.from_reader(scaling, Problems(), DEFAULT_DESIRED_COUNT)
    for args_type, defaults in groups.items():
        conditional = CONDITIONAL_DEFAULTS.get(args_type.__name__, set())
        properties = types.get(args_type.__name__, {}).get("properties", {})
        for key in args_type.__optional_keys__ - conditional:
            value = getattr(defaults, key)
            if isinstance(value, str | int):
                properties[camel_case(key)]["default"] = value


def _describe_inherited(inputs: dict[str, Any], group: Mapping[str, Any]) -> None:
    """A part's args inherit their group's keys, and the SDK reads descriptions from a class's own source only."""
    for key, described in group.items():
        if "description" not in inputs[key]:
            inputs[key] = dict(described)


def _properties(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The properties of everything that has some."""
    for each in [*schema["resources"].values(), *schema["types"].values()]:
        yield each.get("inputProperties", {})
        yield each.get("properties", {})


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in the schema, from the outside in."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _objects(item)


def _in_camel_case(text: str, keys: set[str]) -> str:
    """The text with other properties' names as the schema spells them: vpc_id becomes vpcId."""
    return _SNAKE_CASE.sub(lambda word: camel_case(word[0]) if camel_case(word[0]) in keys else word[0], text)
