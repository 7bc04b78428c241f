"""Lambda functions of the user's own, one for each hook."""

from typing import Any

import pytest

from tests.components.configured import configured, refused

EVENTS = [
    ("before_install", "beforeInstall", "BeforeInstall"),
    ("after_install", "afterInstall", "AfterInstall"),
    ("after_allow_test_traffic", "afterAllowTestTraffic", "AfterAllowTestTraffic"),
    ("before_allow_traffic", "beforeAllowTraffic", "BeforeAllowTraffic"),
    ("after_allow_traffic", "afterAllowTraffic", "AfterAllowTraffic"),
]
ALLOWED = "the name of a Lambda function, of 1 to 64 letters, digits, - and _"


@pytest.mark.parametrize(("key", "setting", "event"), EVENTS)
def test_each_hook_is_codedeploys_event_of_the_same_name(key: str, setting: str, event: str) -> None:
    assert configured(deployment={"hooks": {key: "check"}}).deployment.hooks.functions == {event: "check"}


def test_the_smoke_test_takes_its_place_in_the_order_of_a_deployment() -> None:
    hooks = configured(
        deployment={"hooks": {"after_allow_traffic": "last", "before_install": "first"}}
    ).deployment.hooks

    assert list(hooks.with_smoke_test("test").items()) == [
        ("BeforeInstall", "first"),
        ("AfterAllowTestTraffic", "test"),
        ("AfterAllowTraffic", "last"),
    ]


@pytest.mark.parametrize("name", ["a", "CodeDeployHook_check-1", "a" * 64])
def test_the_name_of_a_function_can_be_used(name: str) -> None:
    assert configured(deployment={"hooks": {"after_install": name}}).deployment.hooks.after_install == name


@pytest.mark.parametrize(("key", "setting", "event"), EVENTS)
@pytest.mark.parametrize("name", ["", "a" * 65, "check:live", "check release", "check.py"])
def test_what_is_no_functions_name_is_refused(key: str, setting: str, event: str, name: str) -> None:
    assert refused(deployment={"hooks": {key: name}}) == {
        f"deployment.hooks.{setting}": f'got "{name}", allowed is {ALLOWED}'
    }


def test_an_arn_in_the_names_place_is_refused_with_what_to_write() -> None:
    arn = "arn:aws:lambda:eu-central-1:123456789012:function:check"

    assert refused(deployment={"hooks": {"before_install": arn}}) == {
        "deployment.hooks.beforeInstall": f'got "{arn}", allowed is {ALLOWED}; '
        "write its name, what follows function: in its ARN"
    }


def test_the_smoke_test_and_an_own_test_at_the_same_place_are_refused() -> None:
    settings: Any = {"smoke_test": {}, "hooks": {"after_allow_test_traffic": "check"}}

    assert refused(deployment=settings) == {
        "deployment.hooks.afterAllowTestTraffic": "cannot be set together with deployment.smokeTest; the smoke test is "
        "called there; leave one of the two out, or name your function for another hook"
    }


def test_everything_that_cannot_be_used_is_told_at_once() -> None:
    settings: Any = {
        "canary": {"step_percent": 100},
        "linear": {},
        "termination_wait_minutes": 2881,
        "alarms": {"names": [f"alarm-{number}" for number in range(6)]},
        "hooks": {"before_install": "no function"},
    }

    assert sorted(refused(deployment=settings)) == [
        "deployment.alarms.names",
        "deployment.canary.stepPercent",
        "deployment.hooks.beforeInstall",
        "deployment.linear",
        "deployment.terminationWaitMinutes",
    ]
