"""ScalingArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems

MAX_TASKS = 5000  # Amazon ECS Developer Guide, "Amazon ECS service quotas"
MAX_COOLDOWN_SECONDS = 86400  # AWS names no limit; longer than a day is a slip of the unit
DESIRED_COUNT = "service.desiredCount"
METRICS = ("requests_per_target", "cpu_percent", "memory_percent")


@dataclass(frozen=True)
class ScalingSettings:
    """ScalingArgs with every default filled in and every limit checked. A metric without a value is not looked at."""

    min: pulumi.Input[int]
    max: pulumi.Input[int]
    requests_per_target: pulumi.Input[int] | None
    cpu_percent: pulumi.Input[int] | None
    memory_percent: pulumi.Input[int] | None
    scale_in_cooldown_seconds: pulumi.Input[int]
    scale_out_cooldown_seconds: pulumi.Input[int]

    @classmethod
    def from_reader(cls, reader: GroupReader, problems: Problems, least: pulumi.Input[int]) -> "ScalingSettings":
        """Settings for what the reader has, with least as the default of min; problems gets what cannot be used."""
        settings = cls(
            min=reader.integer("min", least, 1, MAX_TASKS, "tasks"),
            max=reader.integer("max", MAX_TASKS, 1, MAX_TASKS, "tasks"),
            requests_per_target=reader.integer("requests_per_target", None, 1, None, "requests a minute"),
            cpu_percent=reader.integer("cpu_percent", None, 1, 100, "percent"),
            memory_percent=reader.integer("memory_percent", None, 1, 100, "percent"),
            scale_in_cooldown_seconds=reader.integer(
                "scale_in_cooldown_seconds", 300, 0, MAX_COOLDOWN_SECONDS, "seconds"
            ),
            scale_out_cooldown_seconds=reader.integer(
                "scale_out_cooldown_seconds", 60, 0, MAX_COOLDOWN_SECONDS, "seconds"
            ),
        )
        group = reader.setting("max").rpartition(".")[0]
        readable = not problems.refused(group)
        if readable and not reader.given("max"):
            problems.missing(reader.setting("max"), "the number of tasks that you are ready to pay for")
        if readable and not any(reader.given(metric) for metric in METRICS):
            problems.needs_one_of(group, [reader.setting(metric) for metric in METRICS], "it scales by what they say")
        settings._check_bounds(reader, problems)
        return settings

    def _check_bounds(self, reader: GroupReader, problems: Problems) -> None:
        least, most = self.min, self.max
        if reader.comparable(min=least, max=most) and isinstance(least, int) and isinstance(most, int) and least > most:
            # Where nobody set min, it is the service's desired count.
            other = reader.setting("min") if reader.given("min") else DESIRED_COUNT
            problems.out_of_bounds(reader.setting("max"), most, least, None, "tasks", [other])

    def check_desired_count(self, desired_count: pulumi.Input[int], reader: GroupReader, problems: Problems) -> None:
        """A number of tasks that scaling would change at once is refused; the reader is the service's."""
        scaling = reader.setting("scaling")
        numbers = (self.min, desired_count, self.max)
        if not reader.comparable(desired_count=desired_count) or problems.refused(f"{scaling}.max"):
            return
        if not all(isinstance(number, int) for number in numbers) or problems.refused(f"{scaling}.min"):
            return
        if not self.min <= desired_count <= self.max:  # type: ignore[operator]
            others = [f"{scaling}.min", f"{scaling}.max"]
            problems.out_of_bounds(DESIRED_COUNT, desired_count, self.min, self.max, "tasks", others)  # type: ignore[arg-type]
