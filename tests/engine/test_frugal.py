"""What the Automation API is told when it asks the `pulumi` command less often."""

import os

import pytest

from rehearsal.engine.frugal import FrugalCommand

# Says its version, and writes down whatever else it is asked.
STAND_IN = """#!/bin/sh
case "$*" in
  *version*) echo v3.259.0; exit ;;
esac
echo "$*" >> "$ASKED"
case "$*" in
  *--show-secrets*) echo '{"url": "http://web", "key": "opened"}' ;;
  *) echo "$OUTPUTS" ;;
esac
"""
OUTPUTS = ["stack", "output", "--json", "--stack", "dev"]
OPENED = ["stack", "output", "--json", "--show-secrets", "--stack", "dev"]


@pytest.fixture
def command(monkeypatch, tmp_path):
    (tmp_path / "pulumi").write_text(STAND_IN)
    (tmp_path / "pulumi").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    return FrugalCommand()


def ask(command, folder, outputs):
    """Both questions about the outputs, as the Automation API asks them."""
    answers = [command.run(list(args), str(folder), {"OUTPUTS": outputs}).stdout.strip() for args in (OUTPUTS, OPENED)]
    return answers, (folder / "asked").read_text().splitlines()


def test_outputs_without_a_secret_are_asked_for_once(command, tmp_path):
    (masked, opened), asked = ask(command, tmp_path, '{"url": "http://web"}')

    assert masked == opened == '{"url": "http://web"}'
    assert len(asked) == 1


def test_a_secret_output_is_opened(command, tmp_path):
    (masked, opened), asked = ask(command, tmp_path, '{"url": "http://web", "key": "[secret]"}')

    assert "[secret]" in masked
    assert '"opened"' in opened
    assert len(asked) == 2


def test_what_was_said_once_is_not_said_again_after_the_next_operation(command, tmp_path):
    ask(command, tmp_path, '{"url": "http://web"}')
    (_, opened), asked = ask(command, tmp_path, '{"url": "http://other"}')

    assert opened == '{"url": "http://other"}'
    assert len(asked) == 2


def test_the_history_keeps_its_secrets(command, tmp_path):
    command.run(["stack", "history", "--json", "--show-secrets"], str(tmp_path), {"OUTPUTS": "[]"})

    assert "--show-secrets" not in (tmp_path / "asked").read_text()
