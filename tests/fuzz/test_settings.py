"""Whatever stands in the settings, the answer is a component or one refusal that a person can read."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import event, given

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from blue_green_ecs_pipeline.problems import ConfigurationError
from blue_green_ecs_pipeline.settings import Settings
from tests.fuzz.effort import examples
from tests.fuzz.setting_values import ANYTHING, SETTINGS, args, put, with_outputs
from tests.graph import attempt
from tools.documented_settings import DocumentedSetting


def refusal(given_args: Any) -> ConfigurationError | None:
    """What is said of args without Outputs; None where they were taken."""
    try:
        Settings.from_args("web", given_args)
    except ConfigurationError as error:
        return error
    return None


def check_readable(error: ConfigurationError) -> None:
    """A line for each problem, of a length that fits a terminal, in characters that it can print."""
    lines = str(error).split("\n")
    assert len(lines) == 1 + len(error.problems)
    assert all(problem.setting and problem.sentence for problem in error.problems)
    assert all(line.isprintable() and len(line) < 1500 for line in lines)


@given(ANYTHING | args(wrong=True))
@examples(200)
def test_any_mapping_is_settings_or_one_readable_refusal(given_args: Any) -> None:
    error = refusal(given_args)

    if error:
        check_readable(error)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.config_key)
@given(value=ANYTHING)
@examples(6)
def test_anything_in_the_place_of_a_setting_is_taken_or_refused_under_its_name(
    setting: DocumentedSetting, value: Any
) -> None:
    groups: dict[Any, Any] = {"source": {"repository": "acme/web"}}
    put(groups, setting.path, value)

    error = refusal(groups)

    if error:
        check_readable(error)
        group = setting.config_key.split(".")[0]
        assert any(problem.setting.startswith(group) for problem in error.problems)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.config_key)
def test_no_setting_takes_what_is_of_no_type_at_all(setting: DocumentedSetting) -> None:
    for value in (object(), b"x", {"a", "b"}, float("nan"), 1 + 2j, [[]], {"x": object()}):
        groups: dict[Any, Any] = {"source": {"repository": "acme/web"}}
        put(groups, setting.path, value)

        assert refusal(groups) is not None, value


@given(args(wrong=True, later=True))
@examples(40)
def test_outputs_in_any_place_are_taken_or_refused_before_anything_is_made(given_args: Mapping[Any, Any]) -> None:
    graph = attempt(lambda: Settings.from_args("web", with_outputs(given_args)) and None)  # type: ignore[arg-type]

    if graph.error is not None:
        assert isinstance(graph.error, ConfigurationError), graph.error
        check_readable(graph.error)


@given(args(wrong=True))
@examples(12)
def test_a_program_with_any_settings_makes_a_component_or_ends_with_one_refusal(given_args: Mapping[Any, Any]) -> None:
    check_component(given_args)


@given(args(later=True))
@examples(8)
def test_plausible_settings_make_the_whole_component_also_from_outputs(given_args: Mapping[Any, Any]) -> None:
    check_component(given_args)


def check_component(given_args: Mapping[Any, Any]) -> None:
    """The whole of it was made, or a refusal says why not."""
    graph = attempt(lambda: BlueGreenEcsPipeline("web", with_outputs(given_args)))  # type: ignore[arg-type]

    event("refused" if graph.error else "made")
    if graph.error is None:
        assert "web-pipeline" in graph
        return
    assert isinstance(graph.error, ConfigurationError), graph.error
    check_readable(graph.error)
