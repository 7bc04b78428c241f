"""What a check says."""

from dataclasses import dataclass
from enum import Enum
from typing import Any


class State(str, Enum):
    """How things stand."""

    OK = "ok"
    MISSING = "missing"
    """It has to be put right."""
    NOTE = "note"
    UNKNOWN = "unknown"
    """It could not be looked at."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    about: str
    state: State
    sentence: str
    way_out: str = ""
    page: str = ""
    """Where AWS or Pulumi says more."""

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "about": self.about,
            "state": self.state.value,
            "sentence": self.sentence,
            "way_out": self.way_out,
            "page": self.page,
        }
