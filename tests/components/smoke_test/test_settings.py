from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline.smoke_test.settings import SmokeTestSettings
from tests.components.configured import configured, refused
from tests.graph import create

TEXT = "allowed is a text of 1 to 256 characters on one line"
PATH = "allowed is a path that starts with /, of at most 1024 characters without spaces"


def smoke_test(**settings: Any) -> SmokeTestSettings:
    found = configured(deployment={"smoke_test": settings}).deployment.smoke_test
    assert found is not None
    return found


def refused_key(**settings: Any) -> dict[str, str]:
    return {
        setting.removeprefix("deployment.smokeTest."): sentence
        for setting, sentence in refused(deployment={"smoke_test": settings}).items()
    }


def test_nothing_is_tested_by_default() -> None:
    assert configured().deployment.smoke_test is None


def test_an_empty_map_asks_for_a_200_at_the_root() -> None:
    assert smoke_test() == SmokeTestSettings(
        path="/",
        expected_status=200,
        expected_text=None,
        max_latency_ms=None,
        attempts=3,
        required_successes=1,
        interval_seconds=5,
    )


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("path", ["/", "/health?deep=yes", "/" + "a" * 1023]),
        ("expected_status", [200, 302, 599]),
        ("expected_text", ["x", "x" * 256, "Größe 2"]),
        ("max_latency_ms", [1, 60_000]),
        ("attempts", [1, 34]),
        ("required_successes", [1, 3]),
        ("interval_seconds", [0, 300]),
    ],
)
def test_what_is_within_the_limits_is_taken(key: str, values: list[Any]) -> None:
    assert [getattr(smoke_test(**{key: value}), key) for value in values] == values


@pytest.mark.parametrize(
    ("settings", "problems"),
    [
        ({"path": "health"}, {"path": f'got "health", {PATH}'}),
        ({"path": "/a b"}, {"path": f'got "/a b", {PATH}'}),
        ({"expected_status": 199}, {"expectedStatus": "got 199, allowed are 200 to 599"}),
        ({"expected_status": 600}, {"expectedStatus": "got 600, allowed are 200 to 599"}),
        ({"expected_text": ""}, {"expectedText": f'got "", {TEXT}'}),
        ({"expected_text": "a\nb"}, {"expectedText": f'got "a\N{REPLACEMENT CHARACTER}b", {TEXT}'}),
        ({"max_latency_ms": 0}, {"maxLatencyMs": "got 0, allowed are 1 to 60000 milliseconds"}),
        ({"max_latency_ms": 60_001}, {"maxLatencyMs": "got 60001, allowed are 1 to 60000 milliseconds"}),
        ({"attempts": 0}, {"attempts": "got 0, allowed are 1 to 60 attempts"}),
        ({"attempts": 61}, {"attempts": "got 61, allowed are 1 to 60 attempts"}),
        ({"required_successes": 0}, {"requiredSuccesses": "got 0, allowed are 1 to 60 attempts"}),
        (
            {"required_successes": 4},
            {"requiredSuccesses": "got 4, allowed are at most 3 attempts; deployment.smokeTest.attempts has no more"},
        ),
        ({"interval_seconds": -1}, {"intervalSeconds": "got -1, allowed are 0 to 300 seconds"}),
        ({"interval_seconds": 301}, {"intervalSeconds": "got 301, allowed are 0 to 300 seconds"}),
    ],
)
def test_what_is_outside_is_refused_by_its_name(settings: dict[str, Any], problems: dict[str, str]) -> None:
    assert refused_key(**settings) == problems


def test_a_misspelt_setting_is_refused() -> None:
    assert refused_key(latency_ms=5)["latency_ms"].startswith(
        "there is no such setting; did you mean deployment.smokeTest.maxLatencyMs"
    )


def test_a_text_that_is_too_long_is_refused() -> None:
    assert list(refused_key(expected_text="x" * 257)) == ["expectedText"]


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        ({}, 5 + 3 * 20 + 2 * 5 + 20),
        ({"attempts": 1}, 5 + 20 + 20),
        ({"attempts": 2, "interval_seconds": 300, "max_latency_ms": 1500}, 5 + 2 * 12 + 300 + 20),
        ({"attempts": 35, "interval_seconds": 5}, 5 + 35 * 20 + 34 * 5 + 20),
        ({"attempts": 3, "interval_seconds": 300, "max_latency_ms": 60_000}, 5 + 3 * 70 + 2 * 300 + 20),
    ],
)
def test_the_function_gets_the_time_that_the_longest_test_takes(settings: dict[str, Any], seconds: int) -> None:
    def program() -> None:
        pulumi.export("seconds", smoke_test(**settings).longest_run_seconds)

    assert create(program).exports["seconds"] == seconds


@pytest.mark.parametrize(
    ("settings", "attempts", "seconds"),
    [
        ({"attempts": 36}, 36, 920),
        ({"attempts": 60, "interval_seconds": 300}, 60, 18925),
        ({"interval_seconds": 300, "max_latency_ms": 60_000, "attempts": 4}, 4, 1205),
    ],
)
def test_a_test_that_takes_longer_than_a_function_may_is_refused(
    settings: dict[str, Any], attempts: int, seconds: int
) -> None:
    assert refused_key(**settings) == {
        "attempts": f"got {attempts}, which with deployment.smokeTest.intervalSeconds and "
        f"deployment.smokeTest.maxLatencyMs takes up to {seconds} seconds, allowed are 900; lower one"
    }


def test_a_refused_number_is_not_refused_a_second_time_for_its_length() -> None:
    assert list(refused_key(attempts=61, interval_seconds=300)) == ["attempts"]


def test_every_setting_may_be_known_later_only() -> None:
    def program() -> None:
        later = {
            key: pulumi.Output.from_input(value)
            for key, value in {
                "path": "/",
                "expected_status": 200,
                "expected_text": "welcome",
                "max_latency_ms": 100,
                "attempts": 4,
                "required_successes": 2,
                "interval_seconds": 1,
            }.items()
        }
        pulumi.export("seconds", smoke_test(**later).longest_run_seconds)

    assert create(program).exports["seconds"] == 5 + 4 * 11 + 3 * 1 + 20


@pytest.mark.parametrize("value", ["/health", ["/"], 5, True])
def test_anything_but_a_map_is_refused(value: Any) -> None:
    assert list(refused(deployment={"smoke_test": value})) == ["deployment.smokeTest"]
