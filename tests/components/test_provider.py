"""The provider that serves the package: what programs in other languages see, and read when a setting is refused."""

import json
from collections.abc import Iterator
from typing import Any

import grpc
import pulumi
import pytest
from google.protobuf import struct_pb2
from pulumi.runtime.proto import errors_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from blue_green_ecs_pipeline import LoadBalancer
from blue_green_ecs_pipeline.args import BlueGreenEcsPipelineArgs
from blue_green_ecs_pipeline.config import python_keys
from blue_green_ecs_pipeline.provider import PackageProvider
from blue_green_ecs_pipeline.settings import Settings
from tests.components.builders import EXISTING_NETWORK, TLS, component_args, load_balancer_args
from tests.components.served_package import DOORS, FakeEngine, engine, provider
from tests.graph import Graph, create
from tools.schema import SCHEMA, project_version, served_schema

TOKEN = "blue-green-ecs-pipeline:index:"


@pytest.fixture(scope="module", params=DOORS, ids=["pulumi", "python -m"])
def stub(request: pytest.FixtureRequest) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    with provider(request.param) as served:
        yield served


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return served_schema("1.2.3")


def properties(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Everything that has a name in the schema: Network.nat, Network.vpcId (output), HealthCheckArgs.path."""
    found = {}
    for token, each in {**schema["types"], **schema["resources"]}.items():
        name = token.removeprefix(TOKEN)
        for kind in ("inputProperties", "properties"):
            suffix = " (output)" if kind == "properties" and "inputProperties" in each else ""
            found.update({f"{name}.{key}{suffix}": described for key, described in each.get(kind, {}).items()})
    return found


def construct(stub: Any, part: str, inputs: dict[str, Any]) -> tuple[grpc.RpcError, FakeEngine]:
    """What a program reads that makes this part of these inputs, and what was registered before."""
    sent = struct_pb2.Struct()
    sent.update(inputs)
    with engine() as (fake, address):
        request = provider_pb2.ConstructRequest(
            project="shop", stack="dev", type=f"{TOKEN}{part}", name="web", inputs=sent, monitorEndpoint=address
        )
        with pytest.raises(grpc.RpcError) as caught:
            stub.Construct(request, timeout=30)
    return caught.value, fake


def property_errors(error: Any) -> dict[str, str]:
    """The reason of each property, as the engine takes them out of the answer."""
    (details,) = [value for key, value in error.trailing_metadata() if key == "grpc-status-details-bin"]
    status = status_pb2.Status()
    status.ParseFromString(details)
    found = errors_pb2.InputPropertiesError()
    status.details[0].Unpack(found)
    return {each.property_path: each.reason for each in found.errors}


def test_the_kept_schema_is_the_one_that_is_served(stub: Any) -> None:
    answer = json.loads(stub.GetSchema(provider_pb2.GetSchemaRequest(version=0), timeout=30).schema)

    kept = json.loads(SCHEMA.read_text())
    assert {**answer, "version": kept["version"]} == kept, "components/schema.json is stale: run make generate"


def test_the_kept_schema_has_the_projects_version() -> None:
    assert json.loads(SCHEMA.read_text())["version"] == project_version()


def test_the_schema_and_the_plugin_say_the_installed_version(schema: dict[str, Any]) -> None:
    assert schema["version"] == "1.2.3"
    assert PackageProvider("1.2.3").version == "1.2.3"


def test_everything_is_described(schema: dict[str, Any]) -> None:
    assert [name for name, each in properties(schema).items() if not each.get("description")] == []


def test_a_setting_reads_the_same_in_the_whole_component_and_in_its_part(schema: dict[str, Any]) -> None:
    described = properties(schema)
    parts = ["Network", "LoadBalancer", "SmokeTest", "ImageRepository", "Service", "Build", "Deployment", "Pipeline"]

    settings = {name: each for name, each in described.items() if name.partition("Args.")[0] in parts}

    assert len(settings) > 30
    assert all(described[name.replace("Args.", ".")] == each for name, each in settings.items())


def test_descriptions_name_other_properties_as_the_schema_does(schema: dict[str, Any]) -> None:
    described = properties(schema)

    assert "only together with publicSubnetIds and privateSubnetIds" in described["NetworkArgs.vpcId"]["description"]
    assert [name for name, each in described.items() if "_id" in each["description"]] == []


def test_descriptions_are_not_indented(schema: dict[str, Any]) -> None:
    assert [name for name, each in properties(schema).items() if "\n " in each["description"]] == []


def test_defaults_that_are_plain_values_are_in_the_schema(schema: dict[str, Any]) -> None:
    defaults = {name: each["default"] for name, each in properties(schema).items() if "default" in each}

    assert {name: value for name, value in defaults.items() if "Args." in name} == {
        "SourceArgs.branch": "main",
        "BuildArgs.applicationPath": "application",
        "BuildArgs.dockerfile": "Dockerfile",
        "BuildArgs.computeType": "BUILD_GENERAL1_SMALL",
        "BuildArgs.architecture": "x86_64",
        "BuildArgs.timeoutMinutes": 30,
        "ImageRepositoryArgs.keepImages": 30,
        "ImageRepositoryArgs.forceDelete": False,
        "LoadBalancerArgs.deregistrationDelaySeconds": 30,
        "LoadBalancerArgs.deletionProtection": False,
        "HealthCheckArgs.path": "/",
        "HealthCheckArgs.intervalSeconds": 10,
        "HealthCheckArgs.timeoutSeconds": 5,
        "HealthCheckArgs.healthyThreshold": 2,
        "HealthCheckArgs.unhealthyThreshold": 2,
        "HealthCheckArgs.matcher": "200-299",
        "ServiceArgs.cpu": 256,
        "ServiceArgs.memory": 512,
        "ServiceArgs.containerPort": 8080,
        "ScalingArgs.scaleInCooldownSeconds": 300,
        "ScalingArgs.scaleOutCooldownSeconds": 60,
        "ServiceArgs.logRetentionDays": 30,
        "ServiceArgs.stopTimeoutSeconds": 30,
        "ServiceArgs.healthCheckGraceSeconds": 60,
        "ServiceArgs.readOnlyRootFilesystem": False,
        "AlarmsArgs.enabled": True,
        "AlarmsArgs.errorPercent": 2,
        "AlarmsArgs.evaluationPeriods": 1,
        "AlarmsArgs.periodSeconds": 60,
        "CanaryArgs.stepPercent": 10,
        "CanaryArgs.intervalMinutes": 5,
        "LinearArgs.stepPercent": 10,
        "LinearArgs.intervalMinutes": 1,
        "SmokeTestArgs.path": "/",
        "SmokeTestArgs.expectedStatus": 200,
        "SmokeTestArgs.attempts": 3,
        "SmokeTestArgs.requiredSuccesses": 1,
        "SmokeTestArgs.intervalSeconds": 5,
        "DeploymentArgs.waitForRerouteMinutes": 0,
        "DeploymentArgs.terminationWaitMinutes": 5,
        "PipelineArgs.forceDestroyArtifacts": False,
        "PipelineArgs.artifactRetentionDays": 30,
    }


@pytest.mark.parametrize(
    "groups",
    [
        {},
        {
            "network": EXISTING_NETWORK,
            "load_balancer": TLS,
            "service": {"cluster_arn": "arn:aws:ecs:eu-central-1:123456789012:cluster/shop"},
        },
        {"service": {"scaling": {"min": 3, "max": 10, "cpu_percent": 60}}},
    ],
)
def test_the_schemas_defaults_change_nothing_where_a_program_sends_them(schema: dict[str, Any], groups: Any) -> None:
    """Generated SDKs fill them in, beside whatever else is set."""
    types = {
        token.removeprefix(TOKEN): each["properties"] for token, each in schema["types"].items() if "enum" not in each
    }
    group_of = schema["resources"][f"{TOKEN}BlueGreenEcsPipeline"]["inputProperties"]

    def defaults(type_name: str) -> dict[str, Any]:
        nested = {key: each["$ref"].rpartition(":")[2] for key, each in types[type_name].items() if "$ref" in each}
        # SDKs fill in a group that is there. Of these, being there is the setting.
        present = ("accessLogs", "scaling", "canary", "linear", "smokeTest")
        nested = {key: name for key, name in nested.items() if key not in present}
        filled = {key: defaults(name) for key, name in nested.items() if name in types}
        return {**filled, **{key: each["default"] for key, each in types[type_name].items() if "default" in each}}

    sent = {key: defaults(each["$ref"].rpartition(":")[2]) for key, each in group_of.items() if "$ref" in each}
    args: Any = python_keys(sent, BlueGreenEcsPipelineArgs)
    args["source"]["repository"] = "acme/web"
    for group, settings in groups.items():
        args[group] = {**args[group], **settings}

    assert Settings.from_args("web", args) == Settings.from_args("web", component_args(**groups))


def test_each_refused_setting_is_an_error_of_its_property(stub: Any) -> None:
    error, fake = construct(
        stub,
        "BlueGreenEcsPipeline",
        {
            "network": {"nat": "non", "vpcid": "vpc-1"},
            "loadBalancer": {"healthCheck": {"path": "health"}},
            "deployment": {"terminationWaitMinutes": 4000},
        },
    )

    assert error.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert error.details() == "web: 5 settings cannot be used, nothing was created"
    assert property_errors(error) == {
        "source.repository": "missing, it has no default; set it to owner/name, for example acme/web",
        "network.vpcid": "there is no such setting; did you mean network.vpcId?",
        "network.nat": 'got "non", allowed are single, one-per-zone or none',
        "loadBalancer.healthCheck.path": (
            'got "health", allowed is a path that starts with /, of at most 1024 characters without spaces'
        ),
        "deployment.terminationWaitMinutes": "got 4000, allowed are 0 to 2880 minutes",
    }
    assert fake.registered == []


def test_a_part_has_its_settings_at_the_top(stub: Any) -> None:
    error, _ = construct(stub, "Pipeline", {"artifactRetentionDays": 0, "source": {"branch": ".."}})

    reasons = property_errors(error)
    assert reasons["artifactRetentionDays"] == "got 0, allowed are 1 or more days"
    assert reasons["source.repository"] == "missing, it has no default; set it to owner/name, for example acme/web"
    assert reasons["buildProjectName"] == "missing, it has no default"


def test_a_value_that_is_not_to_be_shown_is_not_handed_to_the_engine(stub: Any) -> None:
    """It would print the value beside the reason."""
    error, _ = construct(
        stub, "BlueGreenEcsPipeline", {"source": {"repository": "web"}, "service": {"secrets": {"PASSWORD": "hunter2"}}}
    )

    assert list(property_errors(error)) == ["source.repository"]
    assert error.details() == (
        "web: 2 settings cannot be used, nothing was created\n"
        "  service.secrets.PASSWORD: got a value that is not shown, it may be a secret, allowed is the ARN of a "
        "Secrets Manager secret or of a Systems Manager parameter; write its ARN, not its name"
    )


def test_a_sentence_for_the_user_comes_without_a_stack_trace() -> None:
    def program() -> None:
        PackageProvider("1.2.3").construct("web", f"{TOKEN}Network", {"availabilityZones": 6.0})

    with pytest.raises(pulumi.RunError) as caught:
        create(program)

    assert str(caught.value).startswith("network.availabilityZones: got 6, this region has 3")


def over_the_wire(part: str, inputs: dict[str, Any]) -> Graph:
    return create(lambda: PackageProvider("1.2.3").construct("web", f"{TOKEN}{part}", inputs))


def test_a_number_of_another_resource_is_known_later() -> None:
    def program() -> None:
        inputs = {
            "source": {"repository": "acme/web"},
            "service": {"desiredCount": pulumi.Output.from_input(3.0), "logRetentionDays": pulumi.Output.from_input(7)},
        }
        PackageProvider("1.2.3").construct("web", f"{TOKEN}BlueGreenEcsPipeline", inputs)

    graph = create(program)

    assert graph["web-service"].inputs["desiredCount"] == 3
    assert graph["web-log-group"].inputs["retentionInDays"] == 7


def test_a_part_made_over_the_wire_is_the_same_as_in_python() -> None:
    inputs = {
        "vpcId": "vpc-1",
        "vpcCidrBlock": "10.0.0.0/16",
        "publicSubnetIds": ["subnet-a", "subnet-b"],
        "taskSecurityGroupId": "sg-tasks",
        "tags": {"team": "web"},
        "testPort": 9000.0,
        "healthCheck": {"intervalSeconds": 20.0},
    }

    graph = over_the_wire("LoadBalancer", inputs)

    args = load_balancer_args(test_port=9000, health_check={"interval_seconds": 20})
    expected = create(lambda: LoadBalancer("web", args))
    assert {each.name: each.inputs for each in graph.resources} == {
        each.name: each.inputs for each in expected.resources
    }
