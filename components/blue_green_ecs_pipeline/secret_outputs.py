"""Keeps secret Outputs out of every setting: what a setting says, AWS shows to anyone who may look at a resource."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

from .plain_environment import ENVIRONMENTS
from .problems import ConfigurationError, Problem, secret_setting
from .spelling import below, camel_case, is_output

Path = tuple[Any, ...]


def without_secrets(component: str, args: Any) -> Any:
    """The args with every Output in them failing if one is a Pulumi secret; the error names the settings.

    Whether an Output is a secret is known only when it is resolved. Plain environments refuse theirs themselves.

    Raises:
        ConfigurationError: inside the Outputs.
    """
    found = {path: pulumi.Output.from_input(output) for path, output in _outputs_in(args, ())}
    if not found:
        return args

    async def check() -> bool:
        secret = [path for path, output in found.items() if await output.is_secret()]
        if secret:
            problems = [Problem(setting, secret_setting()) for setting in map(_spelled, secret)]
            # A preview says this before anything exists; an update without one may have begun already.
            raise ConfigurationError(component, problems, nothing_created=False)
        return True

    checked: pulumi.Output[bool] = pulumi.Output.from_input(check())
    return _replaced(args, (), {path: _after(checked, output) for path, output in found.items()})


def _after(checked: pulumi.Output[bool], output: pulumi.Output[Any]) -> pulumi.Output[Any]:
    return checked.apply(lambda _: output)


def _outputs_in(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    # A group inside a group, and what is in its lists and maps: no setting lies deeper.
    if path in ENVIRONMENTS or len(path) > 4:
        return
    if is_output(value):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _outputs_in(item, (*path, key))
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _outputs_in(item, (*path, position))


def _replaced(value: Any, path: Path, outputs: Mapping[Path, pulumi.Output[Any]]) -> Any:
    if path in outputs:
        return outputs[path]
    if not any(other[: len(path)] == path for other in outputs):
        return value
    if isinstance(value, Mapping):
        return {key: _replaced(item, (*path, key), outputs) for key, item in value.items()}
    return [_replaced(item, (*path, position), outputs) for position, item in enumerate(value)]


def _spelled(path: Path) -> str:
    """The setting as Pulumi config spells it; keys of maps are the user's."""
    setting = ""
    for position, key in enumerate(path):
        if isinstance(key, int):
            setting += f"[{key}]"
        else:
            users = path[0] == "tags" or (position > 1 and path[1] in ("secrets", "parameters"))
            setting = below(setting, key if users and position else camel_case(str(key)))
    return setting
