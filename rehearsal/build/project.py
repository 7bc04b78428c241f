"""What a build is told: the CodeBuild project and the pipeline action that starts it, read from the embedded AWS."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehearsal.build.buildspec_checks import BuildspecError
from rehearsal.failure import RehearsalError

if TYPE_CHECKING:
    from rehearsal.embedded_aws.account import EmbeddedAws

DEFAULT_TIMEOUT_MINUTES = 60  # AWS CodeBuild API Reference, "CreateProject", timeoutInMinutes
DEFAULT_BUILDSPEC = "buildspec.yml"
DEFAULT_OUTPUT_ARTIFACT = "BuildArtifact"


@dataclass(frozen=True)
class EnvironmentVariable:
    """One variable as a project or a pipeline's action has it: a text, or the name of what holds the text."""

    name: str
    value: str
    type: str = "PLAINTEXT"


@dataclass(frozen=True)
class Project:
    """The parts of a CodeBuild project that decide a build."""

    name: str
    arn: str
    role_arn: str
    log_group: str
    buildspec: str
    variables: tuple[EnvironmentVariable, ...]
    timeout_minutes: int
    image: str
    docker_daemon: bool
    encryption_key: str


@dataclass(frozen=True)
class BuildAction:
    """The pipeline's action that runs a project."""

    pipeline_name: str
    output_artifact: str
    variables: tuple[EnvironmentVariable, ...] = ()


def read_project(aws: "EmbeddedAws", project_name: str) -> Project:
    """The project of this name."""
    found = aws.client("codebuild").batch_get_projects(names=[project_name])["projects"]
    if not found:
        raise RehearsalError("there is no CodeBuild project of this name", step="build", resource=project_name)
    described = found[0]
    environment = described["environment"]
    return Project(
        name=described["name"],
        arn=described["arn"],
        role_arn=described["serviceRole"],
        log_group=_log_group(described),
        buildspec=described["source"].get("buildspec", ""),
        variables=_variables(environment.get("environmentVariables", [])),
        # moto answers 0 where nothing was set.
        timeout_minutes=described.get("timeoutInMinutes") or DEFAULT_TIMEOUT_MINUTES,
        image=environment["image"],
        docker_daemon=bool(environment.get("privilegedMode") or environment.get("dockerServer")),
        encryption_key=described.get("encryptionKey", ""),
    )


def read_build_action(aws: "EmbeddedAws", project_name: str, pipeline_name: str) -> BuildAction:
    """The action that runs this project; of a project that no pipeline runs, what one would be by default."""
    codepipeline = aws.client("codepipeline")
    for summary in codepipeline.list_pipelines()["pipelines"]:
        pipeline = codepipeline.get_pipeline(name=summary["name"])["pipeline"]
        for action in (action for stage in pipeline["stages"] for action in stage["actions"]):
            configuration = action.get("configuration", {})
            if action["actionTypeId"]["provider"] == "CodeBuild" and configuration.get("ProjectName") == project_name:
                return BuildAction(
                    pipeline["name"], _output_artifact(action), _overrides(action["name"], configuration)
                )
    return BuildAction(pipeline_name, DEFAULT_OUTPUT_ARTIFACT)


def buildspec_text(project: Project, source_directory: Path) -> str:
    """The project's own buildspec, or the file in the source that it names."""
    # CodeBuild takes a value of several lines for the buildspec itself.
    if "\n" in project.buildspec.strip():
        return project.buildspec
    path = project.buildspec.strip() or DEFAULT_BUILDSPEC
    if path.startswith(("arn:", "s3://")):
        raise BuildspecError(f"{path}: a buildspec in a bucket is not rehearsed")
    file = source_directory / path
    if not file.is_file():
        raise BuildspecError(f"{path}: the source has no such file, and the project takes its buildspec from there")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BuildspecError(f"{path}: is no text in UTF-8") from None


def _log_group(described: dict[str, Any]) -> str:
    chosen = described.get("logsConfig", {}).get("cloudWatchLogs", {})
    return str(chosen.get("groupName") or f"/aws/codebuild/{described['name']}")


def _variables(described: list[dict[str, Any]]) -> tuple[EnvironmentVariable, ...]:
    return tuple(EnvironmentVariable(one["name"], one["value"], one.get("type", "PLAINTEXT")) for one in described)


def _output_artifact(action: dict[str, Any]) -> str:
    outputs = action.get("outputArtifacts", [])
    return outputs[0]["name"] if outputs else DEFAULT_OUTPUT_ARTIFACT


def _overrides(action_name: str, configuration: dict[str, str]) -> tuple[EnvironmentVariable, ...]:
    variables = _variables(json.loads(configuration.get("EnvironmentVariables", "[]")))
    for variable in variables:
        if "#{" in variable.value:
            reason = f"EnvironmentVariables: {variable.name} takes another action's variable, which is not rehearsed"
            raise RehearsalError(reason, step="build", resource=action_name)
    return variables
