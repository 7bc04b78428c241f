"""One question to IAM, and the account that it is asked in."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from .conditions import Context


@dataclass(frozen=True)
class Ask:
    """May one do this, with that, under these circumstances."""

    action: str
    resource: str
    context: Context = field(default_factory=dict)


class Place(Protocol):
    """The account that a call is made in."""

    region: str
    account_id: str

    def client(self, service: str) -> Any:
        """The administrator's client, for what the parameters of a call do not say."""

    def environment(self) -> dict[str, str]:
        """The environment of a process that works for the administrator."""
