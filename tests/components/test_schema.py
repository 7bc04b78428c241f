"""The schema that Pulumi makes of the arguments: what a program in another language sees of the component."""

import re
from typing import Any

import pytest
from pulumi.provider.experimental.analyzer import Analyzer
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.experimental.schema import generate_schema

import blue_green_ecs_pipeline as package
from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from blue_green_ecs_pipeline.settings import GROUPS
from tests.components.configured import configured
from tests.components.schema_defaults import DEFAULTS, ENUMS
from tests.graph import create

PACKAGE = "blue-green-ecs-pipeline"
COMPONENTS = [
    package.BlueGreenEcsPipeline,
    package.Network,
    package.LoadBalancer,
    package.ImageRepository,
    package.Service,
    package.Build,
    package.Deployment,
    package.Pipeline,
]

OUTPUTS = {
    "url",
    "testUrl",
    "repositoryUrl",
    "pipelineName",
    "connectionArn",
    "vpcId",
    "publicSubnetIds",
    "privateSubnetIds",
    "clusterName",
    "clusterArn",
    "serviceName",
    "taskRoleName",
    "deploymentApplicationName",
    "deploymentGroupName",
    "artifactBucketName",
    "logGroupName",
    "releaseWaitSeconds",
    "releaseWaitParts",
}


def schema() -> dict[str, Any]:
    analyzed = Analyzer(PACKAGE).analyze(COMPONENTS)
    specification = generate_schema(
        PACKAGE,
        "0.1.0",
        None,
        analyzed["component_definitions"],
        analyzed["type_definitions"],
        sorted(analyzed["dependencies"], key=lambda dependency: dependency.name),
    )
    rendered = specification.to_json()
    assert isinstance(rendered, dict)
    return rendered


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    return {token.rpartition(":")[2]: resource for token, resource in schema()["resources"].items()}


@pytest.fixture(scope="module")
def types() -> dict[str, Any]:
    return {token.rpartition(":")[2]: each for token, each in schema()["types"].items()}


def stated_default(description: str) -> str | None:
    found = re.search(r"Default: (.*?)\.(?=\s+(?:Limits|Source):)", " ".join(description.split()))
    return found[1] if found else None


def test_the_component_and_its_parts_are_the_packages_resources() -> None:
    assert list(schema()["resources"]) == [
        "blue-green-ecs-pipeline:index:BlueGreenEcsPipeline",
        "blue-green-ecs-pipeline:index:Network",
        "blue-green-ecs-pipeline:index:LoadBalancer",
        "blue-green-ecs-pipeline:index:ImageRepository",
        "blue-green-ecs-pipeline:index:Service",
        "blue-green-ecs-pipeline:index:Build",
        "blue-green-ecs-pipeline:index:Deployment",
        "blue-green-ecs-pipeline:index:Pipeline",
    ]


def test_each_resource_is_registered_under_the_token_that_the_schema_gives_it() -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", {"source": {"repository": "acme/web"}}))

    assert {each.type for each in graph if not each.custom} == set(schema()["resources"])


def test_every_resource_and_every_type_says_what_it_is(resources: dict[str, Any], types: dict[str, Any]) -> None:
    assert all(each["description"].strip() for each in [*resources.values(), *types.values()])
    assert all(resource["isComponent"] for resource in resources.values())


def test_the_source_is_all_that_a_program_must_give(resources: dict[str, Any], types: dict[str, Any]) -> None:
    assert resources["BlueGreenEcsPipeline"]["requiredInputs"] == ["source"]
    assert types["SourceArgs"]["required"] == ["repository"]
    assert [name for name, each in types.items() if each.get("required")] == ["SourceArgs"]


def test_the_groups_are_named_as_in_pulumi_config(resources: dict[str, Any]) -> None:
    assert list(resources["BlueGreenEcsPipeline"]["inputProperties"]) == [
        "source",
        "build",
        "imageRepository",
        "network",
        "loadBalancer",
        "service",
        "deployment",
        "pipeline",
        "encryption",
        "tags",
    ]


def test_each_group_has_these_settings_and_says_their_defaults(types: dict[str, Any]) -> None:
    stated = {
        name: {setting: stated_default(each["description"]) for setting, each in types[name]["properties"].items()}
        for name in types
        if name not in ENUMS
    }

    assert stated == DEFAULTS
    assert "Required." in types["SourceArgs"]["properties"]["repository"]["description"]


def test_a_default_that_is_a_value_is_the_one_that_is_used(types: dict[str, Any]) -> None:
    """The sentence in the schema against what the settings make of nothing."""
    settings = configured()
    groups = {args_type.__name__: getattr(settings, group) for group, args_type in GROUPS.items()}
    groups["HealthCheckArgs"] = settings.load_balancer.health_check
    groups["AlarmsArgs"] = settings.deployment.alarms
    given = configured(deployment={"canary": {}, "smoke_test": {}}).deployment
    groups["CanaryArgs"], groups["SmokeTestArgs"] = given.canary, given.smoke_test
    groups["LinearArgs"] = configured(deployment={"linear": {}}).deployment.linear

    used = {}
    for name, group in groups.items():
        for setting in types[name]["properties"]:
            value = getattr(group, re.sub(r"(?=[A-Z])", "_", setting).lower())
            if isinstance(value, str | int) and setting not in ("repository", "testPort"):
                used[f"{name}.{setting}"] = str(value).lower() if isinstance(value, bool) else str(value)

    # Behind a comma follows what the value means, or what it depends on.
    assert used == {key: DEFAULTS[key.split(".")[0]][key.split(".")[1]].split(",")[0] for key in used}
    assert len(used) == 48


def test_tags_say_their_default_and_limits(resources: dict[str, Any]) -> None:
    tags = resources["BlueGreenEcsPipeline"]["inputProperties"]["tags"]

    assert stated_default(tags["description"]) == "no tags"
    assert tags["additionalProperties"]["type"] == "string"


def test_every_setting_with_limits_names_aws_page_for_them(types: dict[str, Any]) -> None:
    for name in DEFAULTS:
        for setting, each in types[name]["properties"].items():
            # AWS's guides and API references, Elastic Load Balancing's, and for HTTP itself its RFC.
            assert re.search(r"Source: (?:A|E|RFC )", each["description"]), f"{name}.{setting}"


def test_values_out_of_a_few_are_enums_with_a_word_for_each(types: dict[str, Any]) -> None:
    enums = {name: each["enum"] for name, each in types.items() if "enum" in each}

    assert {name: [value["value"] for value in values] for name, values in enums.items()} == ENUMS
    assert all(value["description"].strip() for values in enums.values() for value in values)


def test_the_outputs_are_always_there_and_described(resources: dict[str, Any]) -> None:
    component = resources["BlueGreenEcsPipeline"]

    assert set(component["properties"]) == OUTPUTS
    assert set(component["required"]) == OUTPUTS
    lists = {name for name, each in component["properties"].items() if each["type"] == "array"}
    assert lists == {"publicSubnetIds", "privateSubnetIds"}
    others = {"releaseWaitSeconds": "integer", "releaseWaitParts": "object"}
    types = {name: each["type"] for name, each in component["properties"].items() if name not in lists}
    assert types == {**dict.fromkeys(types, "string"), **others}
    assert all(each["description"].strip() for each in component["properties"].values())


def test_every_part_describes_its_outputs_and_what_it_needs_of_the_others(resources: dict[str, Any]) -> None:
    for resource in resources.values():
        assert all(each["description"].strip() for each in resource["properties"].values())
        assert all(resource["inputProperties"][name]["description"].strip() for name in resource["requiredInputs"])


def test_every_name_in_the_schema_is_camel_case(resources: dict[str, Any], types: dict[str, Any]) -> None:
    names = [
        *(name for each in resources.values() for name in [*each["inputProperties"], *each["properties"]]),
        *(name for each in types.values() for name in each.get("properties", {})),
    ]

    assert [name for name in names if not re.fullmatch(r"[a-z][A-Za-z0-9]*", name)] == []


def test_every_type_that_is_named_is_there() -> None:
    rendered = schema()

    named = set(re.findall(r"#/types/([\w:-]+)", repr(rendered)))

    assert named == set(rendered["types"])


def test_no_other_provider_is_needed_to_use_the_schema() -> None:
    assert schema()["dependencies"] == []


def test_a_program_in_another_language_gets_the_same_resources() -> None:
    """Keys in camelCase, whole numbers as floats and enums as text: as they come over the wire."""
    inputs = {
        "source": {"repository": "acme/web"},
        "build": {"computeType": "BUILD_GENERAL1_LARGE", "architecture": "arm64", "timeoutMinutes": 45.0},
        "network": {"nat": "one-per-zone", "availabilityZones": 3.0},
        "loadBalancer": {"testPort": 9000.0, "healthCheck": {"intervalSeconds": 20.0, "path": "/health"}},
        "service": {"containerPort": 3000.0, "environment": {"COLOUR": "blue"}, "logRetentionDays": 7.0},
        "deployment": {
            "canary": {"stepPercent": 20.0, "intervalMinutes": 3.0},
            "waitForRerouteMinutes": 30.0,
            "alarms": {"errorPercent": 3.0, "latencyP99Ms": 400.0, "names": ["checkout"]},
            "hooks": {"beforeInstall": "migrate"},
        },
        "pipeline": {"forceDestroyArtifacts": True, "artifactRetentionDays": 7.0},
        "tags": {"team": "web"},
    }
    args: Any = {
        "source": {"repository": "acme/web"},
        "build": {"compute_type": "BUILD_GENERAL1_LARGE", "architecture": "arm64", "timeout_minutes": 45},
        "network": {"nat": "one-per-zone", "availability_zones": 3},
        "load_balancer": {"test_port": 9000, "health_check": {"interval_seconds": 20, "path": "/health"}},
        "service": {"container_port": 3000, "environment": {"COLOUR": "blue"}, "log_retention_days": 7},
        "deployment": {
            "canary": {"step_percent": 20, "interval_minutes": 3},
            "wait_for_reroute_minutes": 30,
            "alarms": {"error_percent": 3, "latency_p99_ms": 400, "names": ["checkout"]},
            "hooks": {"before_install": "migrate"},
        },
        "pipeline": {"force_destroy_artifacts": True, "artifact_retention_days": 7},
        "tags": {"team": "web"},
    }
    provider = ComponentProvider(COMPONENTS, PACKAGE)
    token = "blue-green-ecs-pipeline:index:BlueGreenEcsPipeline"

    over_the_wire = create(lambda: provider.construct("web", token, inputs))
    in_python = create(lambda: BlueGreenEcsPipeline("web", args))

    assert {each.name: each.inputs for each in over_the_wire.resources} == {
        each.name: each.inputs for each in in_python.resources
    }
    assert len(over_the_wire.resources) == len(in_python.resources)
