"""The embedded AWS: moto in this process, and a server on the same state for the `aws` command line."""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from types import TracebackType
from typing import Any
from unittest.mock import patch

import boto3
from botocore.config import Config
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID, responses
from moto.core.models import MockAWS
from moto.core.utils import method_names_from_class
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.server import ThreadedMotoServer
from werkzeug.serving import make_server

from rehearsal.embedded_aws import additions
from rehearsal.embedded_aws.buckets import complete_buckets
from rehearsal.embedded_aws.isolation import Isolation
from rehearsal.embedded_aws.strict import make_strict
from rehearsal.garbage_collection import collect_rarely
from rehearsal.iam.actor import Actor, Credentials, Unchecked
from rehearsal.iam.authority import Authority
from rehearsal.iam.conditions import Context
from rehearsal.iam.server_guard import ServerGuard
from rehearsal.iam.sessions import Sessions
from rehearsal.iam.stored_policies import StoredPolicies

REGION = "eu-central-1"
# Nothing passes through to AWS, and the keys are Isolation's.
MOTO_CONFIG: Any = {
    "core": {
        "mock_credentials": False,
        "passthrough": {"urls": [], "services": []},
        "reset_boto3_session": True,
        "service_whitelist": None,
    }
}


class EmbeddedAws:
    """A context with an empty AWS account in it. Only one can be open at a time."""

    region = REGION
    account_id = DEFAULT_ACCOUNT_ID

    def __init__(self, authorise: bool = False) -> None:
        self.authorise = authorise
        """Whether IAM is asked for what actors do; if not, everybody is the administrator."""
        self.calls = 0
        """API calls that the clients of `client` have made so far."""
        self.endpoint_url = ""
        # What IAM looks up for itself is no call of the rehearsal's.
        uncounted = cache(partial(self._client_with, counted=False))
        self.authority = Authority(StoredPolicies(uncounted), self.region, self.account_id)
        self.sessions = Sessions(self, self.authority, self._client_with)
        self._clients: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._cleanup = ExitStack()

    def __enter__(self) -> "EmbeddedAws":
        # moto would hand the second one the first one's account.
        if MockAWS._mocks_active:
            raise RuntimeError("an embedded AWS is open already, only one can be at a time")
        collect_rarely()
        with ExitStack() as started:
            additions.install()
            started.enter_context(mock_aws(config=MOTO_CONFIG))
            started.enter_context(complete_buckets())
            # moto looks through all methods of a service with every request.
            started.enter_context(patch.object(responses, "method_names_from_class", cache(method_names_from_class)))
            self.endpoint_url = _start_server(started, self._guard)
            started.enter_context(Isolation(self.endpoint_url, self.region))
            self._cleanup = started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clients.clear()
        self._cleanup.close()

    def client(self, service: str) -> Any:
        """The strict boto3 client of this service. It calls moto in this process, without a socket."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._new_client(service)
            return self._clients[service]

    def acting_as(self, caller: str, role_arn: str, source_arn: str) -> Actor | Unchecked:
        """What a service of the table of calls may do once it has this role, for one resource of the account.

        Raises:
            AccessRefused: when the role does not trust it.
        """
        return self.sessions.begin(caller, role_arn, source_arn) if self.authorise else Unchecked(self)

    def ask_as_service(
        self, caller: str, moment: str, source_arn: str, context: Context | None = None, **resources: str
    ) -> None:
        """What a service does in its own name, for one resource of the account: the other resource's policy decides.

        Raises:
            AccessRefused: when that policy does not admit it.
        """
        if self.authorise:
            self.sessions.ask_as_service(caller, moment, source_arn, resources, context)

    def ask(self, moment: str, context: Context | None = None, **resources: str) -> None:
        """An actor has to ask IAM; the administrator may do everything."""

    def environment(self) -> dict[str, str]:
        """The whole environment for a child process: it sees the embedded AWS and no other."""
        return dict(os.environ)

    def _new_client(self, service: str) -> Any:
        return self._client_with(service)

    def _client_with(self, service: str, credentials: Credentials | None = None, counted: bool = True) -> Any:
        # AWS_ENDPOINT_URL is for children: through it, every call would take the way over a socket.
        config = Config(ignore_configured_endpoint_urls=True, retries={"total_max_attempts": 1})
        keys = (
            {
                "aws_access_key_id": credentials.access_key_id,
                "aws_secret_access_key": credentials.secret_access_key,
                "aws_session_token": credentials.session_token,
            }
            if credentials
            else {}
        )
        client = make_strict(boto3.client(service, region_name=self.region, config=config, **keys))
        if counted:
            client.meta.events.register_first("before-call", self._count)
        return client

    def _guard(self, application: Any) -> Any:
        return ServerGuard(application, self, self.sessions, self.authority) if self.authorise else application

    def _count(self, **_: Any) -> None:
        with self._lock:
            self.calls += 1


class _Server(ThreadedMotoServer):
    """moto's server, which notices within a moment that it is to end; moto's own takes half a second."""

    guard: Callable[[Any], Any]
    """What stands before moto's application."""

    def _server_entry(self) -> None:
        application = self.guard(DomainDispatcherApplication(create_backend_app))
        self._server = make_server(
            self._ip_address, self._port, application, threaded=True, request_handler=MotoRequestHandler
        )
        self._server_ready_event.set()
        self._server.serve_forever(poll_interval=0.02)


def _start_server(cleanup: ExitStack, guard: Callable[[Any], Any]) -> str:
    # Otherwise werkzeug writes a line to stderr for every request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = _Server(ip_address="127.0.0.1", port=0, verbose=False)
    server.guard = guard
    server.start()
    cleanup.callback(server.stop)
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"
