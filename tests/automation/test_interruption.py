"""What becomes of Ctrl-C."""

import os
import signal
import threading

import pytest

from automation.interruption import FINISHING, STOPPING, Interruption


class FakeCommand:
    """A pulumi command that runs, or does not."""

    def __init__(self, runs=True):
        self.runs = runs
        self.interrupts = 0

    def interrupt(self):
        self.interrupts += self.runs
        return self.runs


def interrupted(command, *signals):
    said = []
    with Interruption(command, said.append) as interruption:
        for number in signals:
            os.kill(os.getpid(), number)
    return interruption, said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_lets_the_engine_finish_what_it_has_begun(number):
    command = FakeCommand()

    interruption, said = interrupted(command, number)

    assert (command.interrupts, interruption.forced, said) == (1, False, [FINISHING])


def test_the_second_one_stops_it_at_once():
    command = FakeCommand()

    interruption, said = interrupted(command, signal.SIGINT, signal.SIGINT)

    assert (command.interrupts, interruption.forced, said) == (2, True, [FINISHING, STOPPING])


def test_while_no_command_runs_ctrl_c_is_what_it_always_was():
    with pytest.raises(KeyboardInterrupt):
        interrupted(FakeCommand(runs=False), signal.SIGINT)


def test_afterwards_the_signals_are_the_callers_again():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    interrupted(FakeCommand())

    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_in_another_thread_than_the_main_one_signals_are_left_alone():
    problems = []

    def act():
        try:
            interrupted(FakeCommand())
        except ValueError as error:
            problems.append(error)

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()

    assert problems == []
