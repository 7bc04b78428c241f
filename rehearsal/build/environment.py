"""The environment variables of a build: AWS's own, the buildspec's, the project's and the pipeline's, and who wins."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearsal.build.buildspec import Buildspec
from rehearsal.build.project import EnvironmentVariable, Project
from rehearsal.build.referenced_values import VariableError, fetch_parameters, fetch_secrets

if TYPE_CHECKING:
    from rehearsal.iam.actor import ClientGiver

# A variable of these names would lead a client away from the embedded AWS.
STEERING_PREFIXES = ("AWS_ENDPOINT_URL", "AWS_CONTAINER_", "AWS_WEB_IDENTITY_", "AWS_ROLE_", "AWS_EC2_METADATA_")
STEERING_NAMES = {
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CA_BUNDLE",
}


@dataclass(frozen=True)
class BuildIdentity:
    """What CodeBuild itself knows about one build."""

    build_id: str
    build_arn: str
    build_number: int
    source_version: str
    resolved_source_version: str
    initiator: str
    start_time_ms: int


@dataclass(frozen=True)
class BuildEnvironment:
    """The variables a build starts with, and which of their values no log may show."""

    variables: dict[str, str]
    hidden_values: tuple[str, ...]


def codebuild_variables(
    project: Project, identity: BuildIdentity, source_directory: Path, region: str
) -> dict[str, str]:
    """What CodeBuild sets in every build that a pipeline starts."""
    return {
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "CODEBUILD_CI": "true",
        "CODEBUILD_BUILD_ARN": identity.build_arn,
        "CODEBUILD_BUILD_ID": identity.build_id,
        "CODEBUILD_BUILD_IMAGE": project.image,
        "CODEBUILD_BUILD_NUMBER": str(identity.build_number),
        "CODEBUILD_BUILD_SUCCEEDING": "1",
        "CODEBUILD_INITIATOR": identity.initiator,
        "CODEBUILD_KMS_KEY_ID": project.encryption_key,
        "CODEBUILD_LOG_PATH": identity.build_id.rpartition(":")[2],
        "CODEBUILD_RESOLVED_SOURCE_VERSION": identity.resolved_source_version,
        "CODEBUILD_SOURCE_REPO_URL": "",
        "CODEBUILD_SOURCE_VERSION": identity.source_version,
        "CODEBUILD_SRC_DIR": str(source_directory),
        "CODEBUILD_START_TIME": str(identity.start_time_ms),
    }


def build_environment(
    aws: "ClientGiver",
    buildspec: Buildspec,
    project: tuple[EnvironmentVariable, ...],
    overrides: tuple[EnvironmentVariable, ...],
    own: dict[str, str],
    home: Path,
) -> BuildEnvironment:
    """All variables of a build; nothing of this process's environment but its PATH gets in."""
    chosen = {name: EnvironmentVariable(name, value) for name, value in buildspec.variables.items()}
    for kind, names in (("PARAMETER_STORE", buildspec.parameter_store), ("SECRETS_MANAGER", buildspec.secrets_manager)):
        chosen.update({name: EnvironmentVariable(name, value, kind) for name, value in names.items()})
    # The start of the build wins over the project, the project over the buildspec.
    chosen.update({variable.name: variable for variable in (*project, *overrides)})
    _refuse_reserved(chosen)
    _refuse_exported_secrets(buildspec, chosen)
    hidden = {
        **fetch_parameters(aws, _of_type(chosen, "PARAMETER_STORE")),
        **fetch_secrets(aws, _of_type(chosen, "SECRETS_MANAGER")),
    }
    given = {**_of_type(chosen, "PLAINTEXT"), **hidden}
    variables = {
        **own,
        **{name: value for name, value in given.items() if not _steers_a_client(name)},
        "PATH": search_path(),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        # Last, so that no setting of a project leads a command to another AWS.
        **{name: value for name, value in aws.environment().items() if _leads_to_the_embedded_aws(name)},
    }
    return BuildEnvironment(variables, tuple(hidden.values()))


def search_path() -> str:
    """Where commands are looked for: the `aws` of this virtual environment before the machine's."""
    return os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)])


def _of_type(variables: dict[str, EnvironmentVariable], type_: str) -> dict[str, str]:
    return {name: variable.value for name, variable in variables.items() if variable.type == type_}


def _leads_to_the_embedded_aws(name: str) -> bool:
    return name.startswith("AWS_") or name.lower() == "no_proxy"


def _steers_a_client(name: str) -> bool:
    return name in STEERING_NAMES or name.startswith(STEERING_PREFIXES)


def _refuse_reserved(variables: dict[str, EnvironmentVariable]) -> None:
    for name in variables:
        if name.startswith("CODEBUILD_"):
            raise VariableError(f"{name}: begins with CODEBUILD_, which is reserved")


def _refuse_exported_secrets(buildspec: Buildspec, variables: dict[str, EnvironmentVariable]) -> None:
    for name in buildspec.exported_variables:
        if name in variables and variables[name].type != "PLAINTEXT":
            raise VariableError(f"{name}: is a parameter or a secret of the project, CodeBuild does not export it")
