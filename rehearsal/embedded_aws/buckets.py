"""What moto's buckets lack: conditions in a policy, and delete markers that can go with their bucket."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker


@contextmanager
def complete_buckets() -> Iterator[None]:
    """A context in which moto's buckets have both."""
    with (
        patch.object(FakeBucket, "get_permission", _permission),
        # An object whose last version is a delete marker cannot be taken away otherwise.
        patch.object(FakeDeleteMarker, "dispose", lambda marker: None, create=True),
    ):
        yield


def _permission(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    """As moto decides, without the statements that have a condition: moto refuses by them whatever it says."""
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    plain = [statement for statement in statements if "Condition" not in statement]
    if not plain:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps({**policy, "Statement": plain})).is_action_permitted(action, resource)
