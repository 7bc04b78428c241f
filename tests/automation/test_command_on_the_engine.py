"""The command line as a process of its own: in a CI job, and under Ctrl-C."""

import json
import signal

import pytest

import automation
from automation.result import Status
from tests.automation.engine_project import set_value

pytestmark = pytest.mark.engine


def ended(process):
    """Its status and everything that it still printed; a stack trace is never among it."""
    said, _ = process.communicate(timeout=120)
    assert "Traceback" not in said
    return process.returncode, said


def lines_until(process, text):
    """What it prints until a line has this text."""
    read = []
    for line in process.stdout:
        read.append(line)
        if text in line:
            return read
    raise AssertionError(f"ended without {text!r}: {''.join(read)}")


def test_in_a_ci_job_the_status_says_what_happened(small, start):
    """No terminal, so nobody is asked."""
    code, _ = ended(start(small, "preview", "dev", "--expect-no-changes"))
    assert code == 3

    code, said = ended(start(small, "up", "dev", "prod"))
    assert code == 0
    assert [line.split()[:2] for line in said.splitlines()[-2:]] == [["dev", "done"], ["prod", "done"]]

    code, said = ended(start(small, "outputs", "dev", "--json"))
    assert code == 0
    assert json.loads(said)["stacks"][0]["outputs"]["name"] == "/dev/web"

    code, said = ended(start(small, "destroy", "dev", "prod"))
    assert code == 4
    assert "and nobody is here to be asked; nothing was touched. Agree with --yes" in said
    assert [line.split()[:2] for line in said.splitlines()[-2:]] == [["dev", "not"], ["prod", "not"]]


def test_after_a_failure_the_next_stack_is_not_started(small, start):
    set_value(small, "days", "thirty")

    code, said = ended(start(small, "up", "dev", "prod", "--yes"))

    assert code == 1
    assert "prod   not started" in said


def test_ctrl_c_finishes_what_has_begun_and_the_next_up_goes_on(project, start):
    first = start(project, "up", "dev", "--yes")
    lines_until(first, "web-vpc  aws.ec2.Vpc  created")
    first.send_signal(signal.SIGINT)
    code, said = ended(first)
    assert code == 130
    assert "cancelling: what has begun is finished first, and the stack unlocked" in said
    assert "in the state, nothing is half done; the next `up` goes on from here" in said

    code, said = ended(start(project, "up", "dev", "--yes"))
    assert code == 0, said
    assert automation.preview("dev", project=project).status is Status.NO_CHANGES


def test_a_second_ctrl_c_stops_at_once_and_unlocks(project, start):
    process = start(project, "up", "dev", "--yes")
    lines_until(process, "created")
    process.send_signal(signal.SIGINT)
    lines_until(process, "cancelling")
    process.send_signal(signal.SIGINT)
    code, said = ended(process)

    assert code == 130, said
    # A locked stack refuses this.
    assert automation.refresh("dev", project=project).status in (Status.DONE, Status.NO_CHANGES)


def test_on_a_terminal_a_person_sees_what_ends_and_answers(small, open_terminal):
    automation.up("dev", project=small)
    set_value(small, "name", "/dev/shop")

    terminal = open_terminal(small, "up", "dev")
    terminal.read_until("dev: 1 resource would be replaced (group). Go on? [y/N]: ")
    assert '    name: "/dev/web" -> "/dev/shop"  replaces it' in terminal.shown
    terminal.type("n\n")
    assert terminal.end()[0] == 4

    terminal = open_terminal(small, "up", "dev")
    terminal.read_until("Go on?")
    terminal.type("y\n")
    code, shown = terminal.end()
    assert code == 0
    assert "✓ group  aws.cloudwatch.LogGroup  replaced" in shown


def test_ctrl_c_on_a_terminal_reaches_the_engine_once(project, open_terminal):
    """The terminal sends it to every process in its foreground; a second one would stop the engine at once."""
    terminal = open_terminal(project, "up", "dev", "--yes")
    terminal.read_until("web-cluster  aws.ecs.Cluster  created")
    terminal.type("\x03")
    code, shown = terminal.end()

    assert code == 130, shown
    assert "cancelling: what has begun is finished first" in shown
    assert "nothing is half done; the next `up` goes on from here" in shown
    assert "stopping at once" not in shown


def test_ctrl_c_at_the_question_touches_nothing(small, open_terminal):
    automation.up("dev", project=small)

    terminal = open_terminal(small, "destroy", "dev")
    terminal.read_until("Go on?")
    # While the line editor is being set up, Python takes note of a signal and goes on waiting for a key.
    code, shown = terminal.end(pressing="\x03")

    assert code == 130, shown
    assert "dev: cancelled, nothing was touched" in shown
    assert automation.preview("dev", project=small).status is Status.NO_CHANGES
