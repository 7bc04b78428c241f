"""DeploymentArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..smoke_test.settings import SmokeTestSettings
from .alarm_settings import AlarmsSettings
from .args import DeploymentArgs, DeploymentConfiguration
from .hook_settings import HooksSettings
from .traffic_steps import TrafficStepSettings

MAX_TERMINATION_WAIT_MINUTES = 2880  # AWS CodeDeploy API Reference, "BlueInstanceTerminationOption"
# AWS CodeDeploy API Reference, "DeploymentReadyOption", names no limit; as long as blue may wait for its end.
MAX_REROUTE_WAIT_MINUTES = 2880


@dataclass(frozen=True)
class DeploymentSettings:
    """DeploymentArgs with every default filled in and every limit checked. Canary and linear are None where not set."""

    configuration: pulumi.Input[str]
    canary: TrafficStepSettings | None
    linear: TrafficStepSettings | None
    wait_for_reroute_minutes: pulumi.Input[int]
    termination_wait_minutes: pulumi.Input[int]
    alarms: AlarmsSettings
    smoke_test: SmokeTestSettings | None
    hooks: HooksSettings

    @classmethod
    def from_args(
        cls, args: DeploymentArgs, problems: Problems, args_type: type = DeploymentArgs
    ) -> "DeploymentSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("deployment", args, args_type, problems)
        canary = TrafficStepSettings.canary(reader.args_of("canary"), problems) if reader.given("canary") else None
        linear = TrafficStepSettings.linear(reader.args_of("linear"), problems) if reader.given("linear") else None
        hooks = HooksSettings.from_args(reader.args_of("hooks"), problems)
        smoke_test = _smoke_test(reader, problems)
        settings = cls(
            configuration=reader.choice("configuration", DeploymentConfiguration.ALL_AT_ONCE),
            canary=canary,
            linear=linear,
            wait_for_reroute_minutes=reader.integer(
                "wait_for_reroute_minutes", 0, 0, MAX_REROUTE_WAIT_MINUTES, "minutes"
            ),
            termination_wait_minutes=reader.integer(
                "termination_wait_minutes", 5, 0, MAX_TERMINATION_WAIT_MINUTES, "minutes"
            ),
            alarms=AlarmsSettings.from_args(
                reader.args_of("alarms"), problems, has_hooks=bool(hooks.functions) or smoke_test is not None
            ),
            smoke_test=smoke_test,
            hooks=hooks,
        )
        _check_one_traffic_shift(reader, problems)
        _check_one_test(reader, hooks, problems)
        return settings


def _smoke_test(reader: GroupReader, problems: Problems) -> SmokeTestSettings | None:
    if not reader.given("smoke_test"):
        return None
    return SmokeTestSettings.from_args(reader.args_of("smoke_test"), problems)


def _check_one_traffic_shift(reader: GroupReader, problems: Problems) -> None:
    first, *others = [key for key in ("configuration", "canary", "linear") if reader.given(key)] or [""]
    for other in others:
        problems.not_together(reader.setting(other), reader.setting(first), "each of them says how fast traffic moves")


def _check_one_test(reader: GroupReader, hooks: HooksSettings, problems: Problems) -> None:
    if reader.given("smoke_test") and hooks.after_allow_test_traffic is not None:
        problems.not_together(
            "deployment.hooks.afterAllowTestTraffic",
            reader.setting("smoke_test"),
            "the smoke test is called there; leave one of the two out, or name your function for another hook",
        )
