"""HooksArgs with defaults filled in and limits checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..text_forms import TextForm, pattern
from .args import HooksArgs

# What CodeDeploy calls each hook, in the order of a deployment.
# Source: AWS CodeDeploy User Guide, "AppSpec 'hooks' section".
EVENTS: Mapping[str, str] = {
    "before_install": "BeforeInstall",
    "after_install": "AfterInstall",
    "after_allow_test_traffic": "AfterAllowTestTraffic",
    "before_allow_traffic": "BeforeAllowTraffic",
    "after_allow_traffic": "AfterAllowTraffic",
}
SMOKE_TEST_EVENT = "AfterAllowTestTraffic"


def _name_in_arn(text: str) -> str:
    return "write its name, what follows function: in its ARN" if text.startswith("arn:") else ""


# AWS Lambda API Reference, "CreateFunction".
FUNCTION_NAME = TextForm(
    "the name of a Lambda function, of 1 to 64 letters, digits, - and _", pattern(r"[A-Za-z0-9_-]{1,64}"), _name_in_arn
)


@dataclass(frozen=True)
class HooksSettings:
    """HooksArgs with every limit checked."""

    before_install: pulumi.Input[str] | None
    after_install: pulumi.Input[str] | None
    after_allow_test_traffic: pulumi.Input[str] | None
    before_allow_traffic: pulumi.Input[str] | None
    after_allow_traffic: pulumi.Input[str] | None

    @property
    def functions(self) -> dict[str, pulumi.Input[str]]:
        """The functions by CodeDeploy's name of the event, in the order of a deployment."""
        return {event: getattr(self, key) for key, event in EVENTS.items() if getattr(self, key) is not None}

    def with_smoke_test(self, function_name: pulumi.Input[str] | None) -> dict[str, pulumi.Input[str]]:
        """All functions of a deployment: these, and the smoke test's where there is one."""
        functions = {**self.functions, **({} if function_name is None else {SMOKE_TEST_EVENT: function_name})}
        return {event: functions[event] for event in EVENTS.values() if event in functions}

    @classmethod
    def from_args(cls, args: Any, problems: Problems) -> "HooksSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("deployment.hooks", args, HooksArgs, problems)
        return cls(**{key: reader.text(key, None, FUNCTION_NAME) for key in EVENTS})
