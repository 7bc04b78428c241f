"""CreateDeploymentGroup and UpdateDeploymentGroup refuse a second deployment group for one ECS service."""

from typing import Any

from moto.codedeploy.exceptions import CodeDeployException
from moto.codedeploy.models import CodeDeployBackend, DeploymentGroup

from rehearsal.embedded_aws.put_into import put_into

_CREATE = CodeDeployBackend.create_deployment_group


def check(backend: CodeDeployBackend, services: list[dict[str, str]], own: DeploymentGroup | None = None) -> None:
    """Raises where another group than this one has one of these services."""
    for groups in backend.deployment_groups.values():
        for group in groups.values():
            if group is not own and any(service in group.ecs_services for service in services):
                raise CodeDeployException(
                    "ECSServiceMappingLimitExceededException",
                    f"The Amazon ECS service is associated with more than one deployment group: "
                    f"{group.application.application_name}/{group.deployment_group_name} has it already.",
                )


def _create_deployment_group(self: CodeDeployBackend, *args: Any, **kwargs: Any) -> str:
    check(self, kwargs.get("ecs_services") or [])
    return _CREATE(self, *args, **kwargs)


def install() -> None:
    """Puts the checked operation in the place of moto's."""
    put_into(CodeDeployBackend, create_deployment_group=_create_deployment_group)
