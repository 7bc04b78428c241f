"""The first release after Up changes the image and nothing else: Up and the build's templates describe one service.

Both describe the tasks, one for the first of them and one for all later ones. AWS compares them nowhere; what only one
of them has shows after some release.
"""

from collections.abc import Mapping
from typing import Any

# What a release is for, and what the bootstrap image needs in its place.
OF_THE_IMAGE = ("image", "command", "entryPoint", "workingDirectory", "healthCheck", "user")
OF_THE_REVISION = (
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
)


def describe_serving(aws: Any, cluster: str, service: str) -> dict[str, Any]:
    """What serves now: the primary task set with its task definition."""
    ecs = aws.client("ecs")
    described = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
    (primary,) = [one for one in described["taskSets"] if one["status"] == "PRIMARY"]
    definition = ecs.describe_task_definition(taskDefinition=primary["taskDefinition"])["taskDefinition"]
    return {
        "task definition": {key: value for key, value in definition.items() if key not in OF_THE_REVISION},
        "network configuration": primary["networkConfiguration"],
        "load balancer": [
            {key: value for key, value in balancer.items() if key != "targetGroupArn"}
            for balancer in primary["loadBalancers"]
        ],
    }


def find_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What the release changed besides the image, one phrase each."""
    return [
        f"{path}: {_shown(old)} by Up, {_shown(new)} by the release"
        for path, old, new in _differences("", before, after)
    ]


def _differences(path: str, old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        keys = [key for key in dict.fromkeys([*old, *new]) if key not in OF_THE_IMAGE]
        return [
            found
            for key in keys
            for found in _differences(f"{path}.{key}" if path else key, old.get(key), new.get(key))
        ]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            found
            for number, (one, other) in enumerate(zip(_ordered(old), _ordered(new), strict=True))
            for found in _differences(f"{path}[{number}]", one, other)
        ]
    return [] if (old or None) == (new or None) else [(path, old, new)]


def _ordered(values: list[Any]) -> list[Any]:
    return sorted(values) if all(isinstance(value, str) for value in values) else values


def _shown(value: Any) -> str:
    return "nothing" if value in (None, [], {}) else str(value)
