"""docs/automation.md says what is so."""

import re

import pytest

from automation import exit_codes
from automation.__main__ import app
from tests.automation.engine_project import ROOT, set_value

PAGE = (ROOT / "docs/automation.md").read_text()


def test_the_page_has_every_status():
    codes = {value for name, value in vars(exit_codes).items() if name.isupper()}

    assert {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.M)} == codes


def test_the_page_shows_every_command():
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}

    assert set(re.findall(r"^    python -m automation (\w+)", PAGE, re.M)) == commands


@pytest.mark.engine
def test_the_script_of_the_page_runs_and_refuses_what_it_says(small, run_script):
    (script,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)

    code, said = run_script(script, small.folder)
    assert code == 0, said
    assert "dev: done in " in said
    assert "prod: 2 changes to come" in said
    assert "  name: /prod/web" in said

    set_value(small, "name", "/prod/shop", stack="prod")
    code, said = run_script(script, small.folder)
    assert code == 4, said
    assert "dev: no changes in " in said
    assert "prod: 1 resource would be replaced (group), and nobody is here to be asked" in said
