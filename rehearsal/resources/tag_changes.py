"""The difference between two maps of tags, as AWS's two calls want it."""

from collections.abc import Mapping

from rehearsal.resources.registry import Properties


def tag_changes(old: Properties, new: Properties) -> tuple[dict[str, str], list[str]]:
    """The tags to set and the keys to remove, from two sets of inputs."""
    before: Mapping[str, str] = old.get("tags") or {}
    after: Mapping[str, str] = new.get("tags") or {}
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    return changed, [key for key in before if key not in after]
