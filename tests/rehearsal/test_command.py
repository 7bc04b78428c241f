"""`python -m rehearsal` as a person runs it."""

import os
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field

import pulumi
import pytest

from rehearsal import __main__ as command
from rehearsal.deploy import Clock
from rehearsal.failure import RehearsalError
from rehearsal.report import Report
from tests.rehearsal.hostile_environment import HostileEnvironment
from tests.rehearsal.page import ask, ask_release
from tests.rehearsal.project_copy import PROJECT_DIRECTORY, copy_project, replace_in

# It takes a tenth of this; a test that hangs must end all the same.
SECONDS_TO_END = 150


@dataclass
class KeptRehearsal:
    """A rehearsal with --keep, run to its end as a process of its own."""

    hostile: HostileEnvironment
    before: list[str] = field(default_factory=list)
    """What it said until it kept the page open."""
    after: list[str] = field(default_factory=list)
    errors: str = ""
    status: int = -1
    page: tuple[int, str] = (0, "")
    release: tuple[str, str] | None = None
    url: str = ""


@pytest.fixture(scope="module")
def kept(no_engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    done = KeptRehearsal(HostileEnvironment(folder / "hostile"))
    path = {
        "PATH": f"{no_engine}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT_DIRECTORY / "components"),
    }
    # A shell starts what it runs in the background with Ctrl-C ignored, and so would this child be started.
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "rehearsal", "--keep", "--speed", "600"],
        cwd=PROJECT_DIRECTORY,
        env=os.environ | done.hostile.variables | path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    signal.signal(signal.SIGINT, previous)
    watchdog = threading.Timer(SECONDS_TO_END, process.kill)
    watchdog.start()
    try:
        assert process.stdout
        for line in process.stdout:
            done.before.append(line.rstrip("\n"))
            if found := re.fullmatch(r"the page is at (http://\S+) until Ctrl-C\n", line):
                done.url = found[1]
                done.page, done.release = ask(done.url), ask_release(done.url)
                process.send_signal(signal.SIGINT)
                break
        rest, done.errors = process.communicate()
        done.after, done.status = rest.splitlines(), process.returncode
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
    return done


def test_the_command_ends_with_the_figures_and_status_0(kept):
    assert re.fullmatch(r"[1-9]\d* requests sent, 0 lost", kept.after[-1]), kept.before[-5:] + kept.after
    assert kept.status == 0
    assert kept.errors == ""


def test_a_kept_page_answers_with_the_new_release_until_ctrl_c(kept):
    status, body = kept.page

    assert status == 200
    assert "background-color" in body
    assert kept.release is not None
    assert kept.release[1].endswith("-next")
    with pytest.raises(ConnectionRefusedError):
        ask(kept.url)


def test_the_table_follows_when_the_page_is_closed(kept):
    assert kept.after[:2] == ["", ""]
    assert re.fullmatch(r" +seconds +calls", kept.after[2])
    assert [line.split("  ")[0] for line in kept.after[3:7]] == ["Up", "Connections", "Alarms", "First tasks"]
    assert any(line.split() == ["Page", kept.url] for line in kept.after)


def test_the_command_asks_nobody_s_aws(kept):
    assert not kept.hostile.marker.exists()


@pytest.fixture
def project(monkeypatch, no_engine, tmp_path):
    """A copy that the command takes for its own project."""
    monkeypatch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
    copy = copy_project(tmp_path / "project")
    monkeypatch.setattr(command, "PROJECT_DIR", copy)
    return copy


def failed_with(capsys):
    """The last line, after a look at what must not be there."""
    said, errors = capsys.readouterr()
    assert "Traceback" not in said + errors
    assert "lost" not in said
    return said.splitlines()[-1]


def test_a_build_without_its_dockerfile_ends_with_step_reason_and_status_1(project, capsys):
    (project / "application" / "Dockerfile").unlink()

    status = command.main(["--no-engine", "--speed", "600"])

    said = capsys.readouterr().out.splitlines()
    assert status == 1
    assert re.fullmatch(
        r"failed: Build, first push, blue-green-ecs-pipeline-dev-web[^:]*: BUILD: exit status 1: ERROR: failed to "
        r"solve: failed to read dockerfile: open application/Dockerfile: no such file or directory",
        said[-1],
    )
    after_title = said[said.index("  the last lines of build 1:") + 1 :]
    excerpt = [line for line in after_title if line.startswith("  | ")]
    assert len(excerpt) == 30
    assert "  | The build failed, so no release is written." in excerpt
    assert not any(line.startswith("Deploy") for line in said)


def test_an_error_in_the_buildspec_is_told_before_any_phase(project, capsys):
    replace_in(project / "buildspec" / "buildspec.yml", "  pre_build:\n", "  prebuild:\n")

    status = command.main(["--no-engine", "--speed", "600"])

    last = failed_with(capsys)
    assert status == 1
    assert last.startswith("failed: Build, first push, blue-green-ecs-pipeline-dev-web")
    assert ": DOWNLOAD_SOURCE: " in last
    assert "prebuild" in last


@pytest.mark.parametrize("driver", ["--no-engine", pytest.param("--engine", marks=pytest.mark.engine)])
def test_a_setting_that_cannot_be_used_is_told_and_nothing_is_made(project, capsys, driver):
    replace_in(project / "Pulumi.dev.yaml", "desiredCount: 1", "desiredCount: -1\n    memory: 500")

    status = command.main([driver])

    said, errors = capsys.readouterr()
    assert status == 1
    assert "Traceback" not in errors
    assert said.splitlines()[:2] == ["Up ...", "failed: web: 2 settings cannot be used, nothing was created"]
    assert [line.split(":")[0] for line in said.splitlines()[2:]] == ["  service.desiredCount", "  service.memory"]


@pytest.mark.parametrize("driver", ["--no-engine", pytest.param("--engine", marks=pytest.mark.engine)])
def test_a_stack_that_does_not_exist_is_told(project, capsys, driver):
    status = command.main([driver, "--stack", "production"])

    assert status == 1
    assert failed_with(capsys) == f"failed: up: there is no Pulumi.production.yaml in {project}"


def test_an_application_without_a_release_file_is_told(project, capsys):
    (project / "application" / "release.py").unlink()

    status = command.main(["--no-engine", "--speed", "600"])

    assert status == 1
    assert failed_with(capsys) == "failed: Source: there is no application/release.py"


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RehearsalError("it is red", step="Up", resource="web"), 1, "failed: Up, web: it is red\n"),
        (pulumi.RunError("web: 1 setting cannot be used"), 1, "failed: web: 1 setting cannot be used\n"),
        (KeyboardInterrupt(), 130, "stopped\n"),
    ],
)
def test_what_ends_a_rehearsal_is_its_last_line(monkeypatch, capsys, error, status, said):
    def run(options, out):
        raise error

    monkeypatch.setattr(command, "run", run)

    assert command.main([]) == status
    assert capsys.readouterr().out == said


def test_what_nobody_foresaw_is_not_hidden(monkeypatch):
    def run(options, out):
        raise ZeroDivisionError

    monkeypatch.setattr(command, "run", run)

    with pytest.raises(ZeroDivisionError):
        command.main([])


def test_the_arguments_reach_the_rehearsal(monkeypatch):
    chosen = []

    def run(options, out):
        chosen.append(options)
        return Report(out)

    monkeypatch.setattr(command, "run", run)
    command.main([])
    command.main(["--stack", "production", "--keep", "--speed", "1"])

    command.main(["--engine"])
    command.main(["--no-engine"])

    plain, kept, *engines = chosen
    assert (plain.project_dir, plain.stack, plain.clock, plain.keep) == (PROJECT_DIRECTORY, "dev", Clock(60), None)
    assert (kept.project_dir, kept.stack, kept.clock) == (PROJECT_DIRECTORY, "production", Clock(1))
    assert kept.keep is not None
    assert [options.engine for options in engines] == [True, False]


@pytest.mark.parametrize(("found", "engine"), [("/usr/bin/pulumi", True), (None, False)])
def test_the_engine_runs_the_program_where_there_is_one(monkeypatch, found, engine):
    chosen = []

    def run(options, out):
        chosen.append(options)
        return Report(out)

    monkeypatch.setattr(command, "run", run)
    monkeypatch.setattr(command.shutil, "which", lambda name: found if name == "pulumi" else None)
    command.main([])

    assert [options.engine for options in chosen] == [engine]


@pytest.mark.parametrize("speed", ["0.9", "1001", "nan", "fast"])
def test_a_speed_that_cannot_be_had_is_refused(capsys, speed):
    with pytest.raises(SystemExit) as ended:
        command.main(["--speed", speed])

    assert ended.value.code == 2
    assert f"got {speed}, allowed are 1 to 1000" in capsys.readouterr().err
