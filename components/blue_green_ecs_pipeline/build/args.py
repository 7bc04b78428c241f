"""What a user may write about the build of the image."""

from collections.abc import Mapping
from enum import Enum
from typing import NotRequired, TypedDict

import pulumi


class Architecture(str, Enum):
    """The processor that the image is built for and that the tasks run on."""

    X86_64 = "x86_64"
    """Intel and AMD processors."""

    ARM64 = "arm64"
    """AWS Graviton processors, about a fifth cheaper on Fargate."""


class ComputeType(str, Enum):
    """The size of the machine that builds the image."""

    SMALL = "BUILD_GENERAL1_SMALL"
    """4 GiB of memory and 2 vCPUs."""

    MEDIUM = "BUILD_GENERAL1_MEDIUM"
    """8 GiB of memory and 4 vCPUs."""

    LARGE = "BUILD_GENERAL1_LARGE"
    """16 GiB of memory and 8 vCPUs."""

    XLARGE = "BUILD_GENERAL1_XLARGE"
    """72 GiB of memory and 36 vCPUs, a little less on ARM."""

    XXLARGE = "BUILD_GENERAL1_2XLARGE"
    """144 GiB of memory and 72 vCPUs, less on ARM."""


class BuildArgs(TypedDict):
    """How CodeBuild makes the image from the repository."""

    application_path: NotRequired[pulumi.Input[str]]
    """The folder in the repository that is the image's build context.

    A change takes effect with the next release.
    Default: application. Limits: a path within the repository, without a leading / and without ..; a single dot is the
    whole repository.
    Source: AWS CodeBuild User Guide, "Docker sample".
    """

    dockerfile: NotRequired[pulumi.Input[str]]
    """The Dockerfile, as a path within application_path.

    A change takes effect with the next release.
    Default: Dockerfile. Limits: a path within application_path, without a leading / and without any .. in it.
    Source: AWS CodeBuild User Guide, "Docker sample".
    """

    buildspec: NotRequired[str]
    """The buildspec file in the repository that the build follows.

    With it the repository decides what a build does, and must write the four files that the deployment reads. Without
    it the repository needs a Dockerfile and nothing else.
    Default: the component's own buildspec. Limits: a path within the repository, without a leading / and without any ..
    in it.
    Source: AWS CodeBuild User Guide, "Build specification reference for CodeBuild".
    """

    compute_type: NotRequired[pulumi.Input[ComputeType]]
    """The size of the machine that builds the image.

    A bigger one builds faster and costs more per minute. A change takes effect with the next release.
    Default: BUILD_GENERAL1_SMALL. Limits: BUILD_GENERAL1_SMALL, _MEDIUM, _LARGE, _XLARGE or _2XLARGE.
    Source: AWS CodeBuild User Guide, "Build environment compute modes and types".
    """

    architecture: NotRequired[Architecture]
    """The processor that the image is built for and that the tasks run on.

    A change reaches the running tasks with the next release, which builds the image anew.
    Default: x86_64. Limits: x86_64 or arm64.
    Source: Amazon ECS Developer Guide, "Amazon ECS task definitions for 64-bit ARM workloads".
    """

    timeout_minutes: NotRequired[pulumi.Input[int]]
    """How long one build may take before CodeBuild ends it as failed.

    Nothing is deployed then, and the service keeps running what it runs.
    Unit: minutes. Default: 30. Limits: 5 to 2160 (36 hours).
    Source: AWS CodeBuild API Reference, "CreateProject".
    """

    environment: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables of the build, name to text.

    Anyone who may look at the build project reads them; what is secret belongs in secrets. A change takes effect with
    the next release.
    Default: no variables. Limits: names of letters, digits and _, not starting with AWS_ or CODEBUILD_, and none that
    the component sets itself.
    Source: AWS CodeBuild User Guide, "Environment variables in build environments".
    """

    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables of the build that are read from Secrets Manager, name to the secret's ARN.

    The build's role may read exactly these secrets. AWS's suffix picks a part of one:
    ARN:json-key:version-stage:version-id, the last two excluding each other. A change takes effect with the next
    release. The secret's key is AWS's own or encryption.kms_key_arn: the role may use no other.
    Default: no secrets. Limits: names as in environment, none of them in environment or parameters too; values are
    Secrets Manager ARNs.
    Source: AWS CodeBuild User Guide, "Build specification reference for CodeBuild".
    """

    parameters: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables of the build that are read from Parameter Store, name to the parameter's name.

    The build's role may read exactly these parameters, under AWS's own key or encryption.kms_key_arn if they are
    encrypted. A change takes effect with the next release.
    Default: no parameters. Limits: names as in environment, none of them in environment or secrets too; values are
    parameter names, not ARNs, of letters, digits and . _ - /, with a leading / where they have levels.
    Source: AWS Systems Manager API Reference, "PutParameter".
    """


class BuildPartArgs(BuildArgs):
    """What the build needs to know of the other parts, beside its own settings."""

    repository_url: pulumi.Input[str]
    """The address that images are pushed to, host and name without a tag."""

    repository_arn: pulumi.Input[str]
    """The ARN of the image repository: the only one that the build's role may push to."""

    repository_name: pulumi.Input[str]
    """The name of the image repository, in which the build looks up the digest it has pushed."""

    container_name: pulumi.Input[str]
    """The name of the container that a release replaces."""

    task_definition_template: pulumi.Input[str]
    """The text of taskdef.json, with <IMAGE1_NAME> where the image goes. Limits: 4 KB, as a parameter."""

    appspec_template: pulumi.Input[str]
    """The text of appspec.yaml, with <TASK_DEFINITION> where the task definition goes. Limits: 4 KB, as above."""

    log_retention_days: pulumi.Input[int]
    """How long the logs of builds are kept. Unit: days. Limits: the periods that CloudWatch Logs has."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key that encrypts logs, outputs and templates, perhaps secrets. Default: AWS's own keys."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
