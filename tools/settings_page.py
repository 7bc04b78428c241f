"""Writes docs/settings.md: what the arguments' documentation says of each setting, and what a change does."""

from itertools import groupby
from pathlib import Path

from blue_green_ecs_pipeline.settings import Settings
from tools.documented_settings import DocumentedSetting, documented_settings, group_descriptions
from tools.setting_changes import words_of_every_setting
from tools.settings_table import default_of, render_default, respell_settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"

HEAD = """# Settings

Written by `make generate` from the arguments' documentation; the [README](../README.md#settings) has the same in one
table. In Pulumi config each group is one key, spelled in camelCase; in Python the same groups are dictionaries,
spelled in snake_case. "A change" says what `pulumi up` does when the setting gets another value.
"""


def render_page() -> str:
    """The page, as Markdown: one chapter a group, one section a setting."""
    defaults = Settings.from_args("web", {"source": {"repository": "acme/web"}})
    changes = words_of_every_setting()
    descriptions = group_descriptions()
    chapters = [HEAD]
    for group, settings in groupby(documented_settings(), key=lambda setting: setting.config_key.partition(".")[0]):
        chapters.append(f"\n## {group}\n\n{descriptions[group]}\n")
        chapters += [render_setting(setting, defaults, changes[setting.config_key]) for setting in settings]
    return "".join(chapters)


def render_setting(setting: DocumentedSetting, defaults: Settings, change: str) -> str:
    """One section."""
    facts = setting.facts
    default = "none, it is required"
    if not setting.required:
        default = render_default(default_of(setting, defaults), facts.get("Default", ""))
    rows = {
        "Default": default,
        "Unit": facts.get("Unit", ""),
        "Limits": respell_settings(facts.get("Limits", "")),
        "A change": change,
        "Source": facts.get("Source", ""),
    }
    said = [respell_settings(text) for text in (setting.summary, setting.effect) if text]
    items = "".join(f"- {name}: {text}\n" for name, text in rows.items() if text)
    return f"\n### `{setting.config_key}`\n\n{' '.join(said)}\n\n{items}"


if __name__ == "__main__":
    PAGE.write_text(render_page())
