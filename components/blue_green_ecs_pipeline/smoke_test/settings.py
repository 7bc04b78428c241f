"""SmokeTestArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..load_balancer.health_check import PATH
from ..problems import Problems
from ..text_forms import TextForm
from .args import SmokeTestArgs
from .function.time_budget import longest_run_seconds

MIN_STATUS, MAX_STATUS = 200, 599  # RFC 9110, "Status Codes"; what is below is no final answer
MAX_TEXT_CHARACTERS = 256  # All environment variables together may take 4 KB.
MAX_LATENCY_MS = 60_000  # The load balancer's idle timeout: it gives up on a task then.
MAX_ATTEMPTS = 60
MAX_INTERVAL_SECONDS = 300
MAX_FUNCTION_SECONDS = 900  # AWS Lambda Developer Guide, "Lambda quotas"

TEXT = TextForm(
    f"a text of 1 to {MAX_TEXT_CHARACTERS} characters on one line",
    lambda text: 1 <= len(text) <= MAX_TEXT_CHARACTERS and text.isprintable(),
)


@dataclass(frozen=True)
class SmokeTestSettings:
    """SmokeTestArgs with every default filled in and every limit checked."""

    path: pulumi.Input[str]
    expected_status: pulumi.Input[int]
    expected_text: pulumi.Input[str] | None
    max_latency_ms: pulumi.Input[int] | None
    attempts: pulumi.Input[int]
    required_successes: pulumi.Input[int]
    interval_seconds: pulumi.Input[int]

    @property
    def longest_run_seconds(self) -> pulumi.Output[int]:
        """How long the test takes at most, with the report of its result."""
        return pulumi.Output.all(self.attempts, self.interval_seconds, self.max_latency_ms).apply(
            lambda values: longest_run_seconds(*values)
        )

    @classmethod
    def from_reader(cls, reader: GroupReader, problems: Problems) -> "SmokeTestSettings":
        """Settings for what the reader has; what cannot be used is added to problems."""
        settings = cls(
            path=reader.text("path", "/", PATH),
            expected_status=reader.integer("expected_status", 200, MIN_STATUS, MAX_STATUS),
            expected_text=reader.text("expected_text", None, TEXT),
            max_latency_ms=reader.integer("max_latency_ms", None, 1, MAX_LATENCY_MS, "milliseconds"),
            attempts=reader.integer("attempts", 3, 1, MAX_ATTEMPTS, "attempts"),
            required_successes=reader.integer("required_successes", 1, 1, MAX_ATTEMPTS, "attempts"),
            interval_seconds=reader.integer("interval_seconds", 5, 0, MAX_INTERVAL_SECONDS, "seconds"),
        )
        settings._check_successes(reader, problems)
        settings._check_time(reader, problems)
        return settings

    @classmethod
    def from_args(cls, args: SmokeTestArgs, problems: Problems) -> "SmokeTestSettings":
        """Settings for these args; what cannot be used is added to problems."""
        return cls.from_reader(GroupReader("deployment.smokeTest", args, SmokeTestArgs, problems), problems)

    def _check_successes(self, reader: GroupReader, problems: Problems) -> None:
        required, attempts = self.required_successes, self.attempts
        if not reader.comparable(required_successes=required, attempts=attempts):
            return
        assert isinstance(required, int)
        assert isinstance(attempts, int)
        if required > attempts:
            reason = f"{reader.setting('attempts')} has no more"
            problems.too_long(reader.setting("required_successes"), required, attempts, "attempts", reason)

    def _check_time(self, reader: GroupReader, problems: Problems) -> None:
        times = {
            "attempts": self.attempts,
            "interval_seconds": self.interval_seconds,
            "max_latency_ms": self.max_latency_ms,
        }
        if not reader.comparable(**times):
            return
        attempts, interval, latency = self.attempts, self.interval_seconds, self.max_latency_ms
        assert isinstance(attempts, int)
        assert isinstance(interval, int)
        assert latency is None or isinstance(latency, int)
        seconds = longest_run_seconds(attempts, interval, latency)
        if seconds > MAX_FUNCTION_SECONDS:
            others = [reader.setting("interval_seconds"), reader.setting("max_latency_ms")]
            problems.takes_too_long(reader.setting("attempts"), attempts, seconds, MAX_FUNCTION_SECONDS, others)
