"""DeleteService and DeleteCluster: a service takes its tasks with it, a cluster with services stays."""

from moto.ecs.exceptions import ECSException
from moto.ecs.models import Cluster, EC2ContainerServiceBackend, Service

from rehearsal.embedded_aws.put_into import put_into

from .task_set_tasks import stop_tasks_of

_DELETE_SERVICE = EC2ContainerServiceBackend.delete_service
_DELETE_CLUSTER = EC2ContainerServiceBackend.delete_cluster


def _delete_service(self: EC2ContainerServiceBackend, cluster_name: str, service_name: str, force: bool) -> Service:
    service = _DELETE_SERVICE(self, cluster_name, service_name, force)
    for task_set in service.task_sets:
        stop_tasks_of(self, task_set)
    service.task_sets = []
    service.desired_count = 0
    service.running_count = 0
    return service


def _delete_cluster(self: EC2ContainerServiceBackend, cluster_str: str) -> Cluster:
    cluster = self._get_cluster(cluster_str)
    active = [
        service
        for service in self.services.values()
        if service.cluster_name == cluster.name and service.status == "ACTIVE"
    ]
    if active:
        raise ECSException(
            "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active."
        )
    return _DELETE_CLUSTER(self, cluster_str)


def install() -> None:
    """Puts both operations in the place of moto's."""
    put_into(EC2ContainerServiceBackend, delete_service=_delete_service, delete_cluster=_delete_cluster)
