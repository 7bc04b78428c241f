"""How fast traffic moves: one of CodeDeploy's own configurations, or a canary or linear one of the component's.

Source: AWS CodeDeploy API Reference, "CreateDeploymentConfig".
"""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .settings import DeploymentSettings
from .traffic_steps import TrafficStepSettings

ReadyOption = aws.codedeploy.DeploymentGroupBlueGreenDeploymentConfigDeploymentReadyOptionArgsDict


def deployment_configuration_name(
    name: str, settings: DeploymentSettings, parent: pulumi.Resource
) -> pulumi.Output[str]:
    """The configuration's name; where traffic moves in steps of the user's own, the configuration is made."""
    if settings.canary is not None:
        return _own(name, "canary", "TimeBasedCanary", settings.canary, parent)
    if settings.linear is not None:
        return _own(name, "linear", "TimeBasedLinear", settings.linear, parent)
    return pulumi.Output.from_input(settings.configuration)


def _own(
    name: str, kind: str, routing_type: str, steps: TrafficStepSettings, parent: pulumi.Resource
) -> pulumi.Output[str]:
    names = PhysicalNames.of(name)
    percent, minutes = (_whole(number) for number in (steps.step_percent, steps.interval_minutes))
    routing: Any = {"type": routing_type, f"time_based_{kind}": {"percentage": percent, "interval": minutes}}
    configuration = aws.codedeploy.DeploymentConfig(
        f"{name}-deployment-config",
        # A configuration cannot be changed, nor deleted while a group uses it: the new one needs a name of its own.
        deployment_config_name=pulumi.Output.all(percent, minutes).apply(
            lambda shift: names.deployment_configuration(kind, *shift)
        ),
        compute_platform="ECS",
        traffic_routing_config=routing,
        # With a name of the program's, the provider would delete the old one first, while the group still uses it.
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=False),
    )
    return configuration.deployment_config_name


def deployment_ready_option(wait_for_reroute_minutes: pulumi.Input[int]) -> ReadyOption:
    """Whether green gets the users by itself, or waits for a person who lets them in.

    Source: AWS CodeDeploy API Reference, "DeploymentReadyOption".
    """
    minutes = _whole(wait_for_reroute_minutes)
    return {
        "action_on_timeout": minutes.apply(lambda wait: "STOP_DEPLOYMENT" if wait else "CONTINUE_DEPLOYMENT"),
        "wait_time_in_minutes": minutes.apply(lambda wait: wait or None),
    }


def _whole(number: pulumi.Input[int]) -> pulumi.Output[int]:
    """The number without a fraction: from another stack or language it comes as a float."""
    return pulumi.Output.from_input(number).apply(int)
