"""A bucket that nobody outside of the account gets into, whose content expires.

Source: Amazon S3 User Guide, "Security best practices for Amazon S3".
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from .policy_document import VERSION, Statement

DAYS_TO_ABORT_UPLOADS = 7
DAYS_TO_KEEP_OLD_VERSIONS = 7


class PrivateBucket:
    """Encrypted, versioned, private, reached over TLS only. Protected, unless it may go with what is in it."""

    def __init__(
        self,
        prefix: str,
        bucket_name: pulumi.Input[str],
        content: str,
        encryption: Any,
        retention_days: pulumi.Input[int],
        force_destroy: bool,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
        statements: Callable[[pulumi.Output[str]], Sequence[Statement]] = lambda _: [],
    ) -> None:
        """The bucket and all its settings.

        `prefix` begins their logical names, `content` ends the lifecycle rule's. `statements` says for the bucket's ARN
        who else may do something with it than roles of its account.
        """
        self._prefix = prefix
        self._parent = parent
        self.bucket = aws.s3.Bucket(
            f"{prefix}-bucket",
            bucket=bucket_name,
            force_destroy=force_destroy,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent, protect=None if force_destroy else True),
        )
        self.protections: list[pulumi.Resource] = []
        """What has to hold before the first object is written."""
        self._secure(encryption, statements(self.bucket.arn))
        self._expire(content, retention_days)

    @property
    def name(self) -> pulumi.Output[str]:
        """The bucket's name."""
        return self.bucket.bucket

    @property
    def arn(self) -> pulumi.Output[str]:
        """The bucket's ARN."""
        return self.bucket.arn

    def _secure(self, encryption: Any, statements: Sequence[Statement]) -> None:
        prefix, bucket = self._prefix, self.bucket.bucket
        child = pulumi.ResourceOptions(parent=self._parent)
        versioning = aws.s3.BucketVersioning(
            f"{prefix}-versioning",
            bucket=bucket,
            versioning_configuration={"status": "Enabled"},
            opts=child,
        )
        encrypted = aws.s3.BucketServerSideEncryptionConfiguration(
            f"{prefix}-encryption",
            bucket=bucket,
            rules=[encryption],
            opts=child,
        )
        ownership = aws.s3.BucketOwnershipControls(
            f"{prefix}-ownership",
            bucket=bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=child,
        )
        private = aws.s3.BucketPublicAccessBlock(
            f"{prefix}-public-access-block",
            bucket=bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        policy = aws.s3.BucketPolicy(
            f"{prefix}-bucket-policy",
            bucket=bucket,
            policy=pulumi.Output.json_dumps(
                {"Version": VERSION, "Statement": [_tls_only(self.bucket.arn), *statements]}
            ),
            # S3 refuses two changes of a bucket's access at the same time.
            opts=pulumi.ResourceOptions(parent=self._parent, depends_on=[private]),
        )
        aws.s3.BucketNotification(f"{prefix}-notification", bucket=bucket, eventbridge=True, opts=child)
        self.protections += [versioning, encrypted, ownership, private, policy]

    def _expire(self, content: str, retention_days: pulumi.Input[int]) -> None:
        aws.s3.BucketLifecycleConfiguration(
            f"{self._prefix}-lifecycle",
            bucket=self.bucket.bucket,
            rules=[
                {
                    "id": f"expire-{content}",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": retention_days},
                    "noncurrent_version_expiration": {"noncurrent_days": DAYS_TO_KEEP_OLD_VERSIONS},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": DAYS_TO_ABORT_UPLOADS},
                }
            ],
            opts=pulumi.ResourceOptions(parent=self._parent),
        )


def _tls_only(bucket_arn: pulumi.Output[str]) -> Statement:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, pulumi.Output.concat(bucket_arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
