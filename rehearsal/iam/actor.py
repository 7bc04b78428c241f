"""An actor: whoever works in the account under a role, with that role's credentials and nothing more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rehearsal.failure import RehearsalError

from .asks import Ask, Place
from .authority import Authority
from .calls import asked_at, makes
from .conditions import Context
from .operations import asks_of
from .principals import Principal, RoleSession
from .refusal import UnknownCall

CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


@dataclass(frozen=True)
class Credentials:
    """What a session signs its requests with."""

    access_key_id: str
    secret_access_key: str
    session_token: str


class ClientGiver(Protocol):
    """Whoever has clients: an actor, or the account's administrator."""

    region: str
    account_id: str

    def client(self, service: str) -> Any:
        """The boto3 client of this service."""

    def environment(self) -> dict[str, str]:
        """The environment of a process that works in its name."""

    def ask(self, moment: str, context: Context | None = None, **resources: str) -> None:
        """Whether it may do all that the table of calls has for it at this moment."""


class Actor:
    """A service that acts under a role of the account. Every call is decided before the embedded AWS sees it."""

    def __init__(
        self,
        place: Place,
        authority: Authority,
        caller: str,
        session: RoleSession,
        credentials: Credentials,
        new_client: Callable[[str, Credentials], Any],
    ) -> None:
        self.region = place.region
        self.account_id = place.account_id
        self.role_arn = session.role_arn
        self._place = place
        self._authority = authority
        self._caller = caller
        self._session = session
        self._credentials = credentials
        self._new_client = new_client
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """The boto3 client of this service, with the role's credentials; a refused call raises AccessRefused."""
        if service not in self._clients:
            client = self._new_client(service, self._credentials)
            client.meta.events.register_last("before-parameter-build", self._decide)
            self._clients[service] = client
        return self._clients[service]

    def environment(self) -> dict[str, str]:
        """The whole environment of a process that works under the role: it sees the embedded AWS and no other."""
        keys = self._credentials
        values = (keys.access_key_id, keys.secret_access_key, keys.session_token)
        return self._place.environment() | dict(zip(CREDENTIALS, values, strict=True))

    def ask(self, moment: str, context: Context | None = None, **resources: str) -> None:
        """Whether it may do all that the table of calls has for it at this moment, on these resources."""
        ask_table(self._authority, self._caller, self._session, moment, resources, context)

    def _decide(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        for ask in asks_of(self._place, model.service_model.service_name, model.name, params):
            if not makes(self._caller, ask.action):
                raise UnknownCall(f"calls.csv has no {ask.action} of {self._caller}", step="Authorisation")
            self._authority.require(self._caller, self._session, ask)


class Nobody:
    """Somebody who was given no role: without credentials, AWS answers nothing."""

    def __init__(self, administrator: Any, caller: str) -> None:
        self.region = administrator.region
        self.account_id = administrator.account_id
        self._administrator = administrator
        self._caller = caller

    def client(self, service: str) -> Any:
        """Not without a role."""
        if self._administrator.authorise:
            raise RehearsalError(f"{self._caller} has no role, and needs one to ask {service}")
        return self._administrator.client(service)

    def environment(self) -> dict[str, str]:
        """The embedded AWS without any key to it."""
        found: dict[str, str] = self._administrator.environment()
        return (
            {name: value for name, value in found.items() if name not in CREDENTIALS}
            if self._administrator.authorise
            else found
        )

    def ask(self, moment: str, context: Context | None = None, **resources: str) -> None:
        """Not without a role."""
        if self._administrator.authorise:
            raise RehearsalError(f"{self._caller} has no role, and needs one ({moment})")


class Unchecked:
    """Stands for an actor where nobody is asked: all of it is the administrator's."""

    def __init__(self, administrator: Any) -> None:
        self.region = administrator.region
        self.account_id = administrator.account_id
        self.client = administrator.client
        self.environment = administrator.environment

    def ask(self, moment: str, context: Context | None = None, **resources: str) -> None:
        """Everything is allowed."""


def ask_table(
    authority: Authority,
    caller: str,
    principal: Principal,
    moment: str,
    resources: Mapping[str, str],
    context: Context | None = None,
) -> None:
    """Requires every row of the table of calls for this moment."""
    for call in asked_at(caller, moment):
        authority.require(caller, principal, Ask(call.action, call.resource.format(**resources), context or {}))
