"""What a user may write about the pipeline and the bucket it keeps its artifacts in."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from ..source.args import SourceArgs


class PipelineArgs(TypedDict):
    """What becomes of the files that a release hands from stage to stage."""

    force_destroy_artifacts: NotRequired[bool]
    """Whether removing the stack deletes the artifacts too.

    While it is false the bucket is protected: pulumi destroy stops at it. Set it to true and run pulumi up before the
    destroy.
    Default: false.
    Source: Amazon S3 User Guide, "Deleting a bucket".
    """

    artifact_retention_days: NotRequired[pulumi.Input[int]]
    """How long artifacts are kept.

    A stage can be retried or rolled back to only while its artifacts are there.
    Unit: days. Default: 30. Limits: 1 or more.
    Source: Amazon S3 API Reference, "LifecycleExpiration".
    """


class PipelinePartArgs(PipelineArgs):
    """What the pipeline needs to know of the other parts, beside its own settings."""

    source: SourceArgs
    """The repository and branch whose pushes start a release."""

    build_project_name: pulumi.Input[str]
    """The name of the CodeBuild project of the build stage."""

    build_role_name: pulumi.Input[str]
    """The name of the build's role, which gets to read and write the artifacts."""

    deployment_application_name: pulumi.Input[str]
    """The name of the CodeDeploy application of the deploy stage."""

    deployment_group_name: pulumi.Input[str]
    """The name of the CodeDeploy deployment group of the deploy stage."""

    deployment_configuration: pulumi.Input[str]
    """The name of the CodeDeploy configuration in use, which the pipeline's role may read."""

    deployment_role_name: pulumi.Input[str]
    """The name of CodeDeploy's role, which gets to read the artifacts."""

    task_role_arn: pulumi.Input[str]
    """The ARN of the role of the application: the pipeline may pass it to tasks."""

    execution_role_arn: pulumi.Input[str]
    """The ARN of the role that pulls the image and writes the logs: the pipeline may pass it to tasks."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key that encrypts the artifacts. Default: the key that AWS manages for S3."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
