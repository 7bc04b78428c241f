"""Pulumi config -> args. Knows the keys' spelling and shape; no defaults, no checks."""

import json
from collections.abc import Mapping
from typing import Any, get_args, get_origin, is_typeddict

import pulumi
from pulumi.runtime import config as runtime_config

from .args import BlueGreenEcsPipelineArgs
from .problems import EXAMPLES, Unusable, not_a_map, secret_group
from .spelling import ConfigKey, camel_case


def read_config(config: pulumi.Config | None = None) -> BlueGreenEcsPipelineArgs:
    """The args that the stack's config holds.

    What cannot be read stays in them as it is or as a marker: the component refuses it, together with everything else.
    """
    config = config or pulumi.Config()
    groups = {camel_case(key): key for key in BlueGreenEcsPipelineArgs.__annotations__}
    args: dict[Any, Any] = {}
    for group, key in groups.items():
        text = config.get(group)
        if text is not None:
            args[key] = _read_group(config, group, text, BlueGreenEcsPipelineArgs.__annotations__[key])
    for key in _keys_of(config):
        if key not in groups:
            args[ConfigKey(key)] = None
    return args  # type: ignore[return-value]


def _read_group(config: pulumi.Config, group: str, text: Any, annotation: Any) -> Any:
    if _is_secret(config.full_key(group)):
        return Unusable(secret_group())
    try:
        value = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        value = text
    if not isinstance(value, Mapping):
        return Unusable(not_a_map(group, value, EXAMPLES[group]))
    return python_keys(value, annotation)


def python_keys(value: Any, annotation: Any) -> Any:
    """The value with the keys that its TypedDict has in Python; maps whose keys are the user's stay as they are."""
    args_type = _unwrapped(annotation)
    if not is_typeddict(args_type) or not isinstance(value, Mapping):
        return value
    known = {camel_case(key): key for key in args_type.__annotations__}
    args: dict[Any, Any] = {}
    for key, item in value.items():
        if key in known:
            args[known[key]] = python_keys(item, args_type.__annotations__[known[key]])
        else:
            args[ConfigKey(key)] = None
    return args


def _unwrapped(annotation: Any) -> Any:
    """The type inside NotRequired[...] and the like."""
    while get_origin(annotation) is not None and len(get_args(annotation)) == 1:
        annotation = get_args(annotation)[0]
    return annotation


def _is_secret(key: str) -> bool:
    return runtime_config.is_config_secret(key) or key in runtime_config.get_config_secret_keys_env()


def _keys_of(config: pulumi.Config) -> list[str]:
    """The keys of this project's config; one that is set by an environment variable of its own cannot be listed."""
    prefix = f"{config.name}:"
    keys = {**runtime_config.get_config_env(), **runtime_config.CONFIG.get()}
    return sorted(key.removeprefix(prefix) for key in keys if key.startswith(prefix))
