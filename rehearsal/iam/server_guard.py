"""Stands before moto's server: what a process asks with a role's keys is decided before the embedded AWS sees it."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model

from rehearsal.failure import RehearsalError

from .asks import Ask, Place
from .authority import Authority
from .operations import asks_of
from .refusal import AccessRefused
from .sessions import Caller, Sessions

CREDENTIAL = re.compile(r"Credential=(?P<key>[A-Z0-9]+)/\d+/[a-z0-9-]+/(?P<service>[a-z0-9-]+)/aws4_request")
# Where the service's name in a signature is not that of its client.
CLIENTS = {"elasticloadbalancing": "elbv2", "monitoring": "cloudwatch"}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ServerGuard:
    """A WSGI application around moto's. The administrator's requests pass."""

    def __init__(self, application: Application, place: Place, sessions: Sessions, authority: Authority) -> None:
        self._application = application
        self._place = place
        self._sessions = sessions
        self._authority = authority

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers a request, or hands it on."""
        signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        caller = self._sessions.caller_with(signed["key"]) if signed else None
        if signed is None or caller is None:
            return self._application(environ, start_response)
        service = CLIENTS.get(signed["service"], signed["service"])
        request = Request(environ)
        # Read here, so that the application behind gets it a second time.
        request.get_data(cache=True)
        protocol = determine_request_protocol(get_service_model(service), request.content_type)
        try:
            self._decide(caller, service, protocol, request)
        except AccessRefused as refused:
            return _refuse(start_response, protocol, service, refused.message)
        except RehearsalError as undecided:
            self._authority.note(undecided)
            return _refuse(start_response, protocol, service, str(undecided))
        environ["wsgi.input"] = _Again(request.get_data())
        return self._application(environ, start_response)

    def _decide(self, caller: Caller, service: str, protocol: str, request: Request) -> None:
        operation, uri_parameters = get_service_router(service).match(request)
        parser = PROTOCOL_PARSERS[protocol](operation)
        parameters = parser.parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.data,
                "url_path": request.path,
                "url_params": uri_parameters,
            }
        )
        for ask in asks_of(self._place, service, operation.name, parameters):
            added = Ask(ask.action, ask.resource, {**ask.context, **caller.context})
            self._authority.require(caller.name, caller.session, added)


class _Again:
    """A request's body that was read already."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read(self, size: int = -1) -> bytes:
        taken, self._content = (self._content, b"") if size < 0 else (self._content[:size], self._content[size:])
        return taken


def _refuse(start_response: Callable[..., Any], protocol: str, service: str, message: str) -> Iterable[bytes]:
    """AWS's refusal, in the words of the service's protocol."""
    if protocol in ("json", "rest-json"):
        body = json.dumps({"__type": "AccessDeniedException", "message": message})
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-errortype", "AccessDeniedException")]
    else:
        code = "UnauthorizedOperation" if service == "ec2" else "AccessDenied"
        body, headers = _xml(protocol, code, escape(message)), [("Content-Type", "text/xml")]
    start_response("403 Forbidden", [*headers, ("Content-Length", str(len(body.encode())))])
    return [body.encode()]


def _xml(protocol: str, code: str, message: str) -> str:
    error = f"<Code>{code}</Code><Message>{message}</Message>"
    if protocol == "ec2":
        return f"<Response><Errors><Error>{error}</Error></Errors><RequestID>refused</RequestID></Response>"
    if protocol == "rest-xml":
        return f"<Error>{error}<RequestId>refused</RequestId></Error>"
    return f"<ErrorResponse><Error>{error}</Error><RequestId>refused</RequestId></ErrorResponse>"
