"""A Pulumi secret never becomes a plain environment variable, which everyone who may look can read."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime import set_all_config

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, Build, ConfigurationError, Service
from tests.components.builders import component_args, service_args
from tests.components.delivery_parts import build_args
from tests.graph import Graph, attempt, create

PASSWORD = "hunter2-and-more"

SERVICE_SENTENCE = (
    "holds a secret, which anyone who may look at the task definition could read; "
    "keep it in Secrets Manager and set its ARN in service.secrets"
)
BUILD_SENTENCE = (
    "holds a secret, which anyone who may look at the build project could read; "
    "keep it in Secrets Manager and set its ARN in build.secrets"
)


def from_config() -> pulumi.Output[str]:
    set_all_config({"shop:password": PASSWORD}, ["shop:password"])
    return pulumi.Config().require_secret("password")


def everything_in(graph: Graph) -> str:
    """All that was registered, said or failed with."""
    return repr([graph.registrations, graph.registered_outputs, graph.messages, str(graph.error)])


@pytest.mark.parametrize(
    "secret",
    [
        lambda: pulumi.Output.secret(PASSWORD),
        lambda: pulumi.Output.concat("postgres://web:", pulumi.Output.secret(PASSWORD), "@db"),
        lambda: pulumi.Output.secret({"password": PASSWORD}).apply(lambda values: values["password"]),
        from_config,
    ],
    ids=["output", "part-of-a-text", "derived", "config"],
)
@pytest.mark.parametrize("preview", [True, False])
def test_a_secret_in_the_services_environment_is_refused_with_the_way_out(
    secret: Callable[[], pulumi.Output[str]], preview: bool
) -> None:
    graph = attempt(
        lambda: Service("web", service_args(environment={"LEVEL": "debug", "PASSWORD": secret()})), preview=preview
    )

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == (f"web: 1 setting cannot be used\n  service.environment.PASSWORD: {SERVICE_SENTENCE}")
    assert PASSWORD not in everything_in(graph)


def test_neither_task_definition_nor_service_is_made_with_a_secret_in_it() -> None:
    graph = attempt(
        lambda: BlueGreenEcsPipeline(
            "web", component_args(service={"environment": {"PASSWORD": pulumi.Output.secret(PASSWORD)}})
        )
    )

    made = {r.name for r in graph.resources}
    assert not made & {"web-task-definition", "web-service", "web-taskdef-template", "web-appspec-template"}
    assert PASSWORD not in everything_in(graph)


def test_a_secret_in_the_builds_environment_is_refused_with_the_way_out() -> None:
    graph = attempt(lambda: Build("web", build_args(environment={"TOKEN": pulumi.Output.secret(PASSWORD)})))

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == (f"web: 1 setting cannot be used\n  build.environment.TOKEN: {BUILD_SENTENCE}")
    assert "web-project" not in graph
    assert PASSWORD not in everything_in(graph)


def test_every_secret_of_the_environment_is_named_at_once() -> None:
    def program() -> Service:
        secrets: dict[str, Any] = {name: pulumi.Output.secret(PASSWORD) for name in ("A", "B")}
        return Service("web", service_args(environment={**secrets, "LEVEL": "debug"}))

    graph = attempt(program)

    assert str(graph.error) == (
        "web: 2 settings cannot be used\n"
        f"  service.environment.A: {SERVICE_SENTENCE}\n"
        f"  service.environment.B: {SERVICE_SENTENCE}"
    )


def test_an_output_that_is_no_secret_is_a_variable_like_any_other() -> None:
    graph = create(
        lambda: BlueGreenEcsPipeline(
            "web",
            component_args(
                service={"environment": {"LEVEL": pulumi.Output.from_input("debug")}},
                build={"environment": {"MODE": pulumi.Output.from_input("fast")}},
            ),
        )
    )

    (container,) = graph["web-task-definition"].json("containerDefinitions")
    template = json.loads(graph["web-taskdef-template"].inputs["insecureValue"])
    variables = graph["web-project"].inputs["environment"]["environmentVariables"]
    assert container["environment"] == [{"name": "LEVEL", "value": "debug"}]
    assert template["containerDefinitions"][0]["environment"] == [{"name": "LEVEL", "value": "debug"}]
    assert {"name": "MODE", "value": "fast", "type": "PLAINTEXT"} in variables
