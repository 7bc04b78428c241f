"""CreateService keeps everything it is given, with AWS's defaults; moto forgets what it has no field for."""

from typing import Any

from botocore import xform_name
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecs.exceptions import ECSException, InvalidParameterException
from moto.ecs.models import Service
from moto.ecs.responses import EC2ContainerServiceResponse

from rehearsal.embedded_aws.put_into import put_into

_CREATE_SERVICE = EC2ContainerServiceResponse.create_service
_UPDATE_SERVICE = EC2ContainerServiceResponse.update_service

# Amazon ECS API Reference, "CreateService".
DEFAULTS: dict[str, Any] = {
    "availabilityZoneRebalancing": None,
    "capacityProviderStrategy": [],
    "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100},
    "enableECSManagedTags": False,
    "enableExecuteCommand": False,
    "healthCheckGracePeriodSeconds": None,
    "placementConstraints": [],
    "placementStrategy": [],
}


def keep_in_full(service: Service, request: dict[str, Any]) -> None:
    """Gives the service the attributes that moto has not."""
    kept = {xform_name(member): request.get(member, default) for member, default in DEFAULTS.items()}
    put_into(service, **kept, created_at=utcnow())
    if service.launch_type == "FARGATE":
        put_into(service, platform_version=service.platform_version or "LATEST", platform_family="Linux")


def create_service(response: EC2ContainerServiceResponse) -> ActionResult:
    """CreateService, which refuses a second service of one name."""
    request = response._get_params()
    backend = response.ecs_backend
    cluster = backend._get_cluster(request.get("cluster", "default"))
    existing = backend.services.get(f"{cluster.name}:{request['serviceName']}")
    if existing and existing.status == "ACTIVE":
        raise InvalidParameterException("Creation of service was not idempotent.")
    if cluster.status != "ACTIVE":
        raise ECSException("ClusterNotFoundException", "The referenced cluster was inactive.")
    network = request.get("networkConfiguration", {}).get("awsvpcConfiguration")
    if network is not None:
        # moto reads the security groups without asking whether there are any.
        network.setdefault("securityGroups", [])
        network.setdefault("assignPublicIp", "DISABLED")
    answer: Any = _CREATE_SERVICE(response).result
    keep_in_full(answer["service"], request)
    return ActionResult(answer)


def update_service(response: EC2ContainerServiceResponse) -> ActionResult:
    """UpdateService, which refuses a service that was deleted."""
    request = response._get_params()
    backend = response.ecs_backend
    service = backend._get_service(request.get("cluster", "default"), request["service"].split("/")[-1])
    if service.status != "ACTIVE":
        raise ECSException("ServiceNotActiveException", "Service was not ACTIVE.")
    return _UPDATE_SERVICE(response)


def install() -> None:
    """Puts both operations in the place of moto's."""
    put_into(EC2ContainerServiceResponse, create_service=create_service, update_service=update_service)
