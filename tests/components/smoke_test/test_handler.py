"""Whatever green answers, and whatever goes wrong: CodeDeploy is told, and in time."""

import socket
import threading
import time
from typing import Any

import pytest

from blue_green_ecs_pipeline.smoke_test.function import handler, nodes, report, signature
from blue_green_ecs_pipeline.smoke_test.function.question import Question
from tests.components.smoke_test import application
from tests.components.smoke_test.application import answers, in_turn, node
from tests.components.smoke_test.aws_api import HOOK
from tests.components.smoke_test.conftest import Context, Function


def closed_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def test_a_right_answer_lets_the_release_go_on(function: Function) -> None:
    with node(answers()) as green:
        function.ask(green)
        assert function.run() == ["Succeeded"]

    assert function.apis.reports == [
        {"deploymentId": "d-ABCDEF123", "lifecycleEventHookExecutionId": "hook-1", "status": "Succeeded"}
    ]
    assert len(green.requests) == 1


def test_green_is_asked_as_users_ask(function: Function) -> None:
    with node(answers()) as green:
        function.ask(green, REQUEST_PATH="/health?deep=yes")
        function.run()

    ((path, headers),) = green.requests
    assert path == "/health?deep=yes"
    assert headers["host"] == "www.example.com"
    assert headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("status", [404, 500, 502, 204])
def test_a_wrong_status_fails_the_release_and_says_why(function: Function, status: int) -> None:
    with node(answers(status, b"" if status == 204 else b"out of order")) as green:
        function.ask(green)
        assert function.run() == ["Failed"]

    assert len(green.requests) == 2
    assert f"Failed: node 127.0.0.1: status {status} instead of 200" in function.printed
    assert status == 204 or "'out of order'" in function.printed


def test_a_redirect_is_an_answer_and_is_not_followed(function: Function) -> None:
    with node(answers(302, Location="/elsewhere")) as green:
        function.ask(green, EXPECTED_STATUS="302")
        assert function.run() == ["Succeeded"]

    assert [path for path, _ in green.requests] == ["/"]


@pytest.mark.parametrize(
    ("body", "headers", "text", "reported"),
    [
        (b"welcome to the shop", {}, "the shop", "Succeeded"),
        (b"welcome", {}, "Welcome", "Failed"),
        (b"", {}, "welcome", "Failed"),
        ("Größe".encode(), {}, "Größe", "Succeeded"),
        ("Größe".encode("latin-1"), {"Content_Type": "text/html; charset=ISO-8859-1"}, "Größe", "Succeeded"),
        (b"welcome \xff", {"Content_Type": "text/html; charset=nonsense"}, "welcome", "Succeeded"),
    ],
)
def test_a_text_must_be_in_the_answer(
    function: Function, body: bytes, headers: dict[str, str], text: str, reported: str
) -> None:
    with node(answers(200, body, **headers)) as green:
        function.ask(green, EXPECTED_TEXT=text)
        assert function.run() == [reported]

    if reported == "Failed":
        assert f"{text!r} is not in the answer: {body.decode()!r}" in function.printed


def test_a_text_behind_what_is_read_of_the_body_is_not_found(function: Function) -> None:
    with node(answers(200, b"." * 256 * 1024 + b"welcome")) as green:
        function.ask(green, EXPECTED_TEXT="welcome")
        assert function.run() == ["Failed"]


def test_a_body_without_an_end_is_read_only_so_far(function: Function) -> None:
    with node(application.never_ends) as green:
        function.ask(green, EXPECTED_TEXT="welcome")
        assert function.run() == ["Succeeded"]


def test_a_slow_answer_fails_where_a_latency_is_set(function: Function) -> None:
    with node(application.after(0.4)) as green:
        function.ask(green, MAX_LATENCY_MS="100", ATTEMPTS="1")
        assert function.run() == ["Failed"]

    assert "no whole answer within 100 ms" in function.printed


def test_the_same_answer_is_right_where_it_may_take_longer(function: Function) -> None:
    with node(application.after(0.2)) as green:
        function.ask(green, MAX_LATENCY_MS="2000")
        assert function.run() == ["Succeeded"]


@pytest.mark.parametrize(
    "behaviour",
    [application.after(30), application.drips_the_body, application.drips_the_headers],
    ids=["hangs", "drips the body", "drips the headers"],
)
def test_an_answer_that_does_not_end_takes_no_longer_than_it_may(function: Function, behaviour: Any) -> None:
    started = time.monotonic()
    with node(behaviour) as green:
        function.ask(green, MAX_LATENCY_MS="200", ATTEMPTS="1")
        assert function.run() == ["Failed"]

    assert time.monotonic() - started < 10
    assert "no whole answer within 200 ms" in function.printed


@pytest.mark.parametrize("behaviour", [application.hangs_up, application.says_nonsense], ids=["hangs up", "nonsense"])
def test_no_answer_at_all_fails_the_release(function: Function, behaviour: Any) -> None:
    with node(behaviour) as green:
        function.ask(green)
        assert function.run() == ["Failed"]


def test_a_closed_port_fails_the_release(function: Function) -> None:
    function.set(TEST_PORT=closed_port())

    assert function.run() == ["Failed"]
    assert "no connection: ConnectionRefusedError" in function.printed


def test_one_right_attempt_is_enough(function: Function) -> None:
    with node(in_turn(answers(503), answers())) as green:
        function.ask(green, ATTEMPTS="3")
        assert function.run() == ["Succeeded"]

    assert len(green.requests) == 2
    assert "attempt 1 of 3: node 127.0.0.1: status 503" in function.printed
    assert "attempt 2 of 3: right" in function.printed


def test_as_many_attempts_in_a_row_must_be_right_as_are_required(function: Function) -> None:
    with node(in_turn(answers(), answers(500), answers(), answers(), answers(), answers(500))) as green:
        function.ask(green, ATTEMPTS="6", REQUIRED_SUCCESSES="3")
        assert function.run() == ["Succeeded"]

    assert len(green.requests) == 5


def test_a_green_that_is_well_one_moment_and_not_the_next_fails_the_release(function: Function) -> None:
    well_and_not = [answers(), answers(), answers(500), answers(500)]
    with node(in_turn(*well_and_not, *well_and_not, *well_and_not)) as green:
        function.ask(green, ATTEMPTS="12", REQUIRED_SUCCESSES="6")
        assert function.run() == ["Failed"]

    # After the seventh, which is wrong, five are left.
    assert len(green.requests) == 7
    assert "Failed: not 6 right attempts in a row: node 127.0.0.1: status 500" in function.printed


def test_more_right_attempts_than_there_are_fail_the_release(function: Function) -> None:
    with node(answers()) as green:
        function.ask(green, ATTEMPTS="2", REQUIRED_SUCCESSES="3")
        assert function.run() == ["Failed"]

    assert "there were too few attempts" in function.printed


def test_there_is_a_pause_between_two_attempts(function: Function) -> None:
    started = time.monotonic()
    with node(answers(503)) as green:
        function.ask(green, INTERVAL_SECONDS="1", ATTEMPTS="2")
        function.run()

    assert 1 <= time.monotonic() - started < 10


def test_every_node_is_asked_at_the_same_time(function: Function) -> None:
    function.apis.nodes = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
    together = threading.Barrier(3, timeout=5)

    def all_three(server: Any) -> None:
        together.wait()
        server.answer(200)

    with node(all_three) as first:
        port = first.server_address[1]
        with node(all_three, "127.0.0.2", port) as second, node(all_three, "127.0.0.3", port) as third:
            function.ask(first)
            assert function.run() == ["Succeeded"]

    assert [len(each.requests) for each in (first, second, third)] == [1, 1, 1]


def test_one_wrong_node_fails_the_release(function: Function) -> None:
    function.apis.nodes = ("127.0.0.1", "127.0.0.2")
    with node(answers()) as right, node(answers(500), "127.0.0.2", right.server_address[1]):
        function.ask(right)
        assert function.run() == ["Failed"]

    assert "Failed: node 127.0.0.2: status 500" in function.printed


def test_a_test_that_needs_more_time_than_there_is_is_reported_before_lambda_ends_it(function: Function) -> None:
    started = time.monotonic()
    with node(answers(500)) as green:
        function.ask(green, ATTEMPTS="50", INTERVAL_SECONDS="5")
        assert function.run(seconds=20.5) == ["Failed"]

    assert time.monotonic() - started < 10
    assert "not done within 0.5 seconds" in function.printed


def test_a_test_that_was_given_up_does_not_go_on_in_the_next_releases_time(function: Function) -> None:
    with node(answers(500)) as green:
        function.ask(green, ATTEMPTS="60", INTERVAL_SECONDS="1")
        assert function.run(seconds=20.5) == ["Failed"]
        asked = len(green.requests)
        time.sleep(1.5)
        assert len(green.requests) == asked


def test_a_function_that_starts_too_late_still_reports(function: Function) -> None:
    with node(application.after(5)) as green:
        function.ask(green)
        assert function.run(seconds=3) == ["Failed"]


@pytest.mark.parametrize("error", [RuntimeError("broken"), SystemExit(1), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Question, "of"),
        (Question, "problem_at"),
        (handler, "find_nodes"),
        (handler, "_problem_of_an_attempt"),
        (handler, "within"),
        (nodes, "call"),
    ],
)
def test_an_error_anywhere_is_reported_as_a_failure(
    function: Function, place: Any, name: str, error: BaseException
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    with node(answers(500)) as green:
        function.ask(green)
        function.monkeypatch.setattr(place, name, fail)
        assert function.run() == ["Failed"]

    assert type(error).__name__ in function.printed


@pytest.mark.parametrize(
    "variable", ["LOAD_BALANCER", "TEST_PORT", "ATTEMPTS", "REQUIRED_SUCCESSES", "REQUEST_PATH", "EXPECTED_STATUS"]
)
def test_a_variable_that_is_missing_fails_the_release(function: Function, variable: str) -> None:
    function.monkeypatch.delenv(variable)

    assert function.run() == ["Failed"]
    assert variable in function.printed


def test_an_error_in_the_signature_ends_with_an_error(function: Function) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    function.monkeypatch.setattr(signature.hashlib, "sha256", fail)

    with pytest.raises(report.NotReportedError, match="broken"):
        handler.handle(HOOK, Context(60))
