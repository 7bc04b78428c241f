import pytest

from rehearsal.build.log import BuildLog, in_one_line


def test_a_hidden_value_is_neither_printed_nor_kept():
    printed = []
    log = BuildLog(printed.append)
    log.hide(["correct horse"])

    log.write("password=correct horse!")

    assert printed == log.lines == ["password=***!"]


def test_a_value_that_contains_another_leaves_no_rest():
    log = BuildLog(lambda line: None)
    log.hide(["abc", "abcdef"])

    log.write("abcdef abc")

    assert log.lines == ["*** ***"]


def test_each_line_of_a_long_value_is_hidden_and_its_braces_are_not():
    log = BuildLog(lambda line: None)
    log.hide(['{\n  "key": "value"\n}'])

    log.write('{\n  "key": "value"')

    assert log.lines == ["{", "  ***"]


def test_an_empty_value_hides_nothing():
    log = BuildLog(lambda line: None)
    log.hide(["", "\n"])

    log.write("as it is")

    assert log.lines == ["as it is"]


def test_every_line_goes_out_on_its_own():
    printed = []

    BuildLog(printed.append).write("one\ntwo")

    assert printed == ["one", "two"]


def test_a_command_is_kept_whole_and_shown_in_one_line():
    shown = []
    log = BuildLog(shown.append)

    log.write_command("(\n  set -euo pipefail\n  # why\n  docker push a\n  docker push b\n)\n")

    assert log.lines == [
        "Running command (",
        "  set -euo pipefail",
        "  # why",
        "  docker push a",
        "  docker push b",
        ")",
    ]
    assert shown == ["  $ docker push a ..."]


def test_of_what_a_command_prints_the_first_line_is_shown_and_all_is_kept():
    shown = []
    log = BuildLog(shown.append)

    for command in ("first", "second"):
        log.write_command(command)
        for line in ("", f"{command} says", "more"):
            log.write_output(line)

    assert shown == ["  $ first", "  first says", "  $ second", "  second says"]
    assert log.lines == [
        "Running command first",
        "",
        "first says",
        "more",
        "Running command second",
        "",
        "second says",
        "more",
    ]


def test_a_value_in_a_command_or_in_its_output_is_not_shown():
    shown = []
    log = BuildLog(shown.append)
    log.hide(["correct horse"])

    log.write_command("echo 'correct horse'")
    log.write_output("correct horse")

    assert shown == ["  $ echo '***'", "  ***"]
    assert log.lines == ["Running command echo '***'", "***"]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("true", "true"),
        ("docker build \\\n  --file x .\n", "docker build ..."),
        ("(\n  set -e\n)", "( ..."),
        ("a" * 90, "a" * 90),
        ("a" * 91, "a" * 87 + "..."),
        ("a" * 90 + "\nb", "a" * 87 + "..."),
        ("", ""),
    ],
)
def test_one_line_says_what_a_command_does(command, shown):
    assert in_one_line(command) == shown
