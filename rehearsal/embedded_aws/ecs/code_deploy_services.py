"""Services of the CODE_DEPLOY controller: the first task set, and what UpdateService refuses them."""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Service, TaskSet
from moto.ecs.responses import EC2ContainerServiceResponse

from rehearsal.embedded_aws.put_into import put_into

from . import service_in_full

_PRIMARY = EC2ContainerServiceBackend.update_service_primary_task_set

# The member of UpdateService and AWS's words for it.
REFUSED = {
    "taskDefinition": "task definition",
    "networkConfiguration": "network parameters",
    "platformVersion": "platform version",
    "loadBalancers": "load balancers",
    "serviceRegistries": "service registries",
}


def first_task_set(backend: EC2ContainerServiceBackend, service: Service) -> TaskSet:
    """The PRIMARY task set that AWS makes of the service's own task definition, network and load balancer."""
    task_set = TaskSet(
        service.name,
        service.cluster_name,
        service.task_definition or "",
        backend.account_id,
        backend.region_name,
        network_configuration=service.network_configuration,
        load_balancers=service.load_balancers,
        launch_type=service.launch_type,
        platform_version=service.platform_version,
        scale={"value": 100.0, "unit": "PERCENT"},
    )
    task_set.service_arn = service.arn
    task_set.cluster_arn = service.cluster_arn
    task_set.status = "PRIMARY"
    return task_set


def check_update(service: Service, request: dict[str, Any]) -> None:
    """Refuses, in AWS's words, what only a deployment may change."""
    if service.deployment_controller["type"] != "CODE_DEPLOY":
        return
    for member, words in REFUSED.items():
        if member in request:
            raise InvalidParameterException(
                f"Unable to update {words} on services with a CODE_DEPLOY deployment controller. "
                "Use AWS CodeDeploy to trigger a new deployment."
            )
    if request.get("forceNewDeployment"):
        raise InvalidParameterException(
            "Cannot force a new deployment on services with a CODE_DEPLOY deployment controller. "
            "Use AWS CodeDeploy to trigger a new deployment."
        )


def _create_service(response: EC2ContainerServiceResponse) -> ActionResult:
    answer: Any = service_in_full.create_service(response).result
    service = answer["service"]
    if service.deployment_controller["type"] == "CODE_DEPLOY":
        service.task_sets.append(first_task_set(response.ecs_backend, service))
    return ActionResult(answer)


def _update_service(response: EC2ContainerServiceResponse) -> ActionResult:
    request = response._get_params()
    name = request["service"].split("/")[-1]
    check_update(response.ecs_backend._get_service(request.get("cluster", "default"), name), request)
    return service_in_full.update_service(response)


def _update_service_primary_task_set(
    self: EC2ContainerServiceBackend, cluster: str, service: str, primary_task_set: str
) -> TaskSet:
    # moto compares ARNs only: given an id it leaves the service without a primary task set.
    task_set = self.describe_task_sets(cluster, service, [primary_task_set])[0]
    task_set = _PRIMARY(self, cluster, service, task_set.task_set_arn)
    described, _ = self.describe_services(cluster, [service])
    described[0].network_configuration = task_set.network_configuration or described[0].network_configuration
    described[0].platform_version = task_set.platform_version
    task_set.updatedAt = utcnow()
    return task_set


def install() -> None:
    """Puts these operations in the place of moto's."""
    put_into(EC2ContainerServiceResponse, create_service=_create_service, update_service=_update_service)
    put_into(EC2ContainerServiceBackend, update_service_primary_task_set=_update_service_primary_task_set)
