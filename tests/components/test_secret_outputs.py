"""A Pulumi secret in the place of any setting is refused: AWS would show it to anyone who may look at a resource."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, ConfigurationError
from blue_green_ecs_pipeline.plain_environment import ENVIRONMENTS
from blue_green_ecs_pipeline.secret_outputs import without_secrets
from tests.components.builders import component_args
from tests.fuzz.setting_values import SETTINGS, put, sample_of
from tests.graph import Graph, attempt, create
from tools.documented_settings import DocumentedSetting

CANARY = "canary-7f3a9c"
WAY_OUT = "write pulumi.Output.unsecret(...) around what is none"


def with_secret(setting: DocumentedSetting, secret: Any) -> dict[str, Any]:
    """The sample's settings with a secret in the place of this one, or of what is in its map or list."""
    sample = sample_of(setting)
    if isinstance(sample, dict):
        secret = dict.fromkeys(sample, secret)
    groups: dict[str, Any] = {}
    put(groups, setting.path, secret)
    return groups


def secret_in(groups: Any) -> Any:
    """The settings with a secret in the place of every question mark."""
    if isinstance(groups, dict):
        return {key: secret_in(item) for key, item in groups.items()}
    return pulumi.Output.secret(CANARY)


def everything_in(graph: Graph) -> str:
    return repr([graph.registrations, graph.registered_outputs, graph.messages, str(graph.error)])


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.config_key)
def test_a_secret_in_the_place_of_any_setting_fails_the_output_that_has_it(setting: DocumentedSetting) -> None:
    def run() -> None:
        guarded = without_secrets("web", with_secret(setting, pulumi.Output.secret(CANARY)))
        pulumi.export("read", pulumi.Output.from_input(guarded))

    if setting.path in ENVIRONMENTS:
        pytest.skip("checked where it becomes a container's or a build's: test_plain_environment.py")

    graph = attempt(run)

    assert isinstance(graph.error, ConfigurationError)
    (problem,) = graph.error.problems
    assert problem.setting.startswith(setting.config_key)
    assert CANARY not in everything_in(graph)


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize(
    "groups",
    [
        {"deployment": {"smoke_test": {"expected_text": "?"}}},
        {"service": {"secrets": {"KEY": "?"}}},
        {"tags": {"team": "?"}},
    ],
    ids=["a function's variable", "a task definition", "tags"],
)
def test_no_resource_is_registered_with_a_secret(groups: Any, preview: bool) -> None:
    def run() -> BlueGreenEcsPipeline:
        return BlueGreenEcsPipeline("web", component_args(**secret_in(groups)))

    graph = attempt(run, preview=preview)

    assert isinstance(graph.error, ConfigurationError)
    assert CANARY not in everything_in(graph)


def test_every_secret_is_named_at_once_with_the_way_out() -> None:
    def run() -> BlueGreenEcsPipeline:
        secret = pulumi.Output.secret(CANARY)
        groups = {
            "tags": {"my.team": secret},
            "deployment": {"smoke_test": {"expected_text": secret}, "alarms": {"names": ["x", secret]}},
        }
        return BlueGreenEcsPipeline("web", component_args(**groups))

    graph = attempt(run)

    assert isinstance(graph.error, ConfigurationError)
    settings = [problem.setting for problem in graph.error.problems]
    assert settings == ['tags."my.team"', "deployment.smokeTest.expectedText", "deployment.alarms.names[1]"]
    assert all(problem.sentence.endswith(WAY_OUT) for problem in graph.error.problems)


def test_an_output_that_is_no_secret_any_more_is_taken() -> None:
    def run() -> BlueGreenEcsPipeline:
        team = pulumi.Output.unsecret(pulumi.Output.secret("web"))
        return BlueGreenEcsPipeline("web", component_args(tags={"team": team}))

    assert create(run)["web-cluster"].inputs["tags"] == {"team": "web"}


def test_the_search_finds_a_value_that_is_registered() -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(tags={"team": CANARY})))

    assert CANARY in everything_in(graph)
