import time

import pytest

from rehearsal.build.buildspec import Phase
from rehearsal.build.log import BuildLog
from rehearsal.build.phases import run_phases
from rehearsal.build.shell import Shell


@pytest.fixture
def build(tmp_path):
    """Runs phases and answers (name, status) of each and what they printed."""
    (tmp_path / "src").mkdir()
    shell = Shell({"PATH": "/usr/bin:/bin"}, tmp_path / "src", tmp_path / "state")

    def run(*phases, seconds=10.0):
        log = BuildLog(lambda line: None)
        results = run_phases(phases, shell, log, time.monotonic() + seconds)
        printed = [line[1:] for line in log.lines if line.startswith(">")]
        return [(result.name, result.status) for result in results], printed, results

    return run


def test_commands_run_one_after_the_other_until_one_fails(build):
    states, printed, results = build(Phase("build", ("echo '>a'", "echo '>why'; false", "echo '>c'")))

    assert states == [("BUILD", "FAILED")]
    assert printed == ["a", "why"]
    assert results[0].reason == "exit status 1: >why"


def test_a_failing_command_without_output_is_named_itself(build):
    _, _, results = build(Phase("build", ("false\n",)))

    assert results[0].reason == "exit status 1: false"


@pytest.mark.parametrize("name", ["install", "pre_build"])
def test_a_failure_before_the_build_ends_it(build, name):
    states, _, _ = build(Phase(name, ("false",)), Phase("build", ("true",)), Phase("post_build", ("true",)))

    assert states == [(name.upper(), "FAILED")]


def test_post_build_runs_after_a_failed_build_and_is_told(build):
    states, printed, _ = build(
        Phase("build", ('echo ">$CODEBUILD_BUILD_SUCCEEDING"; false',)),
        Phase("post_build", ('echo ">$CODEBUILD_BUILD_SUCCEEDING"',)),
    )

    assert states == [("BUILD", "FAILED"), ("POST_BUILD", "SUCCEEDED")]
    assert printed == ["1", "0"]


def test_abort_leaves_out_post_build(build):
    states, _, _ = build(Phase("build", ("false",), on_failure="ABORT"), Phase("post_build", ("true",)))

    assert states == [("BUILD", "FAILED")]


def test_continue_goes_on_and_the_build_stays_failed(build):
    states, printed, _ = build(
        Phase("pre_build", ("false",), on_failure="CONTINUE"), Phase("build", ('echo ">$CODEBUILD_BUILD_SUCCEEDING"',))
    )

    assert states == [("PRE_BUILD", "FAILED"), ("BUILD", "SUCCEEDED")]
    assert printed == ["0"]


@pytest.mark.parametrize(
    ("on_failure", "attempts"),
    [("RETRY", 4), ("RETRY-1", 2), ("RETRY-0", 1), ("RETRY-x", 4), ("RETRY-2-x", 3), ("RETRY-2-y", 1)],
)
def test_retry_runs_the_phase_again_as_often_as_it_says(build, on_failure, attempts):
    _, printed, _ = build(Phase("build", ("echo '>x'; false",), on_failure=on_failure))

    assert printed == ["x"] * attempts


def test_a_retry_that_succeeds_is_a_success(build):
    states, _, _ = build(Phase("build", ("[ -e seen ] || { touch seen; false; }",), on_failure="RETRY-1"))

    assert states == [("BUILD", "SUCCEEDED")]


def test_finally_runs_after_a_failure(build):
    states, printed, results = build(Phase("build", ("echo '>a'; exit 4",), ("echo '>b'",)))

    assert states == [("BUILD", "FAILED")]
    assert printed == ["a", "b"]
    assert results[0].reason == "exit status 4: >a"


def test_a_failing_finally_fails_its_phase(build):
    states, _, _ = build(Phase("build", ("true",), ("false",)))

    assert states == [("BUILD", "FAILED")]


def test_the_time_of_a_build_ends_it_without_post_build(build):
    states, _, results = build(Phase("build", ("sleep 30",)), Phase("post_build", ("true",)), seconds=0.3)

    assert states == [("BUILD", "TIMED_OUT")]
    assert results[0].reason == "the build's time is over"
