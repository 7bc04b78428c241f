"""BuildArgs with defaults filled in and limits checked."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..text_forms import (
    FILE_IN_REPOSITORY,
    FOLDER_IN_REPOSITORY,
    SECRET_NAME,
    VARIABLE_NAME,
    WHOLE_SECRET_ARN,
    TextForm,
    arn,
    pattern,
)
from .args import Architecture, BuildArgs, ComputeType

MIN_TIMEOUT_MINUTES = 5  # AWS CodeBuild API Reference, "CreateProject"
MAX_TIMEOUT_MINUTES = 2160
MAX_PARAMETER_NAME_CHARACTERS = 1011  # AWS Systems Manager API Reference, "PutParameter"
MAX_PARAMETER_LEVELS = 15

OWN_VARIABLES = frozenset(
    {
        "REPOSITORY_URI",
        "REPOSITORY_NAME",
        "CONTAINER_NAME",
        "APPLICATION_PATH",
        "DOCKERFILE",
        "TASK_DEFINITION_TEMPLATE",
        "APPSPEC_TEMPLATE",
        "IMAGE_TAG",
        "IMAGE_DIGEST",
    }
)
"""The variables that the component and its buildspec set themselves."""

# CodeBuild takes the parts after the name one by one, and a version by its stage or by its id, never by both.
_SUFFIX = r"(?::[^:\s]*(?::[^:\s]*(?::)?|::[^:\s]+)?)?"
SECRET_ARN = TextForm(
    "the ARN of a Secrets Manager secret, with AWS's suffix :json-key:version-stage:version-id for a part",
    arn("secretsmanager", SECRET_NAME + _SUFFIX),
    lambda text: WHOLE_SECRET_ARN if arn("secretsmanager", r"secret:[^:\s]+" + _SUFFIX)(text) else "",
    shown=False,
)


def _is_parameter_name(name: str) -> bool:
    return (
        len(name) <= MAX_PARAMETER_NAME_CHARACTERS
        and pattern(r"[A-Za-z0-9_.-]+|(?:/[A-Za-z0-9_.-]+)+")(name)
        and name.count("/") <= MAX_PARAMETER_LEVELS
    )


PARAMETER_NAME = TextForm(
    "the name of a Systems Manager parameter, for example /web/api-url",
    _is_parameter_name,
    lambda text: "write its name, not its ARN" if text.startswith("arn:") else "",
    shown=False,
)


@dataclass(frozen=True)
class BuildSettings:
    """BuildArgs with every default filled in and every limit checked."""

    application_path: pulumi.Input[str]
    dockerfile: pulumi.Input[str]
    buildspec: str | None
    compute_type: pulumi.Input[str]
    architecture: str
    timeout_minutes: pulumi.Input[int]
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]]
    parameters: Mapping[str, pulumi.Input[str]]

    @property
    def image(self) -> str:
        """The CodeBuild image of the architecture, Amazon Linux 2023 with Docker and the AWS command line."""
        if self.architecture == Architecture.ARM64:
            return "aws/codebuild/amazonlinux-aarch64-standard:3.0"
        return "aws/codebuild/amazonlinux-x86_64-standard:5.0"

    @property
    def environment_type(self) -> str:
        """CodeBuild's kind of machine for the architecture."""
        return "ARM_CONTAINER" if self.architecture == Architecture.ARM64 else "LINUX_CONTAINER"

    @classmethod
    def from_args(cls, args: BuildArgs, problems: Problems, args_type: type = BuildArgs) -> "BuildSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("build", args, args_type, problems)
        settings = cls(
            application_path=reader.text("application_path", "application", FOLDER_IN_REPOSITORY),
            dockerfile=reader.text("dockerfile", "Dockerfile", FILE_IN_REPOSITORY),
            buildspec=reader.text("buildspec", None, FILE_IN_REPOSITORY, plain=True),
            compute_type=reader.choice("compute_type", ComputeType.SMALL),
            architecture=reader.choice("architecture", Architecture.X86_64, plain=True),
            timeout_minutes=reader.integer("timeout_minutes", 30, MIN_TIMEOUT_MINUTES, MAX_TIMEOUT_MINUTES, "minutes"),
            environment=reader.text_map("environment", VARIABLE_NAME),
            secrets=reader.text_map("secrets", VARIABLE_NAME, SECRET_ARN),
            parameters=reader.text_map("parameters", VARIABLE_NAME, PARAMETER_NAME),
        )
        settings._check_names(reader, problems)
        return settings

    def _check_names(self, reader: GroupReader, problems: Problems) -> None:
        for key, names in (
            ("environment", self.environment),
            ("secrets", self.secrets),
            ("parameters", self.parameters),
        ):
            for name in names:
                if name in OWN_VARIABLES:
                    problems.taken_name(f"{reader.setting(key)}.{name}", "the component")
                elif str(name).startswith(("AWS_", "CODEBUILD_")):
                    problems.taken_name(f"{reader.setting(key)}.{name}", "CodeBuild")
        reader.refuse_names_in_both("secrets", self.secrets, "environment", self.environment)
        reader.refuse_names_in_both("parameters", self.parameters, "environment", self.environment)
        reader.refuse_names_in_both("parameters", self.parameters, "secrets", self.secrets)
