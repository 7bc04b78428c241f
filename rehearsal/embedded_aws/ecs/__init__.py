"""What moto's ECS lacks for blue/green services on Fargate."""

from . import (
    code_deploy_services,
    deletion,
    fargate_task_definitions,
    load_balanced_services,
    service_in_full,
    task_set_tasks,
    task_subnets,
)


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    fargate_task_definitions.install()
    service_in_full.install()
    load_balanced_services.install()
    code_deploy_services.install()
    task_set_tasks.install()
    task_subnets.install()
    deletion.install()
