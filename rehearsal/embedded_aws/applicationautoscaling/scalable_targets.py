"""Scalable targets and their policies: a policy needs its target, and goes with it."""

from typing import Any

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend, FakeApplicationAutoscalingPolicy
from moto.core.exceptions import JsonRESTError

from rehearsal.embedded_aws.put_into import put_into

_DELETE_POLICY = ApplicationAutoscalingBackend.delete_scaling_policy
_DEREGISTER = ApplicationAutoscalingBackend.deregister_scalable_target
_PUT_POLICY = ApplicationAutoscalingBackend.put_scaling_policy


class ObjectNotFoundException(JsonRESTError):
    """A target or a policy that is not there; moto calls it a ValidationException."""

    def __init__(self, message: str) -> None:
        super().__init__("ObjectNotFoundException", message)


def _key(service_namespace: str, resource_id: str, scalable_dimension: str, policy_name: str) -> str:
    return FakeApplicationAutoscalingPolicy.formulate_key(
        service_namespace, resource_id, scalable_dimension, policy_name
    )


def _deregister(self: ApplicationAutoscalingBackend, namespace: str, r_id: str, dimension: str) -> None:
    if not self._scalable_target_exists(r_id, dimension):
        raise ObjectNotFoundException(f"No scalable target found for {namespace}, {r_id}, {dimension}")
    for policy in list(self.policies.values()):
        if (policy.service_namespace, policy.resource_id, policy.scalable_dimension) == (namespace, r_id, dimension):
            self.delete_scaling_policy(policy.policy_name, namespace, r_id, dimension)
    _DEREGISTER(self, namespace, r_id, dimension)


def _put_policy(
    self: ApplicationAutoscalingBackend,
    policy_name: str,
    service_namespace: str,
    resource_id: str,
    scalable_dimension: str,
    **kwargs: Any,
) -> FakeApplicationAutoscalingPolicy:
    if not self._scalable_target_exists(resource_id, scalable_dimension):
        raise ObjectNotFoundException(
            f"No scalable target registered for {service_namespace}, {resource_id}, {scalable_dimension}"
        )
    before = self.policies.get(_key(service_namespace, resource_id, scalable_dimension, policy_name))
    policy = _PUT_POLICY(
        self,
        policy_name=policy_name,
        service_namespace=service_namespace,
        resource_id=resource_id,
        scalable_dimension=scalable_dimension,
        **kwargs,
    )
    if before is not None:
        before.delete_alarms(self.account_id, self.region_name)
        policy.policy_arn = before.policy_arn
    return policy


def _delete_policy(
    self: ApplicationAutoscalingBackend,
    policy_name: str,
    service_namespace: str,
    resource_id: str,
    scalable_dimension: str,
) -> None:
    if _key(service_namespace, resource_id, scalable_dimension, policy_name) not in self.policies:
        raise ObjectNotFoundException(f"No scaling policy {policy_name} found for {resource_id}, {scalable_dimension}")
    _DELETE_POLICY(self, policy_name, service_namespace, resource_id, scalable_dimension)


def install() -> None:
    """Puts these operations in the place of moto's."""
    put_into(
        ApplicationAutoscalingBackend,
        delete_scaling_policy=_delete_policy,
        deregister_scalable_target=_deregister,
        put_scaling_policy=_put_policy,
    )
