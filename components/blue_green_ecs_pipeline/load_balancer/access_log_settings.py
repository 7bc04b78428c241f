"""AccessLogsArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..text_forms import TextForm, pattern

DEFAULT_RETENTION_DAYS = 90
MAX_PREFIX_CHARACTERS = 256

BUCKET = TextForm(
    "the name of a bucket, of 3 to 63 lower-case letters, digits, dots and hyphens",
    pattern(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
)
_IS_PREFIX = pattern(rf"(?=.{{1,{MAX_PREFIX_CHARACTERS}}}$)[\w.-]+(?:/[\w.-]+)*")
PREFIX = TextForm(
    f"1 to {MAX_PREFIX_CHARACTERS} letters, digits and _ . - /, without a / at either end and without AWSLogs in it",
    lambda text: _IS_PREFIX(text) and "AWSLogs" not in text,
    lambda text: f"write {text.strip('/')}" if text != text.strip("/") and _IS_PREFIX(text.strip("/")) else "",
)


@dataclass(frozen=True)
class AccessLogSettings:
    """AccessLogsArgs with every default filled in and every limit checked. Without a bucket one is made."""

    bucket: pulumi.Input[str] | None
    prefix: pulumi.Input[str] | None
    retention_days: pulumi.Input[int]
    force_destroy: bool

    @classmethod
    def from_reader(cls, reader: GroupReader, problems: Problems) -> "AccessLogSettings":
        """Settings for what the reader has; what cannot be used is added to problems."""
        settings = cls(
            bucket=reader.text("bucket", None, BUCKET),
            prefix=reader.text("prefix", None, PREFIX),
            retention_days=reader.integer("retention_days", DEFAULT_RETENTION_DAYS, 1, unit="days"),
            force_destroy=reader.boolean("force_destroy", False, plain=True),
        )
        bucket = reader.setting("bucket")
        for key in ("retention_days", "force_destroy"):
            if reader.given("bucket") and reader.given(key):
                reason = "an existing bucket is its owner's, remove one of the two"
                problems.not_together(reader.setting(key), bucket, reason)
        if reader.given("prefix") and not reader.given("bucket"):
            problems.needs(reader.setting("prefix"), bucket, "a bucket of its own has nothing else in it")
        return settings
