"""A broken buildspec is a BuildspecError: it ends nothing else, takes no time, and is never taken for a good one."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from blue_green_ecs_pipeline.build.buildspec import read_own_buildspec
from rehearsal.build.buildspec import Buildspec, parse_buildspec
from rehearsal.build.buildspec_checks import BuildspecError
from rehearsal.build.project import Project, buildspec_text
from tests.fuzz.bombs import YAML_BOMBS, within_seconds
from tests.fuzz.effort import examples
from tests.fuzz.mutated import documents, put, texts

OURS = read_own_buildspec()
VALID: dict[str, Any] = {
    "version": 0.2,
    "env": {
        "shell": "bash",
        "variables": {"COLOUR": "blue", "RETRIES": 3},
        "parameter-store": {"TEMPLATE": "/web/taskdef"},
        "secrets-manager": {"TOKEN": "token:key"},
        "exported-variables": ["COLOUR"],
    },
    "phases": {
        "install": {"runtime-versions": {"python": 3.13}},
        "build": {"on-failure": "ABORT", "commands": ["make", 7], "finally": ["rm -f token"]},
    },
    "artifacts": {"files": ["a.json", "b/**/*"], "base-directory": "out", "discard-paths": True},
}


def parsed(text: str) -> Buildspec | None:
    """The buildspec, or None where it was refused."""
    try:
        return within_seconds(lambda: parse_buildspec(text))
    except BuildspecError:
        return None


def check(buildspec: Buildspec) -> None:
    """Whatever was taken has the types that the build relies on, and something to do."""
    assert buildspec.phases
    commands = [command for phase in buildspec.phases for command in (*phase.commands, *phase.finally_commands)]
    variables = {**buildspec.variables, **buildspec.parameter_store, **buildspec.secrets_manager}
    files = buildspec.artifacts.files if buildspec.artifacts else ("x",)
    assert all(isinstance(text, str) and "\0" not in text for text in (*commands, *variables, *variables.values()))
    assert files
    assert all(isinstance(text, str) for text in files)
    assert "".join([*commands, *variables.values(), *files]).encode()


@pytest.mark.parametrize("valid", [OURS, yaml.safe_dump(VALID)], ids=["the component's own", "every key"])
@given(st.data())
@examples(60)
def test_a_mutated_text_is_a_buildspec_or_a_refusal(valid: str, data: st.DataObject) -> None:
    buildspec = parsed(data.draw(texts(valid)))

    if buildspec:
        check(buildspec)


@given(documents(VALID))
@examples(60)
def test_a_value_of_any_type_in_any_place_is_a_buildspec_or_a_refusal(document: Any) -> None:
    buildspec = parsed(yaml.safe_dump(document))

    if buildspec:
        check(buildspec)


@given(st.text(max_size=200))
@examples(60)
def test_any_text_is_refused(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize("kind", YAML_BOMBS)
def test_what_would_hang_a_reader_is_refused_at_once(kind: str) -> None:
    assert parsed(YAML_BOMBS[kind]) is None


@pytest.mark.parametrize(
    "place",
    [("version",), ("phases",), ("phases", "build"), ("phases", "build", "commands"), ("artifacts", "files")],
    ids=".".join,
)
@pytest.mark.parametrize("value", [{"a": {"b": "c"}}, [["x"]], True, None, 7], ids=repr)
def test_a_wrong_type_where_a_build_begins_never_passes(place: tuple[str, ...], value: Any) -> None:
    assert parsed(yaml.safe_dump(put(VALID, place, value))) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("version: 0.2\nversion: 0.2\nphases: {build: {commands: [a]}}", "'version' stands there twice"),
        ("version: 0.2\nphases:\n  build: {commands: [a]}\n  build: {commands: [b]}", "at line 4: the key 'build'"),
        ('version: 0.2\nphases: {build: {commands: ["a\\0b"]}}', "a NUL character"),
        ('version: 0.2\nphases: {build: {commands: ["\\ud800"]}}', "half a character"),
        ("version: 0.2\nphases: {build: {commands: [!!binary YQ==]}}", "the tag tag:yaml.org,2002:binary"),
        ("version: 0.2\nenv: {variables: {A: !!python/name:os.system }}", "the tag"),
        ("version: 0.2\nphases: {build: {commands: [2026-13-45]}}", "month must be in 1..12"),
        ("version: 0.2\n---\nversion: 0.2", "but found another document"),
    ],
)
def test_what_a_reader_would_overlook_is_named(text: str, why: str) -> None:
    with pytest.raises(BuildspecError) as refused:
        parse_buildspec(text)

    assert why in str(refused.value)


def test_an_alias_in_a_buildspec_of_a_usual_size_is_read() -> None:
    """CodeBuild's own samples have none, people's buildspecs do."""
    buildspec = parse_buildspec("version: 0.2\nphases: {pre_build: &p {commands: [a]}, build: *p}")

    assert [phase.commands for phase in buildspec.phases] == [("a",), ("a",)]


@pytest.mark.parametrize("content", [b"version: 0.2\n# \xff", "version: 0.2".encode("utf-16")], ids=["bytes", "utf-16"])
def test_a_file_that_is_no_text_is_refused(tmp_path: Any, content: bytes) -> None:
    (tmp_path / "buildspec.yml").write_bytes(content)
    project = Project("web", "arn", "role", "log", "", (), 5, "image", False, "")

    with pytest.raises(BuildspecError) as refused:
        parse_buildspec(buildspec_text(project, tmp_path))

    assert "buildspec.yml: is no text in UTF-8" in str(refused.value)
