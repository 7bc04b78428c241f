"""What moto's CodeDeploy lacks: update, delete, and deployment groups read back in full and one for each service."""

from . import deletion, deployment_group_in_full, one_group_per_service, update


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    deletion.install()
    deployment_group_in_full.install()
    one_group_per_service.install()
    update.install()
