"""Every setting that a user may write, with what its documentation says, in the README's order."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NotRequired, get_args, get_origin, is_typeddict

from blue_green_ecs_pipeline.args import BlueGreenEcsPipelineArgs
from blue_green_ecs_pipeline.spelling import camel_case

FACTS = ("Unit", "Default", "Limits", "Source")


@dataclass(frozen=True)
class DocumentedSetting:
    """One key of one group."""

    path: tuple[str, ...]
    """Groups and key as Python spells them: ("load_balancer", "health_check", "path")."""

    required: bool
    summary: str
    """The first line: what it is."""

    effect: str
    """What follows the first line: what it does to the user who changes it. May be empty."""

    facts: dict[str, str]
    """What is written behind Unit, Default, Limits and Source."""

    @property
    def config_key(self) -> str:
        """The setting as Pulumi config spells it: loadBalancer.healthCheck.path."""
        return ".".join(camel_case(key) for key in self.path)


def group_descriptions() -> dict[str, str]:
    """Each group in Pulumi config's spelling, with the first line of its documentation."""
    return {camel_case(key): first_line(text) for key, text in documented_keys(BlueGreenEcsPipelineArgs).items()}


def required_groups() -> set[str]:
    """The groups that hold a required key."""
    return {camel_case(setting.path[0]) for setting in documented_settings() if setting.required}


def documented_settings(
    args_type: Any = BlueGreenEcsPipelineArgs, path: tuple[str, ...] = ()
) -> Iterator[DocumentedSetting]:
    """The settings of these args, those of groups inside included."""
    for key, text in documented_keys(args_type).items():
        group = plain_type(args_type.__annotations__[key])
        if is_typeddict(group):
            yield from documented_settings(group, (*path, key))
        else:
            required = key in args_type.__required_keys__
            yield DocumentedSetting((*path, key), required, first_line(text), effect_of(text), stated_facts(text))


def plain_type(annotation: Any) -> Any:
    """The type without NotRequired around it."""
    return get_args(annotation)[0] if get_origin(annotation) is NotRequired else annotation


def documented_keys(args_type: Any) -> dict[str, str]:
    """The keys of a TypedDict with the text below each, which Python itself forgets."""
    (definition,) = (
        node
        for node in ast.parse(inspect.getsource(sys.modules[args_type.__module__])).body
        if isinstance(node, ast.ClassDef) and node.name == args_type.__name__
    )
    texts: dict[str, str] = {}
    key = ""
    for node in definition.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            key = node.target.id
            texts[key] = ""
        elif key and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            texts[key] = inspect.cleandoc(str(node.value.value))
    return texts


def first_line(text: str) -> str:
    """The first line of a documentation, which stands for itself."""
    return text.partition("\n")[0]


def effect_of(text: str) -> str:
    """What stands between the first line and the facts, on one line."""
    words = " ".join(text.partition("\n")[2].split())
    return re.split(rf"(?:^|(?<=\. ))(?:{'|'.join(FACTS)}): ", words)[0].strip()


def stated_facts(text: str) -> dict[str, str]:
    """What a documentation says behind Unit, Default, Limits and Source, each on one line without its full stop."""
    words = " ".join(text.partition("\n")[2].split())
    pieces = re.split(rf"(?:^|(?<=\. ))({'|'.join(FACTS)}): ", words)
    return {name: value.strip().removesuffix(".") for name, value in zip(pieces[1::2], pieces[2::2], strict=True)}
