"""What moto's SQS does otherwise than AWS: a queue keeps its policy when other attributes change."""

from collections.abc import Callable
from typing import Any

from moto.sqs.models import Queue

from rehearsal.embedded_aws.put_into import put_into

_set_attributes: Callable[..., None] = Queue._set_attributes


def set_attributes(self: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
    """Sets these attributes, and no other: moto's own takes the policy away when it is not among them."""
    policy = getattr(self, "policy", None)
    _set_attributes(self, attributes, now)
    if "Policy" not in attributes:
        self.policy = policy


def install() -> None:
    """Corrects it in moto; a second call changes nothing."""
    put_into(Queue, _set_attributes=set_attributes)
