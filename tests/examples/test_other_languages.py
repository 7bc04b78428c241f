"""The examples in YAML and TypeScript against the schema: what their compilers would refuse is found without them."""

import json
from typing import Any

import pytest

from tests.examples.checked_inputs import mistakes
from tests.examples.example import EXAMPLES, project_of
from tests.examples.typescript_program import exported, imports, literal, made_resources
from tools.schema import SCHEMA

PACKAGE = "blue-green-ecs-pipeline"
COMPONENT = f"{PACKAGE}:index:BlueGreenEcsPipeline"
TYPESCRIPT = (EXAMPLES / "typescript" / "index.ts").read_text()


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(SCHEMA.read_text())
    return kept


@pytest.mark.parametrize("example", ["yaml", "typescript"])
def test_the_package_is_the_one_of_this_repository(example: str) -> None:
    (path,) = project_of(example)["packages"].values()

    assert list(project_of(example)["packages"]) == [PACKAGE]
    assert (EXAMPLES / example / path / "PulumiPlugin.yaml").is_file()


def test_the_yaml_example_keeps_to_the_schema(schema: dict[str, Any]) -> None:
    resources = project_of("yaml")["resources"]

    found = {name: mistakes(schema, each["type"], each["properties"]) for name, each in resources.items()}

    assert found == {"web": []}


def test_the_yaml_example_puts_out_what_the_component_has(schema: dict[str, Any]) -> None:
    outputs = project_of("yaml")["outputs"]

    assert all(value.startswith("${web.") for value in outputs.values())
    assert {value[len("${web.") : -1] for value in outputs.values()} <= set(
        schema["resources"][COMPONENT]["properties"]
    )


def test_the_typescript_example_keeps_to_the_schema(schema: dict[str, Any]) -> None:
    found = {
        each.variable: mistakes(schema, f"{PACKAGE}:index:{each.class_name}", each.inputs)
        for each in made_resources(TYPESCRIPT)
    }

    assert found == {"web": []}


def test_the_typescript_example_exports_what_the_component_has(schema: dict[str, Any]) -> None:
    variables = {each.variable for each in made_resources(TYPESCRIPT)}

    assert {variable for variable, _ in exported(TYPESCRIPT).values()} == variables
    assert {key for _, key in exported(TYPESCRIPT).values()} <= set(schema["resources"][COMPONENT]["properties"])


def test_the_typescript_example_imports_the_sdk_that_pulumi_makes() -> None:
    package = json.loads((EXAMPLES / "typescript" / "package.json").read_text())

    assert imports(TYPESCRIPT) == {"BlueGreenEcsPipeline": f"@pulumi/{PACKAGE}"}
    assert package["dependencies"][f"@pulumi/{PACKAGE}"] == f"file:sdks/{PACKAGE}"
    assert package["main"] == "index.ts"


def test_both_examples_say_the_same() -> None:
    (typescript,) = made_resources(TYPESCRIPT)

    assert project_of("yaml")["resources"]["web"]["properties"] == typescript.inputs


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, ["source: missing"]),
        ({"source": {}}, ["source.repository: missing"]),
        ({"source": "acme/web"}, ["source.: not an object"]),
        ({"source": {"repository": 7}}, ["source.repository: not a string"]),
        ({"source": {"repository": "${name}"}}, ["source.repository: must be known before anything is made"]),
        ({"source": {"repository": "acme/web", "branch": "${branch}"}}, []),
        ({"source": {"repository": "acme/web", "brnch": "x"}}, ["source.brnch: there is no such property"]),
    ],
)
def test_a_mistake_in_the_source_is_found(schema: dict[str, Any], inputs: Any, expected: list[str]) -> None:
    assert mistakes(schema, COMPONENT, inputs) == expected


@pytest.mark.parametrize(
    ("group", "settings", "expected"),
    [
        ("network", {"nat": "non"}, ["network.nat: none of the allowed values"]),
        ("network", {"availabilityZones": True}, ["network.availabilityZones: not a integer"]),
        ("network", {"publicSubnetIds": "subnet-a"}, ["network.publicSubnetIds: not a list"]),
        ("network", {"publicSubnetIds": ["${a.id}", 7]}, ["network.publicSubnetIds[1]: not a string"]),
        ("service", {"environment": {"PORT": 80}}, ["service.environment.PORT: not a string"]),
        ("service", {"environment": ["PORT"]}, ["service.environment: not an object"]),
        ("service", {"container_port": 80}, ["service.container_port: there is no such property"]),
        ("tags", {"team": "web"}, []),
    ],
)
def test_a_mistake_in_a_group_is_found(schema: dict[str, Any], group: str, settings: Any, expected: list[str]) -> None:
    assert mistakes(schema, COMPONENT, {"source": {"repository": "acme/web"}, group: settings}) == expected


def test_a_resource_that_the_package_does_not_have_is_found(schema: dict[str, Any]) -> None:
    token = f"{PACKAGE}:index:BlueGreen"

    assert mistakes(schema, token, {}) == [f"{token}: there is no such resource"]


def test_an_object_literal_is_read_as_typescript_reads_it() -> None:
    text = '{ a: "x, b: {1}", "c-d": [1, 2.5, true,], e: { f: null, }, }'

    assert literal(text) == {"a": "x, b: {1}", "c-d": [1, 2.5, True], "e": {"f": None}}


@pytest.mark.parametrize("text", ["{ a: b }", "{ a: f(1) }", "{ ...a }"])
def test_what_is_no_literal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expecting|Extra"):
        literal(text)
