"""Tasks that know their task set: their group, who started them, how many run, and what stopping one gives back."""

from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ecs.models import EC2ContainerServiceBackend, Service, Task, TaskDefinition, TaskSet

from rehearsal.embedded_aws.put_into import put_into

_CREATE = EC2ContainerServiceBackend.create_task_set
_DELETE = EC2ContainerServiceBackend.delete_task_set
_DESCRIBE_SERVICES = EC2ContainerServiceBackend.describe_services
_DESCRIBE_TASK_SETS = EC2ContainerServiceBackend.describe_task_sets
_LIST = EC2ContainerServiceBackend.list_tasks
_STOP = EC2ContainerServiceBackend.stop_task


def tasks_of(backend: EC2ContainerServiceBackend, task_set: TaskSet) -> list[Task]:
    """The tasks that this task set started and that still run."""
    return [
        task
        for tasks in list(backend.tasks.values())
        for task in list(tasks.values())
        if task.started_by == task_set.id and task.desired_status == "RUNNING"
    ]


def stop_tasks_of(backend: EC2ContainerServiceBackend, task_set: TaskSet) -> None:
    """Stops what the task set runs."""
    for task in tasks_of(backend, task_set):
        backend.stop_task(task.cluster_name, task.task_arn, "Task set deleted")


def count_tasks(backend: EC2ContainerServiceBackend, service: Service) -> None:
    """Brings the task sets' numbers up to what runs now."""
    for task_set in service.task_sets:
        desired = round(service.desired_count * task_set.scale.get("value", 100.0) / 100)
        running = len(tasks_of(backend, task_set))
        pending = max(desired - running, 0)
        put_into(task_set, computed_desired_count=desired, running_count=running, pending_count=pending)


def resource_requirements(definition: TaskDefinition) -> dict[str, Any]:
    """What one task needs. On Fargate memory may be said once, for the task; moto wants it of each container."""
    containers: list[dict[str, Any]] = definition.container_definitions
    memory = sum(container.get("memory") or container.get("memoryReservation") or 0 for container in containers)
    return {
        "CPU": sum(container.get("cpu") or 0 for container in containers),
        "MEMORY": memory or int(definition.memory or 0),
        "PORTS": [
            mapping["hostPort"]
            for container in containers
            for mapping in container.get("portMappings", [])
            if "hostPort" in mapping
        ],
        "PORTS_UDP": [],
    }


def _create_task_set(self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any) -> TaskSet:
    before = {arn for tasks in self.tasks.values() for arn in tasks}
    task_set = _CREATE(self, *args, **kwargs)
    for tasks in list(self.tasks.values()):
        for arn, task in tasks.items():
            if arn not in before:
                task.group = f"service:{task_set.service.split('/')[-1]}"
                task.started_by = task_set.id
    return task_set


def _delete_task_set(self: EC2ContainerServiceBackend, cluster: str, service: str, task_set: str) -> TaskSet:
    for found in self.describe_task_sets(cluster, service, [task_set]):
        stop_tasks_of(self, found)
    deleted = _DELETE(self, cluster, service, task_set)
    deleted.status = "DRAINING"
    return deleted


def _stop_task(self: EC2ContainerServiceBackend, cluster_str: str, task_str: str, reason: str) -> Task:
    stopped = _STOP(self, cluster_str, task_str, reason)
    ec2 = ec2_backends[self.account_id][self.region_name]
    for attachment in stopped.attachments:
        details: Any = attachment["details"]
        interface = next(detail["value"] for detail in details if detail["name"] == "networkInterfaceId")
        if attachment["status"] != "DELETED" and interface in ec2.enis:
            ec2.delete_network_interface(interface)
        attachment["status"] = "DELETED"
    return stopped


def _list_tasks(
    self: EC2ContainerServiceBackend,
    cluster_str: str | None = None,
    container_instance: str | None = None,
    family: str | None = None,
    started_by: str | None = None,
    service_name: str | None = None,
    desiredStatus: str | None = None,
) -> list[Task]:
    status = desiredStatus or "RUNNING"
    tasks = _LIST(self, cluster_str, container_instance, family, started_by, service_name, status)
    if service_name:
        tasks = [task for task in tasks if task.group == f"service:{service_name.split('/')[-1]}"]
    return tasks


def _describe_services(self: EC2ContainerServiceBackend, cluster_str: str, service_names_or_arns: list[str]) -> Any:
    services, failures = _DESCRIBE_SERVICES(self, cluster_str, service_names_or_arns)
    for service in services:
        count_tasks(self, service)
    return services, failures


def _describe_task_sets(
    self: EC2ContainerServiceBackend, cluster_str: str, service: str, task_sets: list[str]
) -> list[TaskSet]:
    self.describe_services(cluster_str, [service])
    return _DESCRIBE_TASK_SETS(self, cluster_str, service, task_sets)


def install() -> None:
    """Puts these operations in the place of moto's."""
    # moto gives an interface no name in a VPC without DNS host names, and asks every task's interface for it.
    put_into(NetworkInterface, private_dns_name=None)
    put_into(
        EC2ContainerServiceBackend,
        _calculate_task_resource_requirements=staticmethod(resource_requirements),
        create_task_set=_create_task_set,
        delete_task_set=_delete_task_set,
        describe_services=_describe_services,
        describe_task_sets=_describe_task_sets,
        list_tasks=_list_tasks,
        stop_task=_stop_task,
    )
