"""Bucket policies whose conditions count.

moto refuses what a Deny statement refuses without looking at its condition, so that "TLS only" would refuse everything.
"""

import json
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket


def unconditional_bucket_policies() -> AbstractContextManager[Any]:
    """A context in which statements with a condition are stored and shown, and decide nothing."""
    return patch.object(FakeBucket, "get_permission", _permission)


def _permission(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    plain = [statement for statement in statements if "Condition" not in statement]
    if not plain:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps({**policy, "Statement": plain})).is_action_permitted(action, resource)
