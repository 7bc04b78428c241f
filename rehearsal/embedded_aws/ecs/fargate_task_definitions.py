"""RegisterTaskDefinition for Fargate: the rules that AWS checks and moto does not."""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecs.exceptions import EcsClientException
from moto.ecs.responses import EC2ContainerServiceResponse

from rehearsal.embedded_aws.put_into import put_into

_REGISTER = EC2ContainerServiceResponse.register_task_definition

# Memory in MiB for each number of CPU units. Amazon ECS Developer Guide, "Task size".
MEMORY = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}


def check(request: dict[str, Any]) -> None:
    """Refuses, in AWS's words, what Fargate cannot run."""
    containers = request["containerDefinitions"]
    names = [container.get("name") for container in containers]
    if len(set(names)) != len(names):
        raise EcsClientException("Container names must be unique.")
    if "FARGATE" not in request.get("requiresCompatibilities", []):
        return
    # Amazon ECS API Reference, "RegisterTaskDefinition": left away it is bridge.
    if request.get("networkMode", "bridge") != "awsvpc":
        raise EcsClientException("Fargate only supports network mode 'awsvpc'.")
    for size in ("cpu", "memory"):
        if not request.get(size):
            raise EcsClientException(f"Fargate requires that '{size}' be defined at the task level.")
    _check_size(request["cpu"], request["memory"])
    for container in containers:
        _check_container(container, request)


def _check_size(cpu: str, memory: str) -> None:
    if not (cpu.isdigit() and memory.isdigit() and int(memory) in MEMORY.get(int(cpu), ())):
        raise EcsClientException(
            f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. "
            "See the Amazon ECS documentation for the valid values."
        )


def _check_container(container: dict[str, Any], request: dict[str, Any]) -> None:
    if container.get("privileged"):
        raise EcsClientException("Fargate does not support privileged containers.")
    for mapping in container.get("portMappings", []):
        if mapping.get("hostPort", mapping.get("containerPort")) != mapping.get("containerPort"):
            raise EcsClientException(
                "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
            )
    if request.get("executionRoleArn"):
        return
    driver = container.get("logConfiguration", {}).get("logDriver")
    if driver:
        raise EcsClientException(
            f"Fargate requires task definition to have execution role ARN to support log driver {driver}."
        )
    if ".dkr.ecr." in container["image"]:
        raise EcsClientException("Fargate requires task definition to have execution role ARN to support ECR images.")
    if container.get("secrets"):
        raise EcsClientException(
            "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
        )


def _register_task_definition(response: EC2ContainerServiceResponse) -> ActionResult:
    request = response._get_params()
    check(request)
    answer: Any = _REGISTER(response).result
    definition = answer["taskDefinition"]
    definition.registered_at = utcnow()
    for late in ("enableFaultInjection", "trustedExecutionConfiguration"):
        setattr(definition, late, request.get(late))
    for container in definition.container_definitions:
        container["portMappings"] = [_complete_mapping(mapping) for mapping in container["portMappings"]]
    return ActionResult({"taskDefinition": definition, "tags": request.get("tags", [])})


def _complete_mapping(mapping: dict[str, Any]) -> dict[str, Any]:
    return {"hostPort": mapping.get("containerPort"), "protocol": "tcp", **mapping}


def install() -> None:
    """Puts the operation with these rules in the place of moto's."""
    put_into(EC2ContainerServiceResponse, register_task_definition=_register_task_definition)
