"""Where the load balancer writes a line for each request: a bucket of its own, or one that exists.

Source: Elastic Load Balancing User Guide for Application Load Balancers, "Enable access logs for your Application Load
Balancer".
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..policy_document import Statement
from ..private_bucket import PrivateBucket
from .access_log_settings import AccessLogSettings


class AccessLogs:
    """What the load balancer is told about its logs, and what has to be there before that."""

    def __init__(
        self,
        name: str,
        settings: AccessLogSettings,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        self.protections: Sequence[pulumi.Resource] = []
        """The load balancer writes a first file at once, and is refused where it may not."""
        bucket_name = settings.bucket
        if bucket_name is None:
            bucket = _create_bucket(name, settings, tags, parent)
            self.protections = bucket.protections
            bucket_name = bucket.name
        prefix = {} if settings.prefix is None else {"prefix": settings.prefix}
        self.destination: Any = {"bucket": bucket_name, "enabled": True, **prefix}


def _create_bucket(
    name: str, settings: AccessLogSettings, tags: Mapping[str, pulumi.Input[str]], parent: pulumi.Resource
) -> PrivateBucket:
    names, identity = PhysicalNames.of(name), AwsIdentity.of(parent)
    return PrivateBucket(
        f"{name}-access-log",
        pulumi.Output.all(identity.account_id, identity.region).apply(lambda v: names.access_log_bucket(*v)),
        content="access-logs",
        # A load balancer can write to no bucket with a KMS key, whoever's key it is.
        encryption={"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}},
        retention_days=settings.retention_days,
        force_destroy=settings.force_destroy,
        tags=tags,
        parent=parent,
        statements=lambda bucket_arn: [_load_balancers_write(bucket_arn, identity)],
    )


def _load_balancers_write(bucket_arn: pulumi.Output[str], identity: AwsIdentity) -> Statement:
    return {
        "Sid": "LoadBalancerLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": ["s3:PutObject"],
        "Resource": [pulumi.Output.format("{0}/AWSLogs/{1}/*", bucket_arn, identity.account_id)],
        # The pattern that AWS documents; it names the account and the Region, not one load balancer.
        "Condition": {"ArnLike": {"aws:SourceArn": identity.arn("elasticloadbalancing", "loadbalancer/*")}},
    }
