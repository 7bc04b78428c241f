"""What the doctor says about the hooks that the settings name."""

import pytest

from automation.doctor import hooks
from automation.doctor.finding import State
from tests.automation.doctor.fake_session import case, refused

SETTINGS = "  deployment: {hooks: {afterInstall: migrations, beforeAllowTraffic: }}\n"


def findings(tmp_path, answer, settings=SETTINGS):
    return list(hooks.look(case(tmp_path, {"lambda": {"get_function_configuration": answer}}, settings)))


def test_the_function_is_asked_for_by_its_name(tmp_path):
    asked = []

    def answer(**arguments):
        asked.append(arguments)
        return {"State": "Active"}

    (finding,) = findings(tmp_path, answer)

    assert asked == [{"FunctionName": "migrations"}]
    assert (finding.state, finding.sentence) == (State.OK, "the function migrations can be called")


def test_a_hook_that_is_no_function_is_missing(tmp_path):
    (finding,) = findings(tmp_path, refused("ResourceNotFoundException"))

    assert (finding.state, finding.sentence, finding.way_out) == (
        State.MISSING,
        "there is no Lambda function migrations in eu-central-1",
        "correct deployment.hooks.afterInstall",
    )


def test_what_may_not_be_read_is_no_failure(tmp_path):
    (finding,) = findings(tmp_path, refused("AccessDeniedException", "not yours"))

    assert finding.state is State.UNKNOWN
    assert finding.sentence.endswith("(AccessDeniedException: not yours)")


def test_a_function_that_sleeps_is_to_be_woken_before_the_release(tmp_path):
    (finding,) = findings(tmp_path, {"State": "Inactive"})

    assert (finding.state, finding.way_out) == (State.NOTE, "call it once before the release")


@pytest.mark.parametrize(("state", "verdict"), [("Failed", State.MISSING), ("Pending", State.NOTE)])
def test_a_function_that_is_not_there_yet_or_never_will_be_is_told_by_its_state(tmp_path, state, verdict):
    (finding,) = findings(tmp_path, {"State": state})

    assert (finding.state, finding.sentence) == (verdict, f"the function migrations is in the state {state}")


@pytest.mark.parametrize(
    "settings", ["", "  deployment: \n", "  deployment: {hooks: }\n", "  deployment: {hooks: {}}\n"]
)
def test_without_hooks_of_ones_own_nothing_is_said(tmp_path, settings):
    assert findings(tmp_path, None, settings) == []
