"""How an actor gets its role, and whose a request is that comes with a session's keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.failure import RehearsalError

from .actor import Actor, Credentials, ask_table
from .asks import Ask, Place
from .authority import ASSUME_ROLE, Authority
from .calls import APPLICATION, BUILD_COMMANDS, CODEBUILD, HOOK, LAMBDA, trust_of
from .conditions import Context
from .principals import AwsService, RoleSession
from .stored_policies import UnknownRole

# What runs in a service's name on this machine, and under the same role, is somebody's code.
PROCESSES = {CODEBUILD: BUILD_COMMANDS, LAMBDA: HOOK, APPLICATION: APPLICATION}


@dataclass(frozen=True)
class Caller:
    """Whose keys these are: the name in the table of calls, the session, and what AWS adds to its requests."""

    name: str
    session: RoleSession
    context: Context


class Sessions:
    """Every session that was begun, by its access key."""

    def __init__(self, place: Place, authority: Authority, new_client: Callable[[str, Credentials], Any]) -> None:
        self._place = place
        self._authority = authority
        self._new_client = new_client
        self._callers: dict[str, Caller] = {}

    def begin(self, caller: str, role_arn: str, source_arn: str) -> Actor:
        """The actor that this service becomes with the role, for one resource of the account.

        Raises:
            AccessRefused: when the role's trust policy does not admit the service, or not for this resource.
        """
        trust = trust_of(caller)
        context = _source_context(source_arn, trust.sends)
        try:
            self._authority.require(caller, AwsService(trust.principal), Ask(ASSUME_ROLE, role_arn, context))
        except UnknownRole:
            raise RehearsalError(f"{caller} cannot assume {role_arn}: there is no such role") from None
        session = RoleSession(role_arn, _session_name(caller, source_arn))
        given = self._place.client("sts").assume_role(RoleArn=role_arn, RoleSessionName=session.session_name)
        keys = given["Credentials"]
        credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        # Lambda puts the function's name on what its code asks for, and on nothing that it asks for itself.
        added = {"lambda:sourcefunctionarn": (source_arn,)} if caller == LAMBDA else {}
        self._callers[credentials.access_key_id] = Caller(PROCESSES.get(caller, caller), session, added)
        return Actor(self._place, self._authority, caller, session, credentials, self._new_client)

    def caller_with(self, access_key_id: str) -> Caller | None:
        """Whose key it is; None for one that no actor was given."""
        return self._callers.get(access_key_id)

    def ask_as_service(
        self, caller: str, moment: str, source_arn: str, resources: Mapping[str, str], context: Context | None = None
    ) -> None:
        """What a service does in its own name: the policy of the resource decides.

        Raises:
            AccessRefused: when that policy does not admit it.
        """
        trust = trust_of(caller)
        principal = AwsService(trust.principal.format(region=self._place.region))
        known = {**_source_context(source_arn, trust.sends), **(context or {})}
        ask_table(self._authority, caller, principal, moment, resources, known)


def _source_context(source_arn: str, keys: frozenset[str]) -> Context:
    """What a service that acts for one resource says about it, of the keys that it is known to send."""
    values = {"aws:SourceArn": source_arn, "aws:SourceAccount": source_arn.split(":")[4]}
    return {key.lower(): (value,) for key, value in values.items() if key in keys}


def _session_name(caller: str, source_arn: str) -> str:
    """A name within AWS's limit that a refusal can be recognised by."""
    readable = "".join(
        character if character.isalnum() else "-" for character in f"{caller}-{source_arn.split(':')[-1]}"
    )
    return readable[:64]
