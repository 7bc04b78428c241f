"""The pack under `pulumi preview --policy-pack`, on Pulumi's own engine."""

import json
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pulumi import automation

from rehearsal.engine.local import LocalEngine
from tests.examples.example import EXAMPLES
from tests.policy.judged import RULES
from tests.policy.started_pack import COMMAND, FOLDER
from tests.rehearsal.up.production import with_what_it_needs

pytestmark = pytest.mark.engine

# What runs a pack that is given as its folder.
HOSTS = ("pulumi-language-python", "pulumi-language-python-exec")
MISSING = [program for program in HOSTS if shutil.which(program) is None]


@pytest.fixture(scope="module")
def engine() -> Iterator[LocalEngine]:
    with LocalEngine() as running:
        yield running


@pytest.fixture
def executable(tmp_path: Path) -> str:
    """The pack as a file that the engine starts itself, without a language host."""
    script = tmp_path / "pulumi-analyzer-guardrails"
    script.write_text(f"#!/bin/sh\nexec {shlex.join(COMMAND)}\n")
    script.chmod(0o755)
    return str(script)


def smallest(engine: LocalEngine, name: str) -> automation.Stack:
    return engine.stack(name, project_dir=EXAMPLES / "python-smallest", config={"aws:region": "eu-central-1"})


def said(output: str, rule: str) -> bool:
    return any(rule in line for line in output.splitlines())


def test_a_stack_of_the_component_goes_up_and_what_is_advised_is_printed(engine: LocalEngine, executable: str) -> None:
    """At preview most values are unknown, during up all are known; stack rules are asked at the end of both."""
    stack = smallest(engine, "dev")

    preview = stack.preview(policy_packs=[executable])
    up = stack.up(policy_packs=[executable])

    for output in (preview.stdout + preview.stderr, up.stdout + up.stderr):
        assert said(output, "[advisory] [severity: high]  listener-tls ")
        assert "Fix: Give the listener a certificate" in output
        assert "[mandatory]" not in output
        assert "can't run policy" not in output
    assert up.summary.resource_changes is not None
    assert set(up.summary.resource_changes) == {"create"}


@pytest.mark.parametrize(
    ("settings", "rule", "sentence"),
    [
        ({"listener-tls": "mandatory"}, "listener-tls", "serves over plain HTTP"),
        ({"required-tags": {"tags": ["owner"]}}, "required-tags", "lacks the tags owner"),
    ],
    ids=["a level", "an option"],
)
def test_a_mandatory_violation_ends_the_preview_and_the_companys_settings_decide_what_is_one(
    engine: LocalEngine, executable: str, tmp_path: Path, settings: dict[str, Any], rule: str, sentence: str
) -> None:
    config = tmp_path / "config.json"
    config.write_text(json.dumps(settings))

    with pytest.raises(automation.CommandError) as refused:
        smallest(engine, rule).preview(policy_packs=[executable], policy_pack_configs=[str(config)])

    output = str(refused.value)
    assert said(output, f"[mandatory] [severity: {RULES[rule].severity.value}]  {rule} ")
    assert sentence in output


def test_the_production_stack_has_nothing_to_be_advised_on(engine: LocalEngine, executable: str) -> None:
    """With the values that the engine and the account add, which a graph on mocks lacks."""
    config = with_what_it_needs(engine.aws, EXAMPLES.parent / "Pulumi.prod.yaml")
    stack = engine.stack("prod", project_dir=EXAMPLES.parent, config=config)

    for result in (stack.preview(policy_packs=[executable]), stack.up(policy_packs=[executable])):
        output = result.stdout + result.stderr
        assert "\u2705 aws-release-guardrails" in output
        assert "[advisory]" not in output


def test_production_is_known_by_the_stacks_name(engine: LocalEngine, executable: str) -> None:
    with pytest.raises(automation.CommandError) as refused:
        smallest(engine, "eu-prod").preview(policy_packs=[executable])

    assert "production-tls" in str(refused.value)


@pytest.mark.skipif(bool(MISSING), reason=f"not on PATH: {', '.join(MISSING)}")
def test_the_folder_is_a_pack_that_the_language_host_runs(engine: LocalEngine, tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__", ".venv"))
    (folder / ".venv").symlink_to(Path(COMMAND[0]).parents[1])

    preview = smallest(engine, "folder").preview(policy_packs=[str(folder)])

    assert said(preview.stdout + preview.stderr, "listener-tls")
