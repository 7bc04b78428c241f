"""The table and the JSON object at the end."""

import json

from rich.console import Console

from automation import report
from automation.changes import Change, Operation
from automation.result import Output, Result, Status
from tests.automation.events import urn

DONE = Result(
    "dev",
    "up",
    Status.DONE,
    changes=(
        Change(urn("a"), Operation.CREATE),
        Change(urn("b"), Operation.CREATE),
        Change(urn("c"), Operation.DELETE),
    ),
    unchanged=64,
    outputs={"url": Output("http://web"), "token": Output("s3cret", secret=True), "zones": Output(["a", "b"])},
    warnings=("old",),
    seconds=12.34,
)


def printed(table):
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(table)
    return [line.rstrip() for line in capture.get().splitlines()]


def test_the_table_has_one_line_for_each_stack():
    assert printed(report.summary([DONE, Result("prod", "up", Status.NOT_STARTED)])) == [
        "stack  result       create  update  replace  delete  unchanged  seconds",
        "dev    done              2                        1         64     12.3",
        "prod   not started                                                  0.0",
    ]


def test_a_secret_output_is_shown_only_when_asked_for():
    assert "s3cret" not in "\n".join(printed(report.outputs_table(DONE, show_secrets=False)))
    assert "s3cret" in "\n".join(printed(report.outputs_table(DONE, show_secrets=True)))


def test_a_program_reads_one_object():
    made = report.as_json("up", [DONE], 0, show_secrets=False)

    (stack,) = made["stacks"]
    assert (made["command"], made["exit_code"]) == ("up", 0)
    assert stack["counts"] == {"create": 2, "update": 0, "replace": 0, "delete": 1}
    assert stack["outputs"] == {"url": "http://web", "token": "[secret]", "zones": ["a", "b"]}
    assert [change["name"] for change in stack["changes"]] == ["a", "b", "c"]
    assert {
        key: stack[key] for key in ("stack", "result", "unchanged", "errors", "warnings", "half_done", "seconds")
    } == {
        "stack": "dev",
        "result": "done",
        "unchanged": 64,
        "errors": [],
        "warnings": ["old"],
        "half_done": [],
        "seconds": 12.3,
    }
    assert json.loads(json.dumps(made)) == made
