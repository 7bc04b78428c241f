"""DeploymentArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from .args import DeploymentArgs, DeploymentConfiguration

MAX_TERMINATION_WAIT_MINUTES = 2880  # AWS CodeDeploy API Reference, "BlueInstanceTerminationOption"


@dataclass(frozen=True)
class DeploymentSettings:
    """DeploymentArgs with every default filled in and every limit checked."""

    configuration: pulumi.Input[str]
    termination_wait_minutes: pulumi.Input[int]

    @classmethod
    def from_args(
        cls, args: DeploymentArgs, problems: Problems, args_type: type = DeploymentArgs
    ) -> "DeploymentSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("deployment", args, args_type, problems)
        return cls(
            configuration=reader.choice("configuration", DeploymentConfiguration.ALL_AT_ONCE),
            termination_wait_minutes=reader.integer(
                "termination_wait_minutes", 5, 0, MAX_TERMINATION_WAIT_MINUTES, "minutes"
            ),
        )
