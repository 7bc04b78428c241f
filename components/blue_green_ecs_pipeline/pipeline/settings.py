"""PipelineArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from .args import PipelineArgs


@dataclass(frozen=True)
class PipelineSettings:
    """PipelineArgs with every default filled in and every limit checked."""

    force_destroy_artifacts: bool
    artifact_retention_days: pulumi.Input[int]

    @classmethod
    def from_args(cls, args: PipelineArgs, problems: Problems, args_type: type = PipelineArgs) -> "PipelineSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("pipeline", args, args_type, problems)
        return cls(
            force_destroy_artifacts=reader.boolean("force_destroy_artifacts", False, plain=True),
            artifact_retention_days=reader.integer("artifact_retention_days", 30, 1, unit="days"),
        )
