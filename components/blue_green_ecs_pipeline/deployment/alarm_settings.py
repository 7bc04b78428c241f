"""AlarmsArgs with defaults filled in and limits checked."""

from dataclasses import dataclass
from typing import Any

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..spelling import is_output
from ..text_forms import TextForm
from .args import AlarmsArgs

# AWS CodeDeploy API Reference, "AlarmConfiguration". The quotas page of the user guide says 50 today; what both allow
# is taken.
MAX_ALARMS = 10
MAX_ALARM_NAME_CHARACTERS = 255
PERIODS_SECONDS = (60, 120, 180, 240, 300)
MAX_EVALUATION_PERIODS = 60
MAX_LATENCY_MS = 4_000_000  # the longest idle timeout of a load balancer: nothing takes longer


def _name_in_arn(text: str) -> str:
    return "write its name, what follows alarm: in its ARN" if text.startswith("arn:") else ""


ALARM_NAME = TextForm(
    f"the name of a CloudWatch alarm, of 1 to {MAX_ALARM_NAME_CHARACTERS} characters",
    lambda text: (
        1 <= len(text) <= MAX_ALARM_NAME_CHARACTERS and text.isprintable() and not text.startswith(("arn:", " "))
    ),
    _name_in_arn,
)


@dataclass(frozen=True)
class AlarmsSettings:
    """AlarmsArgs with every default filled in and every limit checked."""

    enabled: bool
    error_percent: pulumi.Input[int]
    minimum_requests: pulumi.Input[int]
    latency_p99_ms: int | None
    period_seconds: pulumi.Input[int]
    evaluation_periods: pulumi.Input[int]
    names: tuple[pulumi.Input[str], ...]

    def own_alarms(self, has_hooks: bool) -> int:
        """How many alarms the component makes: for each colour, for stopped tasks, and for hooks if there are any."""
        if not self.enabled:
            return 0
        return 2 * (2 if self.latency_p99_ms is None else 3) + 1 + int(has_hooks)

    @classmethod
    def from_args(cls, args: Any, problems: Problems, has_hooks: bool) -> "AlarmsSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("deployment.alarms", args, AlarmsArgs, problems)
        error_percent = reader.integer("error_percent", 2, 1, 99, "percent")
        settings = cls(
            enabled=reader.boolean("enabled", True, plain=True),
            error_percent=error_percent,
            minimum_requests=reader.integer("minimum_requests", _one_error_is_none(error_percent), 1, None, "requests"),
            latency_p99_ms=reader.integer("latency_p99_ms", None, 1, MAX_LATENCY_MS, "milliseconds", plain=True),
            period_seconds=reader.integer_of("period_seconds", 60, PERIODS_SECONDS, "seconds"),
            evaluation_periods=reader.integer("evaluation_periods", 1, 1, MAX_EVALUATION_PERIODS, "periods"),
            names=reader.texts("names", ALARM_NAME, counted=True) or (),
        )
        own = settings.own_alarms(has_hooks)
        if len(settings.names) + own > MAX_ALARMS and not problems.refused(reader.setting("names")):
            problems.too_many(
                reader.setting("names"), len(settings.names), MAX_ALARMS - own, "alarms", _why_so_few(own)
            )
        return settings


def _why_so_few(own: int) -> str:
    beside = f" and {own} of them are the component's own" if own else ""
    return f"CodeDeploy takes {MAX_ALARMS} for one deployment group{beside}"


def _one_error_is_none(error_percent: Any) -> pulumi.Input[int]:
    """So many requests that one error among them is not more than error_percent."""
    if is_output(error_percent):
        return pulumi.Output.from_input(error_percent).apply(_requests_of_one_error)
    return _requests_of_one_error(error_percent)


def _requests_of_one_error(error_percent: float) -> int:
    # What only an Output says was not checked: the alarm's resource is the one to refuse it.
    return -(-100 // max(int(error_percent), 1))
