"""Whether a load balancer may write its access logs to a bucket: AWS tries it at once.

Source: Elastic Load Balancing User Guide for Application Load Balancers, "Enable access logs for your Application Load
Balancer" and "Troubleshoot enabling access logs".
"""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.resources.references import require_bucket
from rehearsal.resources.registry import Account, InvalidProperty, Properties

WRITER = "logdelivery.elasticloadbalancing.amazonaws.com"


def require_log_bucket(aws: Account, inputs: Properties) -> None:
    """The bucket is there, under S3's own key, and its policy lets load balancers of this account write."""
    logs = inputs.get("accessLogs") or {}
    if not logs.get("enabled"):
        return
    bucket = logs.get("bucket") or ""
    require_bucket(aws, bucket, "accessLogs.bucket")
    prefix = f"{logs['prefix']}/" if logs.get("prefix") else ""
    if "AWSLogs" in prefix:
        raise InvalidProperty("accessLogs.prefix", f"got {logs['prefix']!r}, allowed is one without AWSLogs")
    s3 = aws.client("s3")
    if _algorithm(s3, bucket) != "AES256":
        raise InvalidProperty(
            "accessLogs.bucket", f"{bucket} is encrypted with KMS, a load balancer cannot write there"
        )
    target = f"arn:aws:s3:::{bucket}/{prefix}AWSLogs/{aws.account_id}/ELBAccessLogTestFile"
    source = f"arn:aws:elasticloadbalancing:{aws.region}:{aws.account_id}:loadbalancer/app/web/0"
    if not any(_lets_write(statement, target, source) for statement in _statements(s3, bucket)):
        raise InvalidProperty("accessLogs.bucket", f"Access Denied for bucket: {bucket}. {WRITER} may not write there")


def _algorithm(s3: Any, bucket: str) -> str:
    try:
        rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    except ClientError:
        return "AES256"
    return str(rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])


def _statements(s3: Any, bucket: str) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    except ClientError:
        return []
    return found if isinstance(found, list) else [found]


def _lets_write(statement: Mapping[str, Any], target: str, source: str) -> bool:
    principal = statement.get("Principal")
    services = _listed(principal.get("Service")) if isinstance(principal, Mapping) else []
    sources = [
        value for keys in (statement.get("Condition") or {}).values() for value in _listed(keys.get("aws:SourceArn"))
    ]
    return (
        statement["Effect"] == "Allow"
        and WRITER in services
        and "s3:PutObject" in _listed(statement["Action"])
        and any(fnmatchcase(target, pattern) for pattern in _listed(statement["Resource"]))
        and (not sources or any(fnmatchcase(source, pattern) for pattern in sources))
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
