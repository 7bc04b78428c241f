"""The checks together: what is looked at where something is missing."""

import os

import pytest

import automation
from automation import __main__ as command_line
from automation.doctor.examination import examine, explain_release
from automation.doctor.finding import State
from automation.errors import AutomationError
from tests.automation.doctor.fake_session import project_with


@pytest.fixture
def nothing(monkeypatch, tmp_path):
    """Neither a pulumi command nor anything of AWS's."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    return project_with(tmp_path)


def told(findings):
    return [(finding.about, finding.state) for finding in findings]


def test_on_an_empty_machine_everything_that_is_missing_is_told_at_once(nothing):
    assert told(examine("dev", nothing)) == [
        ("pulumi", State.MISSING),
        ("stack", State.NOTE),
        ("region", State.OK),
        ("credentials", State.MISSING),
        ("AWS", State.UNKNOWN),
    ]


def test_a_stack_without_a_file_is_refused(nothing):
    with pytest.raises(AutomationError, match=r"^prdo: there is no Pulumi\.prdo\.yaml"):
        examine("prdo", nothing)


def test_a_profile_that_does_not_exist_is_a_sentence(nothing):
    nothing.settings_file("dev").write_text("config: {aws:profile: mine}\n")

    with pytest.raises(AutomationError, match=r"^dev: The config profile \(mine\) could not be found$"):
        examine("dev", nothing)


def test_without_an_up_there_is_no_release_to_explain(nothing):
    assert told(explain_release("dev", nothing)) == [("stack", State.NOTE)]


@pytest.mark.engine
def test_from_before_the_first_up_to_the_connection_that_waits(engine, project, capsys):
    assert told(examine("dev", project)) == [
        ("pulumi", State.OK),
        ("backend", State.OK),
        ("stack", State.NOTE),
        ("region", State.OK),
        ("credentials", State.OK),
        ("connection", State.NOTE),
        ("quotas", State.OK),
        ("quotas", State.UNKNOWN),
    ]

    automation.up("dev", project=project, yes=True)
    code = command_line.main(["doctor", "dev", "--project", str(project.folder)])

    printed = capsys.readouterr().out
    assert code == 1
    assert "✓ stack: dev is up" in printed
    assert "waits for a person to complete it" in printed
    assert told(explain_release("dev", project))[-1] == ("release", State.NOTE)
