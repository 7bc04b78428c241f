import time

import pytest

from rehearsal.build.shell import CommandTimeoutError, Shell


@pytest.fixture
def shell(tmp_path):
    (tmp_path / "src").mkdir()
    opened = Shell({"PATH": "/usr/bin:/bin"}, tmp_path / "src", tmp_path / "state")
    yield opened
    opened.close()


def run(shell, command, seconds=10.0):
    lines = []
    status = shell.run(command, lines.append, time.monotonic() + seconds)
    return status, lines


@pytest.mark.parametrize("value", ["blue", "two words", "a\nb", "$HOME", "'", '"', "\\n", "é", ""])
@pytest.mark.parametrize("export", ["", "export "])
def test_a_variable_carries_over_whatever_is_in_it(shell, export, value):
    shell.variables["GIVEN"] = value
    run(shell, f'{export}COLOUR="$GIVEN"')

    status, _ = run(shell, '[ "$COLOUR" = "$GIVEN" ]')

    assert status == 0
    assert shell.value_of("COLOUR") == value


def test_only_an_exported_variable_reaches_a_program(shell):
    run(shell, "PLAIN=1; export EXPORTED=1")

    _, lines = run(shell, "env | grep -E '^(PLAIN|EXPORTED)='")

    assert lines == ["EXPORTED=1"]


def test_the_directory_carries_over(shell, tmp_path):
    run(shell, "mkdir application && cd application")

    _, lines = run(shell, "pwd")

    assert lines == [str(tmp_path / "src" / "application")]


@pytest.mark.parametrize(
    ("command", "expected"),
    [("exit 3", 3), ("false", 1), ("false; true", 0), ("(set -e; false; true)", 1), ('echo "${GONE:?empty}"', 127)],
)
def test_a_commands_status_is_bashs(shell, command, expected):
    status, _ = run(shell, command)

    assert status == expected


def test_options_of_a_command_end_with_it(shell):
    run(shell, "set -eu; A=1")

    status, lines = run(shell, 'false; echo "$A $GONE"')

    assert (status, lines) == (0, ["1 "])


def test_an_exit_ends_one_command_and_not_the_shell(shell):
    run(shell, "A=1; exit 1")

    assert run(shell, 'echo "$A"') == (0, ["1"])


def test_errors_and_output_come_in_their_order(shell):
    assert run(shell, "echo one; echo two >&2; echo three") == (0, ["one", "two", "three"])


def test_a_program_reads_nothing_from_the_terminal(shell):
    assert run(shell, "cat") == (0, [])


def test_a_command_beyond_the_builds_time_is_ended_with_all_it_started(shell, tmp_path):
    with pytest.raises(CommandTimeoutError):
        run(shell, "(sleep 0.6; touch late) & sleep 60", seconds=0.2)

    time.sleep(0.8)
    assert not (tmp_path / "src" / "late").exists()


def test_what_runs_in_the_background_does_not_hold_up_the_build_and_ends_with_it(shell, tmp_path):
    started = time.monotonic()
    run(shell, "(sleep 2; touch late) &")
    shell.close()

    assert time.monotonic() - started < 2
    time.sleep(2.2 - (time.monotonic() - started))
    assert not (tmp_path / "src" / "late").exists()
