"""Deployment: the CodeDeploy application and deployment group that move traffic from blue to green, and back."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from ..outputs import outputs_of
from ..problems import Problems
from .alarm_settings import AlarmsSettings
from .alarms import AlarmFactory, create_hook_errors_alarm, create_target_group_alarms
from .args import DeploymentPartArgs
from .roles import DeploymentRole
from .settings import DeploymentSettings
from .stopped_tasks import StoppedTasks
from .traffic_shift import deployment_configuration_name, deployment_ready_option


class Deployment(pulumi.ComponentResource):
    """Replaces the running tasks by new ones without losing a request, and takes the traffic back when that fails."""

    deployment_application_name: pulumi.Output[str]
    """The CodeDeploy application's name."""

    deployment_group_name: pulumi.Output[str]
    """The deployment group's name."""

    deployment_configuration_name: pulumi.Output[str]
    """The name of the configuration that says how fast traffic moves."""

    alarm_names: pulumi.Output[Sequence[str]]
    """The names of all alarms that stop a release."""

    role_name: pulumi.Output[str]
    """The name of the role that CodeDeploy works under."""

    def __init__(self, name: str, args: DeploymentPartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = DeploymentSettings.from_args(args, problems, DeploymentPartArgs)
        _check_smoke_test(settings, args, problems)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:Deployment", name, None, opts)
        tags = args.get("tags") or {}
        names = PhysicalNames.of(name)

        hooks = settings.hooks.with_smoke_test(args.get("smoke_test_function_name"))
        own_alarms = _create_alarms(name, settings.alarms, args, list(hooks.values()), self)
        alarm_names = [*(alarm.name for alarm in own_alarms), *settings.alarms.names]
        configuration_name = deployment_configuration_name(name, settings, self)
        role = DeploymentRole(name, args, alarm_names, list(hooks.values()), tags, self)
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
            deployment_config_name=configuration_name,
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
                "deployment_ready_option": deployment_ready_option(settings.wait_for_reroute_minutes),
                "terminate_blue_instances_on_deployment_success": {
                    "action": "TERMINATE",
                    "termination_wait_time_in_minutes": settings.termination_wait_minutes,
                },
            },
            alarm_configuration=_alarm_configuration(alarm_names),
            auto_rollback_configuration={"enabled": True, "events": _rollback_events(alarm_names)},
            tags=tags,
            # CodeDeploy tries its role when the group is made.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[role.policy]),
        )

        self.deployment_application_name = application.name
        self.deployment_group_name = group.deployment_group_name
        self.deployment_configuration_name = configuration_name
        self.alarm_names = pulumi.Output.all(*alarm_names)
        self.role_name = role.role.name
        self.register_outputs(outputs_of(self))


def _check_smoke_test(settings: DeploymentSettings, args: DeploymentPartArgs, problems: Problems) -> None:
    if settings.smoke_test is not None and args.get("smoke_test_function_name") is None:
        reason = "the part SmokeTest makes the function that is called here"
        problems.needs("deployment.smokeTest", "deployment.smokeTestFunctionName", reason)


def _create_alarms(
    name: str,
    settings: AlarmsSettings,
    args: DeploymentPartArgs,
    function_names: Sequence[pulumi.Input[str]],
    parent: pulumi.Resource,
) -> list[aws.cloudwatch.MetricAlarm]:
    """The component's own alarms, as many as `AlarmsSettings.own_alarms` says."""
    if not settings.enabled:
        return []
    tags = args.get("tags") or {}
    factory = AlarmFactory(name, tags, parent)
    alarms = create_target_group_alarms(factory, settings, args)
    alarms.append(StoppedTasks(name, args, factory, tags, parent).alarm)
    if function_names:
        alarms.append(create_hook_errors_alarm(factory, function_names))
    return alarms


def _alarm_configuration(
    alarm_names: Sequence[pulumi.Input[str]],
) -> aws.codedeploy.DeploymentGroupAlarmConfigurationArgsDict | None:
    if not alarm_names:
        return None
    # Where CloudWatch does not answer, nobody knows how green does: such a release stops.
    return {"enabled": True, "alarms": list(alarm_names), "ignore_poll_alarm_failure": False}


def _rollback_events(alarm_names: Sequence[pulumi.Input[str]]) -> list[str]:
    # An alarm alone stops a release where it is: only its event takes the traffic back to blue.
    on_alarm = ["DEPLOYMENT_STOP_ON_ALARM"] if alarm_names else []
    return ["DEPLOYMENT_FAILURE", *on_alarm, "DEPLOYMENT_STOP_ON_REQUEST"]
