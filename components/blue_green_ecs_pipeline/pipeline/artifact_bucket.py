"""The bucket that hands each stage's work to the next, and the grants of the roles that read or write it.

Source: AWS CodePipeline User Guide, "Security best practices for CodePipeline"; Amazon S3 User Guide, "Reducing the
cost of SSE-KMS with Amazon S3 Bucket Keys".
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..encryption.grants import allow_key
from ..names import PhysicalNames
from ..policy_document import allow, policy_document
from ..private_bucket import PrivateBucket
from .settings import PipelineSettings


class ArtifactBucket(PrivateBucket):
    """Holds what can be built again."""

    def __init__(
        self,
        name: str,
        settings: PipelineSettings,
        identity: AwsIdentity,
        kms_key_arn: pulumi.Input[str] | None,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._identity = identity
        self._kms_key_arn = kms_key_arn
        names = PhysicalNames.of(name)
        # The key that AWS manages for S3 has no monthly price; the bucket key keeps the requests to either key few.
        key = {} if kms_key_arn is None else {"kms_master_key_id": kms_key_arn}
        super().__init__(
            f"{name}-artifact",
            pulumi.Output.all(identity.account_id, identity.region).apply(lambda v: names.artifact_bucket(*v)),
            content="artifacts",
            encryption={
                "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", **key},
                "bucket_key_enabled": True,
            },
            retention_days=settings.artifact_retention_days,
            force_destroy=settings.force_destroy_artifacts,
            tags=tags,
            parent=parent,
        )

    @property
    def artifact_store(self) -> aws.codepipeline.PipelineArtifactStoreArgsDict:
        """The bucket as the pipeline knows it: without a key named here it writes under AWS's, not the bucket's."""
        store: aws.codepipeline.PipelineArtifactStoreArgsDict = {"type": "S3", "location": self.name}
        if self._kms_key_arn is not None:
            store["encryption_key"] = {"type": "KMS", "id": self._kms_key_arn}
        return store

    def grant(
        self,
        user: str,
        role_name: pulumi.Input[str],
        actions: Sequence[str],
        on_bucket: Sequence[str],
        on_key: Sequence[str],
    ) -> aws.iam.RolePolicy:
        """Lets a role do `actions` with the artifacts, `on_bucket` with the bucket itself, `on_key` with their key."""
        return aws.iam.RolePolicy(
            f"{self._name}-{user}-artifact-policy",
            name="artifacts",
            role=role_name,
            policy=policy_document(
                [
                    # Folders are named after a part of the pipeline's name, which is AWS's to choose: the whole bucket.
                    allow("Artifacts", actions, [pulumi.Output.concat(self.arn, "/*")]),
                    *([allow("ArtifactBucket", on_bucket, [self.arn])] if on_bucket else []),
                    *allow_key("ArtifactKey", on_key, self._kms_key_arn, ["s3"], self._identity),
                ]
            ),
            opts=pulumi.ResourceOptions(parent=self._parent),
        )
