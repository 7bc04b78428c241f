"""What the engine says, as a person may read it."""

import pytest
from pulumi.automation import CommandError, CommandResult

from automation.sentences import sentence_of, sentences_of, sentences_of_command

TRACE = """Traceback (most recent call last):
  File "x.py", line 1, in <module>
    raise ValueError("no")
ValueError: no"""


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("<{%fg 1%}>error: <{%reset%}>no such bucket\n", "no such bucket"),
        ("\x1b[31mred\x1b[0m", "red"),
        (TRACE, "ValueError: no"),
        (f"python inline source runtime error: no\n{TRACE}", "no"),
        ("update failed", ""),
        ("preview failed", ""),
        ("awsx:ec2:Vpc resource 'web-vpc' has a problem: grpc: the client connection is closing", ""),
    ],
)
def test_a_message_becomes_a_sentence(message, sentence):
    assert sentence_of(message) == sentence


def test_what_is_said_twice_is_said_once():
    assert sentences_of(["no", "a: no", "a: no", "b"]) == ["a: no", "b"]


def test_a_failed_command_is_told_by_its_error_lines():
    stderr = "warning: old\nerror: the stack is currently locked by 1 lock(s)\n  created by me"

    told = sentences_of_command(CommandError(CommandResult("stdout: much", stderr, 255)))

    assert told == ["the stack is currently locked by 1 lock(s)\n  created by me"]


def test_a_command_that_fails_in_silence_is_not_passed_over():
    told = sentences_of_command(CommandError(CommandResult("", "", 255)))

    assert told == ["the pulumi command failed and did not say why"]
