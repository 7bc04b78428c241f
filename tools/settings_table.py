"""Writes the settings table of the README: documentation from the arguments, defaults from the settings themselves."""

import re
from pathlib import Path
from typing import Any

from blue_green_ecs_pipeline.problems import ConfigurationError
from blue_green_ecs_pipeline.settings import Settings
from blue_green_ecs_pipeline.spelling import camel_case
from tools.documented_settings import DocumentedSetting, documented_settings
from tools.generated_part import write_part
from tools.setting_changes import words_of_every_setting

README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- settings -->"
END = "<!-- /settings -->"
HEADER = "| setting | default | what it is | unit | limits | a change |\n|---|---|---|---|---|---|\n"


def render_table() -> str:
    """The table, as Markdown: one row a setting."""
    defaults = Settings.from_args("web", {"source": {"repository": "acme/web"}})
    words = words_of_every_setting()
    return HEADER + "".join(
        render_row(setting, defaults, words[setting.config_key]) for setting in documented_settings()
    )


def render_row(setting: DocumentedSetting, defaults: Settings, change: str) -> str:
    """One row; the last cell says what a change does."""
    facts = setting.facts
    cells = [
        f"`{setting.config_key}`",
        "required" if setting.required else render_default(default_of(setting, defaults), facts.get("Default", "")),
        respell_settings(setting.summary.removesuffix(".")),
        facts.get("Unit", ""),
        respell_settings(facts.get("Limits", "")),
        change,
    ]
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def respell_settings(text: str) -> str:
    """The text with other settings' names as Pulumi config spells them: vpc_id becomes `vpcId`."""
    keys = {setting.path[-1] for setting in documented_settings()}
    return re.sub(r"\w+_\w+", lambda word: f"`{camel_case(word[0])}`" if word[0] in keys else word[0], text)


def default_of(setting: DocumentedSetting, defaults: Settings) -> Any:
    """The value that the component uses when nobody sets this."""
    value: Any = defaults
    for position, key in enumerate(setting.path):
        if value is None:
            # A group that does nothing while nobody sets it: its keys have defaults all the same.
            return _default_in(setting.path[:position], setting.path[position:])
        value = getattr(value, key)
    return value


def _default_in(group: tuple[str, ...], path: tuple[str, ...]) -> Any:
    """The default of a key in a group that is there, and empty; none where such a group is refused."""
    args: Any = {}
    for key in reversed(group):
        args = {key: args}
    try:
        value: Any = Settings.from_args("web", {"source": {"repository": "acme/web"}, **args})
    except ConfigurationError:
        return None
    for key in (*group, *path):
        value = getattr(value, key)
    return value


def render_default(value: Any, documented: str) -> str:
    """A value as Pulumi config spells it; where there is none, or where it depends, what the documentation says.

    Raises:
        ValueError: when the documentation names another value than the component uses.
    """
    if value is None or value in ({}, ()):
        return documented
    spelled = str(value).lower() if isinstance(value, bool) else str(value)
    if documented != spelled and not documented.startswith((f"{spelled},", f"{spelled} ")):
        raise ValueError(f"the default is {spelled}, and documented as: {documented}")
    return f"`{spelled}`{documented.removeprefix(spelled)}"


if __name__ == "__main__":
    write_part(README, BEGIN, END, render_table())
