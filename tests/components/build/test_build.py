"""The CodeBuild project: what it builds on, what it tells the buildspec, and where its output goes."""

import json
import re
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from blue_green_ecs_pipeline import Build, ConfigurationError
from blue_green_ecs_pipeline.build.args import Architecture, ComputeType
from tests.components.delivery_parts import build_args
from tests.graph import Graph, create

BUILDSPEC = Path(__file__).parents[3] / "components" / "blue_green_ecs_pipeline" / "build" / "buildspec.yml"
SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:npm-AbCdEf"

OWN_VARIABLES = [
    {
        "name": "REPOSITORY_URI",
        "value": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-web",
        "type": "PLAINTEXT",
    },
    {"name": "REPOSITORY_NAME", "value": "shop-web", "type": "PLAINTEXT"},
    {"name": "CONTAINER_NAME", "value": "app", "type": "PLAINTEXT"},
    {"name": "APPLICATION_PATH", "value": "application", "type": "PLAINTEXT"},
    {"name": "DOCKERFILE", "value": "Dockerfile", "type": "PLAINTEXT"},
    {
        "name": "TASK_DEFINITION_TEMPLATE",
        "value": "/shop-dev-web-29d8601b/taskdef.json",
        "type": "PARAMETER_STORE",
    },
    {"name": "APPSPEC_TEMPLATE", "value": "/shop-dev-web-29d8601b/appspec.yaml", "type": "PARAMETER_STORE"},
]


def build(**settings: Any) -> Graph:
    return create(lambda: Build("web", build_args(**settings)))


def variables(graph: Graph) -> list[dict[str, str]]:
    listed = graph["web-project"].inputs["environment"]["environmentVariables"]
    assert isinstance(listed, list)
    return listed


def variable(graph: Graph, name: str) -> dict[str, str]:
    (found,) = [each for each in variables(graph) if each["name"] == name]
    return found


def test_the_project_of_the_defaults_builds_an_image_of_the_pipelines_source() -> None:
    project = build()["web-project"]

    environment = project.inputs.pop("environment")
    source = project.inputs.pop("source")
    assert project.inputs == {
        "name": "shop-dev-web-29d8601b",
        "description": "Builds the image and writes the files of a release",
        "serviceRole": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-build",
        "buildTimeout": 30,
        "artifacts": {"type": "CODEPIPELINE"},
        "logsConfig": {
            "cloudwatchLogs": {"status": "ENABLED", "groupName": "/aws/codebuild/shop-dev-web-29d8601b"},
        },
        "tags": {},
    }
    assert source["type"] == "CODEPIPELINE"
    assert environment == {
        "type": "LINUX_CONTAINER",
        "image": "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        "computeType": "BUILD_GENERAL1_SMALL",
        "privilegedMode": True,
        "environmentVariables": OWN_VARIABLES,
    }


def test_without_a_buildspec_of_its_own_the_repository_needs_a_dockerfile_and_nothing_else() -> None:
    source = build()["web-project"].inputs["source"]

    assert source == {"type": "CODEPIPELINE", "buildspec": BUILDSPEC.read_text()}


def test_a_buildspec_of_the_repository_is_named_by_its_path() -> None:
    source = build(buildspec="buildspec/buildspec.yml")["web-project"].inputs["source"]

    assert source == {"type": "CODEPIPELINE", "buildspec": "buildspec/buildspec.yml"}


def test_the_project_sets_every_variable_that_its_buildspec_insists_on() -> None:
    buildspec = BUILDSPEC.read_text()
    made_on_the_way = set(yaml.safe_load(buildspec)["env"]["exported-variables"])

    needed = set(re.findall(r"\$\{([A-Z][A-Z0-9_]*):\?", buildspec)) - made_on_the_way
    by_codebuild = {name for name in needed if name.startswith("CODEBUILD_")}

    assert {each["name"] for each in variables(build())} == needed - by_codebuild
    assert by_codebuild == {"CODEBUILD_RESOLVED_SOURCE_VERSION", "CODEBUILD_BUILD_NUMBER"}


@pytest.mark.parametrize(
    ("setting", "name"),
    [("application_path", "APPLICATION_PATH"), ("dockerfile", "DOCKERFILE")],
)
def test_where_the_application_is_reaches_the_buildspec_as_a_variable(setting: str, name: str) -> None:
    graph = build(**{setting: "services/web"})

    assert variable(graph, name) == {"name": name, "value": "services/web", "type": "PLAINTEXT"}


@pytest.mark.parametrize("compute_type", ["BUILD_GENERAL1_LARGE", ComputeType.LARGE])
def test_the_machine_has_the_size_that_was_asked_for(compute_type: str) -> None:
    environment = build(compute_type=compute_type)["web-project"].inputs["environment"]

    assert environment["computeType"] == "BUILD_GENERAL1_LARGE"


@pytest.mark.parametrize("architecture", ["arm64", Architecture.ARM64])
def test_an_image_for_arm64_is_built_on_arm64(architecture: str) -> None:
    environment = build(architecture=architecture)["web-project"].inputs["environment"]

    assert environment["type"] == "ARM_CONTAINER"
    assert environment["image"] == "aws/codebuild/amazonlinux-aarch64-standard:3.0"


def test_a_build_ends_after_the_time_that_was_set() -> None:
    assert build(timeout_minutes=90)["web-project"].inputs["buildTimeout"] == 90


def test_environment_parameters_and_secrets_follow_what_the_buildspec_reads_each_in_its_own_way() -> None:
    graph = build(
        environment={"NODE_ENV": "production"},
        parameters={"API_URL": "/web/api-url"},
        secrets={"NPM_TOKEN": f"{SECRET}:token"},
    )

    plain, stored = OWN_VARIABLES[:5], OWN_VARIABLES[5:]
    assert variables(graph) == [
        *plain,
        {"name": "NODE_ENV", "value": "production", "type": "PLAINTEXT"},
        *stored,
        {"name": "API_URL", "value": "/web/api-url", "type": "PARAMETER_STORE"},
        {"name": "NPM_TOKEN", "value": f"{SECRET}:token", "type": "SECRETS_MANAGER"},
    ]


@pytest.mark.parametrize("kind", ["environment", "parameters", "secrets"])
def test_no_variable_of_the_buildspec_can_be_taken_by_a_setting(kind: str) -> None:
    value = SECRET if kind == "secrets" else "text"
    names = [each["name"] for each in OWN_VARIABLES] + ["IMAGE_TAG", "IMAGE_DIGEST"]

    for name in names:
        with pytest.raises(ConfigurationError, match=rf"build\.{kind}\.{name}: the name is taken, the component"):
            build(**{kind: {name: value}})


def test_an_output_in_the_environment_arrives_as_its_value() -> None:
    graph = create(lambda: Build("web", build_args(environment={"REGION": pulumi.Output.from_input("eu")})))

    assert variable(graph, "REGION") == {"name": "REGION", "value": "eu", "type": "PLAINTEXT"}


def test_a_secret_output_in_the_environment_is_refused_by_name_and_never_by_value() -> None:
    def program() -> Build:
        environment = {"NODE_ENV": "production", "NPM_TOKEN": pulumi.Output.secret("s3cr3t")}
        return Build("web", build_args(environment=environment))

    with pytest.raises(ConfigurationError) as caught:
        create(program)

    assert [problem.setting for problem in caught.value.problems] == ["build.environment.NPM_TOKEN"]
    assert "build.secrets" in str(caught.value)
    assert "s3cr3t" not in str(caught.value)


def test_a_refused_setting_leaves_nothing_behind() -> None:
    def program() -> None:
        with pytest.raises(ConfigurationError, match=r"build\.timeoutMinutes: got 1, allowed are 5 to 2160 minutes"):
            Build("web", build_args(timeout_minutes=1))

    assert create(program).registrations == []


def test_the_files_of_a_release_reach_the_build_as_one_parameter_each() -> None:
    graph = build()

    assert graph["web-taskdef-template"].inputs == {
        "name": "/shop-dev-web-29d8601b/taskdef.json",
        "description": "taskdef.json as the build hands it to a release",
        "type": "String",
        "tier": "Standard",
        "insecureValue": '{"containerDefinitions":[{"image":"<IMAGE1_NAME>"}]}',
        "tags": {},
    }
    assert graph["web-appspec-template"].inputs == {
        "name": "/shop-dev-web-29d8601b/appspec.yaml",
        "description": "appspec.yaml as the build hands it to a release",
        "type": "String",
        "tier": "Standard",
        "insecureValue": "TaskDefinition: <TASK_DEFINITION>\n",
        "tags": {},
    }


def test_a_file_of_the_size_that_a_parameter_takes_is_taken() -> None:
    graph = build(task_definition_template="x" * 4096)

    assert len(graph["web-taskdef-template"].inputs["insecureValue"]) == 4096


@pytest.mark.parametrize(
    ("file", "text", "size"),
    [
        ("taskdef.json", "x" * 4097, 4097),
        ("appspec.yaml", "x" * 5000, 5000),
        # Two bytes each: AWS counts bytes.
        ("taskdef.json", "ü" * 2049, 4098),
    ],
)
def test_a_file_that_no_parameter_takes_is_refused_with_its_size(file: str, text: str, size: int) -> None:
    argument = {"taskdef.json": "task_definition_template", "appspec.yaml": "appspec_template"}[file]

    with pytest.raises(pulumi.RunError, match=f"web: {file} has {size} bytes, an SSM parameter takes 4096; make "):
        build(**{argument: text})


def test_the_builds_log_group_keeps_what_was_asked_for() -> None:
    assert build(log_retention_days=7)["web-build-log-group"].inputs == {
        "name": "/aws/codebuild/shop-dev-web-29d8601b",
        "retentionInDays": 7,
        "tags": {},
    }


def test_everything_of_a_build_that_takes_tags_has_them() -> None:
    graph = build(tags={"team": "web"})

    tagged = sorted(each.name for each in graph.resources if each.inputs.get("tags") == {"team": "web"})
    assert tagged == [
        "web-appspec-template",
        "web-build-log-group",
        "web-build-role",
        "web-project",
        "web-taskdef-template",
    ]
    assert sorted({each.name for each in graph.resources} - set(tagged)) == ["web-build-policy"]


def test_a_preview_shows_everything_although_no_arn_is_known_yet() -> None:
    at_up = {each.name for each in build().resources}

    in_preview = create(lambda: Build("web", build_args()), preview=True)

    assert {each.name for each in in_preview.resources} == at_up


def test_the_other_parts_are_told_the_names_of_project_role_and_log_group() -> None:
    assert build().outputs == {
        "project_name": "shop-dev-web-29d8601b",
        "role_name": "shop-dev-web-29d8601b-build",
        "log_group_name": "/aws/codebuild/shop-dev-web-29d8601b",
    }


def test_a_builds_resources_are_shown_below_it() -> None:
    graph = build()

    assert {each.parent for each in graph.resources} == {graph.part("Build").urn}
    assert json.loads(graph["web-build-policy"].inputs["policy"])["Version"] == "2012-10-17"
