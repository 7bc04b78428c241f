"""What moto's CodeDeploy lacks.

Update and delete, deployment configurations, what operators and hooks say to a deployment, and deployment groups read
back in full and one for each service.
"""

from . import (
    deletion,
    deployment_configurations,
    deployment_control,
    deployment_group_in_full,
    hook_executions,
    one_group_per_service,
    update,
)


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    deletion.install()
    deployment_configurations.install()
    deployment_control.install()
    deployment_group_in_full.install()
    hook_executions.install()
    one_group_per_service.install()
    update.install()
