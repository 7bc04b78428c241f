"""CanaryArgs and LinearArgs with defaults filled in and limits checked."""

from dataclasses import dataclass
from typing import Any

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from .args import CanaryArgs, LinearArgs

# AWS CodeDeploy User Guide, "CodeDeploy quotas": the most that one increment moves, and the longest time between the
# first shift and the last. The page says so of Lambda; that it holds for ECS too is inferred, from the same API.
MIN_STEP_PERCENT, MAX_STEP_PERCENT = 1, 99
MAX_SHIFT_MINUTES = 2880


@dataclass(frozen=True)
class TrafficStepSettings:
    """CanaryArgs or LinearArgs with every default filled in and every limit checked."""

    step_percent: pulumi.Input[int]
    interval_minutes: pulumi.Input[int]

    @classmethod
    def canary(cls, args: Any, problems: Problems) -> "TrafficStepSettings":
        """The settings of deployment.canary; what cannot be used is added to problems."""
        return cls._read(GroupReader("deployment.canary", args, CanaryArgs, problems), 5)

    @classmethod
    def linear(cls, args: Any, problems: Problems) -> "TrafficStepSettings":
        """The settings of deployment.linear; what cannot be used is added to problems."""
        reader = GroupReader("deployment.linear", args, LinearArgs, problems)
        settings = cls._read(reader, 1)
        step, interval = settings.step_percent, settings.interval_minutes
        known = reader.comparable(step_percent=step, interval_minutes=interval)
        if known and isinstance(step, int) and isinstance(interval, int):
            longest = MAX_SHIFT_MINUTES // (number_of_steps(step) - 1)
            if interval > longest:
                reason = f"{number_of_steps(step)} steps of {step} percent would take longer than {MAX_SHIFT_MINUTES}"
                problems.too_long(reader.setting("interval_minutes"), interval, longest, "minutes", reason)
        return settings

    @classmethod
    def _read(cls, reader: GroupReader, interval_minutes: int) -> "TrafficStepSettings":
        return cls(
            step_percent=reader.integer("step_percent", 10, MIN_STEP_PERCENT, MAX_STEP_PERCENT, "percent"),
            interval_minutes=reader.integer("interval_minutes", interval_minutes, 1, MAX_SHIFT_MINUTES, "minutes"),
        )


def number_of_steps(step_percent: int) -> int:
    """How many equal steps move everything; the last one moves what is left."""
    return -(-100 // step_percent)
