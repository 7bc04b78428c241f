"""The command line without an engine: what it refuses, how it ends, and that nobody reads a stack trace."""

import json

import pytest

from automation import __main__ as command_line
from automation import operations
from automation.changes import Change, Operation
from automation.errors import AutomationError
from automation.result import Output, Result, Status
from tests.automation.events import urn


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = command_line.main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def answer(monkeypatch):
    """Lets an operation answer with a result, or raise."""

    def answer(operation, result):
        def act(stack, **options):
            if isinstance(result, BaseException):
                raise result
            return result

        monkeypatch.setattr(operations, operation, act)

    return answer


PREVIEWED = Result("dev", "preview", Status.CHANGES, changes=(Change(urn("a"), Operation.CREATE),))


def test_help_names_every_command_and_every_status(run):
    code, out, _ = run("--help")

    assert code == 0
    words = " ".join(out.split())
    assert all(command in words for command in ("preview", "up", "refresh", "destroy", "outputs", "doctor"))
    assert all(f"{status}: " in words for status in (0, 1, 2, 3, 4, 130))


def test_without_a_stack_the_command_line_is_wrong(run):
    assert run("up")[0] == 2


def test_a_preview_with_changes_ends_with_0(run, answer):
    answer("preview", PREVIEWED)

    code, out, _ = run("preview", "dev")

    assert code == 0
    assert "+ create  a  aws.cloudwatch.LogGroup" in out


@pytest.mark.parametrize(("status", "code"), [(Status.CHANGES, 3), (Status.NO_CHANGES, 0)])
def test_expect_no_changes_ends_with_3_only_where_there_are_some(run, answer, status, code):
    answer("preview", Result("dev", "preview", status))

    assert run("preview", "dev", "--expect-no-changes")[0] == code


def test_a_failed_preview_is_a_failure_and_not_changes(run, answer):
    answer("preview", AutomationError("dev: no"))

    assert run("preview", "dev", "--expect-no-changes")[0] == 1


def test_json_is_the_only_thing_on_stdout(run, answer):
    answer("preview", PREVIEWED)

    code, out, err = run("preview", "dev", "--json")

    made = json.loads(out)
    assert (code, made["command"], made["exit_code"]) == (0, "preview", 0)
    assert made["stacks"][0]["changes"][0]["name"] == "a"
    assert "+ create  a" in err


def test_outputs_hide_secrets(run, answer):
    answer("outputs", Result("dev", "outputs", Status.DONE, outputs={"token": Output("s3cret", secret=True)}))

    assert "s3cret" not in run("outputs", "dev")[1]
    assert "s3cret" in run("outputs", "dev", "--show-secrets")[1]


def test_several_stacks_name_theirs_in_front_of_an_error(run, answer):
    answer("up", AutomationError("no such bucket"))

    code, out, _ = run("up", "dev", "prod")

    assert code == 1
    assert "dev: no such bucket" in out
    assert "prod   not started" in out


def test_a_fault_of_the_command_itself_is_a_sentence_too(run, answer, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer("up", ZeroDivisionError("by zero"))

    code, out, err = run("up", "dev")

    (log,) = tmp_path.glob("automation-*.log")
    assert (code, out) == (1, "")
    assert err == f"a fault of this command itself, ZeroDivisionError: by zero; details are in {log}\n"
    assert "Traceback" in log.read_text()


def test_without_pulumi_every_command_says_where_to_get_it(run, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")

    for command in ("preview", "up", "refresh", "destroy", "outputs"):
        code, out, _ = run(command, "dev")

        assert code == 1
        assert "the pulumi command is not on PATH; install it: https://www.pulumi.com/docs/install/" in out
