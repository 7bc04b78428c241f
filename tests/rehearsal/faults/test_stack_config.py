"""The stack of the faults is the project's own, with what they need over it."""

from pathlib import Path

import pytest
import yaml

from rehearsal.faults.fault import CLOCKS
from rehearsal.faults.stack_config import VARIANTS, merge, write_stack_config

PROJECT_DIRECTORY = Path(__file__).parents[3]
GROUP = "blue-green-ecs-pipeline:"


def test_what_lies_over_it_wins_key_by_key():
    under = {"a": {"x": 1, "y": {"z": 2}}, "b": [1]}

    assert merge(under, {"a": {"y": {"z": 3}}, "b": [2]}) == {"a": {"x": 1, "y": {"z": 3}}, "b": [2]}


def test_null_takes_a_setting_away():
    assert merge({"a": {"x": 1, "y": 2}}, {"a": {"x": None, "z": None}}) == {"a": {"y": 2}}


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_the_stack_s_own_settings_stay(tmp_path, stack):
    write_stack_config(PROJECT_DIRECTORY, tmp_path, stack, "at-once")

    own = yaml.safe_load((PROJECT_DIRECTORY / f"Pulumi.{stack}.yaml").read_text())["config"]
    config = yaml.safe_load((tmp_path / f"Pulumi.{stack}.yaml").read_text())["config"]
    assert {key: config[key] for key in own if not key.endswith((":deployment", ":loadBalancer"))} == {
        key: value for key, value in own.items() if not key.endswith((":deployment", ":loadBalancer"))
    }
    assert config[f"{GROUP}loadBalancer"] == {
        **own.get(f"{GROUP}loadBalancer", {}),
        "healthCheck": {"path": "/health"},
    }


def test_every_variant_has_its_file():
    assert {file.name for file in VARIANTS.glob("*.yaml")} == {f"Pulumi.{name}.yaml" for name in (*CLOCKS, "base")}
