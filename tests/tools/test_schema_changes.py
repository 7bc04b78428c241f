"""What breaks a program that uses the package, and that the changelog has to say it."""

import copy
import json
from typing import Any

import pytest

from tools.schema import RELEASED_SCHEMA, SCHEMA
from tools.schema_changes import CHANGELOG, breaking_changes, undeclared

RELEASED: dict[str, Any] = {
    "resources": {
        "shop:index:Web": {
            "inputProperties": {
                "size": {"description": "How big.", "type": "integer"},
                "zones": {"type": "array", "items": {"type": "string", "plain": True}},
                "nat": {"$ref": "#/types/shop:index:Nat", "plain": True},
            },
            "requiredInputs": ["size"],
            "properties": {"url": {"type": "string"}},
            "required": ["url"],
        },
        "shop:index:Database": {"inputProperties": {}, "requiredInputs": [], "properties": {}, "required": []},
    },
    "types": {
        "shop:index:Nat": {
            "type": "string",
            "enum": [{"name": "SINGLE", "value": "single"}, {"name": "NONE", "value": "none"}],
        },
        "shop:index:WebArgs": {
            "type": "object",
            "properties": {"port": {"type": "integer"}, "host": {"type": "string"}},
            "required": ["port"],
        },
    },
}


def after(change: Any) -> list[str]:
    today = copy.deepcopy(RELEASED)
    change(today["resources"], today["types"])
    return [str(each) for each in breaking_changes(RELEASED, today)]


def web(resources: Any) -> Any:
    return resources["shop:index:Web"]


def args(types: Any) -> Any:
    return types["shop:index:WebArgs"]


def nat(types: Any) -> Any:
    return types["shop:index:Nat"]


BREAKING = {
    "Database: the resource is gone": lambda r, t: r.pop("shop:index:Database"),
    "Nat: the type is gone": lambda r, t: t.pop("shop:index:Nat"),
    "Web.zones: the input is gone": lambda r, t: web(r)["inputProperties"].pop("zones"),
    "Web.size: the input has another type": lambda r, t: web(r)["inputProperties"]["size"].update(type="string"),
    "Web.zones: the input has another type": lambda r, t: web(r)["inputProperties"]["zones"]["items"].update(
        type="integer"
    ),
    "Web.nat: the input has another type": lambda r, t: web(r)["inputProperties"].update(nat={"type": "string"}),
    "Web.nat: must be given now": lambda r, t: web(r)["requiredInputs"].append("nat"),
    "Web.url: the output is gone": lambda r, t: (web(r)["properties"].clear(), web(r)["required"].clear()),
    "Web.url: the output has another type": lambda r, t: web(r)["properties"]["url"].update(type="integer"),
    "Web.url: the output may be missing now": lambda r, t: web(r)["required"].clear(),
    "WebArgs.host: the key is gone": lambda r, t: args(t)["properties"].pop("host"),
    "WebArgs.host: the key has another type": lambda r, t: args(t)["properties"]["host"].update(plain=True),
    "WebArgs.host: must be given now": lambda r, t: args(t)["required"].append("host"),
    "Nat.none: the value is gone": lambda r, t: nat(t)["enum"].pop(),
    "Nat.none: the value has another name": lambda r, t: nat(t)["enum"][1].update(name="NO"),
}

HARMLESS = {
    "a new resource": lambda r, t: r.update({"shop:index:Cache": web(r)}),
    "a new type": lambda r, t: t.update({"shop:index:CacheArgs": args(t)}),
    "a new input": lambda r, t: web(r)["inputProperties"].update(colour={"type": "string"}),
    "a new output": lambda r, t: web(r)["properties"].update(colour={"type": "string"}),
    "a new key": lambda r, t: args(t)["properties"].update(colour={"type": "string"}),
    "a new value": lambda r, t: nat(t)["enum"].append({"name": "TWO", "value": "two"}),
    "another description": lambda r, t: web(r)["inputProperties"]["size"].update(description="How large."),
    "another default": lambda r, t: web(r)["inputProperties"]["size"].update(default=3),
    "no longer required": lambda r, t: (web(r)["requiredInputs"].clear(), args(t)["required"].clear()),
    "a plain input that takes outputs too": lambda r, t: web(r)["inputProperties"]["nat"].pop("plain"),
}


@pytest.mark.parametrize("expected", BREAKING)
def test_a_change_that_breaks_programs_is_named(expected: str) -> None:
    assert after(BREAKING[expected]) == [expected]


@pytest.mark.parametrize("change", HARMLESS)
def test_a_change_that_breaks_nobody_is_not(change: str) -> None:
    assert after(HARMLESS[change]) == []


def test_nothing_has_changed_in_the_same_schema() -> None:
    assert breaking_changes(RELEASED, RELEASED) == []


def test_a_renamed_property_is_one_that_is_gone() -> None:
    def rename(resources: Any, types: Any) -> None:
        properties = args(types)["properties"]
        properties["hostName"] = properties.pop("host")

    assert after(rename) == ["WebArgs.host: the key is gone"]


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("- **Breaking:** `Nat.none` is gone, write `single`.", True),
        ("- **Breaking:** Nat.none", True),
        ("- **Breaking:** `Nat.none-at-all` is gone.", False),
        ("- **Breaking:** `Nat.none.more` is gone.", False),
        ("- **Breaking:** `aws.Nat.none` is gone.", False),
        ("- `Nat.none` is gone.", False),
        ("- **Breaking:** `Nat.single` is gone.", False),
        ("", False),
    ],
)
def test_a_breaking_change_needs_a_line_of_its_own_in_the_unreleased_section(line: str, declared: bool) -> None:
    today = copy.deepcopy(RELEASED)
    nat(today["types"])["enum"].pop()
    changes = breaking_changes(RELEASED, today)
    changelog = f"# Changelog\n\n## [Unreleased]\n\n### Changed\n\n{line}\n\n## [0.1.0]\n"

    assert undeclared(changes, changelog) == ([] if declared else changes)


def test_what_an_earlier_release_declared_does_not_count() -> None:
    today = copy.deepcopy(RELEASED)
    nat(today["types"])["enum"].pop()
    changes = breaking_changes(RELEASED, today)

    assert undeclared(changes, "\n## [Unreleased]\n\n## [0.1.0]\n- **Breaking:** `Nat.none`\n") == changes


def test_a_changelog_without_that_section_is_refused() -> None:
    with pytest.raises(ValueError, match="no section"):
        undeclared([], "# Changelog\n")


def test_every_breaking_change_since_the_last_release_is_declared() -> None:
    released, today = (json.loads(file.read_text()) for file in (RELEASED_SCHEMA, SCHEMA))

    assert undeclared(breaking_changes(released, today), CHANGELOG.read_text()) == []
