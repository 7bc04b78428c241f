"""HealthCheckArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..text_forms import TextForm, pattern

MIN_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS = 5, 300  # Elastic Load Balancing API Reference, "CreateTargetGroup"
MIN_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS = 2, 120
MIN_THRESHOLD, MAX_THRESHOLD = 2, 10
MAX_PATH_CHARACTERS = 1024
MIN_STATUS_CODE, MAX_STATUS_CODE = 200, 499  # Elastic Load Balancing API Reference, "Matcher"

_MATCHER = pattern(r"[0-9]{3}(?:-[0-9]{3}|(?:,[0-9]{3})*)")


def _is_matcher(text: str) -> bool:
    if not _MATCHER(text):
        return False
    codes = [int(code) for code in text.replace("-", ",").split(",")]
    return all(MIN_STATUS_CODE <= code <= MAX_STATUS_CODE for code in codes) and (
        "-" not in text or codes[0] <= codes[1]
    )


PATH = TextForm(
    f"a path that starts with /, of at most {MAX_PATH_CHARACTERS} characters without spaces",
    lambda text: len(text) <= MAX_PATH_CHARACTERS and pattern(r"/[!-~]*")(text),
)
MATCHER = TextForm(
    f"one status code, several (200,202) or a range (200-299), within {MIN_STATUS_CODE} to {MAX_STATUS_CODE}",
    _is_matcher,
)


@dataclass(frozen=True)
class HealthCheckSettings:
    """HealthCheckArgs with every default filled in and every limit checked."""

    path: pulumi.Input[str]
    interval_seconds: pulumi.Input[int]
    timeout_seconds: pulumi.Input[int]
    healthy_threshold: pulumi.Input[int]
    unhealthy_threshold: pulumi.Input[int]
    matcher: str

    @property
    def first_status_code(self) -> int:
        """The first status that counts as healthy."""
        return int(self.matcher[:3])

    @classmethod
    def from_reader(cls, reader: GroupReader, problems: Problems) -> "HealthCheckSettings":
        """Settings for what the reader has; what cannot be used is added to problems."""
        settings = cls(
            path=reader.text("path", "/", PATH),
            interval_seconds=reader.integer(
                "interval_seconds", 10, MIN_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS, "seconds"
            ),
            timeout_seconds=reader.integer("timeout_seconds", 5, MIN_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS, "seconds"),
            healthy_threshold=reader.integer("healthy_threshold", 2, MIN_THRESHOLD, MAX_THRESHOLD, "checks"),
            unhealthy_threshold=reader.integer("unhealthy_threshold", 2, MIN_THRESHOLD, MAX_THRESHOLD, "checks"),
            matcher=reader.text("matcher", "200-299", MATCHER, plain=True),
        )
        interval, timeout = settings.interval_seconds, settings.timeout_seconds
        known = reader.comparable(interval_seconds=interval, timeout_seconds=timeout)
        # ELB refuses an interval that is not greater than the timeout.
        if known and isinstance(interval, int) and isinstance(timeout, int) and timeout >= interval:
            setting, other = reader.setting("timeout_seconds"), reader.setting("interval_seconds")
            problems.not_less_than(setting, timeout, other, interval, "seconds")
        return settings
