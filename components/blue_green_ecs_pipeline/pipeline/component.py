"""Pipeline: CodePipeline from a push to a release, its artifact bucket, and the connection to GitHub."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..encryption.grants import READ, READ_AND_WRITE
from ..names import PhysicalNames
from ..outputs import outputs_of
from ..problems import Problems
from ..source.args import SourceArgs
from ..source.connection import connect_to_github
from ..source.settings import SourceSettings
from .args import PipelinePartArgs
from .artifact_bucket import ArtifactBucket
from .roles import PipelineRole
from .settings import PipelineSettings
from .stages import build_stage, deploy_stage, source_stage


class Pipeline(pulumi.ComponentResource):
    """Releases every push to the branch: Source, Build, Deploy."""

    pipeline_name: pulumi.Output[str]
    """The pipeline's name."""

    connection_arn: pulumi.Output[str]
    """The connection to GitHub. A new one waits until a person completes it in the console."""

    artifact_bucket_name: pulumi.Output[str]
    """The bucket that the stages hand their work on in."""

    def __init__(self, name: str, args: PipelinePartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = PipelineSettings.from_args(args, problems, PipelinePartArgs)
        source_args = args.get("source") if isinstance(args, Mapping) else None
        source = SourceSettings.from_args(source_args, problems, SourceArgs)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:Pipeline", name, None, opts)
        tags = args.get("tags") or {}
        identity = AwsIdentity.of(self)

        bucket = ArtifactBucket(name, settings, identity, args.get("kms_key_arn"), tags, self)
        connection_arn = connect_to_github(name, source, tags, self)
        role = PipelineRole(name, args, identity, connection_arn, tags, self)
        grants = [
            bucket.grant(
                "pipeline",
                role.role.name,
                ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"],
                ["s3:GetBucketVersioning", "s3:GetBucketAcl", "s3:GetBucketLocation"],
                READ_AND_WRITE,
            ),
            bucket.grant(
                "build",
                args["build_role_name"],
                ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
                ["s3:GetBucketAcl", "s3:GetBucketLocation"],
                READ_AND_WRITE,
            ),
            bucket.grant("deployment", args["deployment_role_name"], ["s3:GetObject", "s3:GetObjectVersion"], [], READ),
        ]
        pipeline = aws.codepipeline.Pipeline(
            f"{name}-pipeline",
            name=PhysicalNames.of(name).pipeline,
            pipeline_type="V2",
            # CodeDeploy counts a deployment that waits for blue to end as active, and refuses a second one meanwhile.
            execution_mode="QUEUED",
            role_arn=role.role.arn,
            artifact_stores=[bucket.artifact_store],
            stages=[source_stage(source, connection_arn), build_stage(args["build_project_name"]), deploy_stage(args)],
            tags=tags,
            # A new pipeline starts by itself, and its first stage writes an artifact.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[role.policy, *grants, *bucket.protections]),
        )

        self.pipeline_name = pipeline.name
        self.connection_arn = connection_arn
        self.artifact_bucket_name = bucket.name
        self.register_outputs(outputs_of(self))
