"""Deployment: the CodeDeploy application and deployment group that move traffic from blue to green, and back."""

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from ..outputs import outputs_of
from ..problems import Problems
from .args import DeploymentPartArgs
from .roles import DeploymentRole
from .settings import DeploymentSettings


class Deployment(pulumi.ComponentResource):
    """Replaces the running tasks by new ones without losing a request, and takes the traffic back when that fails."""

    deployment_application_name: pulumi.Output[str]
    """The CodeDeploy application's name."""

    deployment_group_name: pulumi.Output[str]
    """The deployment group's name."""

    role_name: pulumi.Output[str]
    """The name of the role that CodeDeploy works under."""

    def __init__(self, name: str, args: DeploymentPartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = DeploymentSettings.from_args(args, problems, DeploymentPartArgs)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:Deployment", name, None, opts)
        tags = args.get("tags") or {}
        names = PhysicalNames.of(name)

        role = DeploymentRole(name, args, tags, self)
        application = aws.codedeploy.Application(
            f"{name}-deployment-application",
            name=names.deployment_application,
            compute_platform="ECS",
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        group = aws.codedeploy.DeploymentGroup(
            f"{name}-deployment-group",
            app_name=application.name,
            deployment_group_name=names.deployment_group,
            service_role_arn=role.role.arn,
            deployment_config_name=settings.configuration,
            deployment_style={"deployment_type": "BLUE_GREEN", "deployment_option": "WITH_TRAFFIC_CONTROL"},
            ecs_service={"cluster_name": args["cluster_name"], "service_name": args["service_name"]},
            load_balancer_info={
                "target_group_pair_info": {
                    "prod_traffic_route": {"listener_arns": [args["production_listener_arn"]]},
                    "test_traffic_route": {"listener_arns": [args["test_listener_arn"]]},
                    "target_groups": [
                        {"name": args["blue_target_group_name"]},
                        {"name": args["green_target_group_name"]},
                    ],
                }
            },
            blue_green_deployment_config={
                "deployment_ready_option": {"action_on_timeout": "CONTINUE_DEPLOYMENT"},
                "terminate_blue_instances_on_deployment_success": {
                    "action": "TERMINATE",
                    "termination_wait_time_in_minutes": settings.termination_wait_minutes,
                },
            },
            auto_rollback_configuration={
                "enabled": True,
                "events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"],
            },
            tags=tags,
            # CodeDeploy tries its role when the group is made.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[role.policy]),
        )

        self.deployment_application_name = application.name
        self.deployment_group_name = group.deployment_group_name
        self.role_name = role.role.name
        self.register_outputs(outputs_of(self))
