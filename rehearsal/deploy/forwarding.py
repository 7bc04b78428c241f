"""One request on its way through the load balancer."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import aiohttp
from aiohttp import hdrs, web
from multidict import CIMultiDict
from yarl import URL

from .routing import Action, FixedResponse, Forward, Listener, Redirect
from .target_pool import PoolTarget, TargetPool

# A connection's own headers end at the next hop. RFC 9110, section 7.6.1.
HOP_BY_HOP = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip
IDLE_TIMEOUT_SECONDS = 60.0  # ELBv2 API Reference, "idle_timeout.timeout_seconds": the default
ERROR_TITLES = {502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable", 504: "504 Gateway Time-out"}


@dataclass(frozen=True)
class RequestRecord:
    """What CloudWatch would count of one request."""

    listener_arn: str
    target_group_arn: str | None
    target: tuple[str, int] | None
    status: int
    from_target: bool
    """False: the load balancer answered itself, the target's metrics do not have it."""
    seconds: float
    trace_id: str = ""
    """The X-Amzn-Trace-Id that the client sent; empty when it sent none."""
    target_seconds: float | None = None
    """From the request's way to the target until the target's headers; None without an answer of the target."""


class TargetFailed(Exception):
    """The target gave no answer; the load balancer says so with this status."""

    def __init__(self, status: int) -> None:
        self.status = status


def new_target_session() -> aiohttp.ClientSession:
    """The connections to one target. Closed with it, so that none outlives the task behind it."""
    session = aiohttp.ClientSession(
        # As long as ELB keeps a connection to a target; an application that closes earlier loses requests there too.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_TIMEOUT_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=IDLE_TIMEOUT_SECONDS),
        auto_decompress=False,
        skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
    )
    # ELB promises no second attempt; aiohttp's would hide that an application drops its connections.
    session._retry_connection = False
    return session


class WeightedTurns:
    """Chooses as often as the weights say, spread evenly: of ten requests at 10 %, one."""

    def __init__(self) -> None:
        self._credit: dict[str, int] = {}

    def next(self, weights: tuple[tuple[str, int], ...]) -> str | None:
        """The target group for this request; None when all weights are 0."""
        total = sum(weight for _, weight in weights)
        if total == 0:
            return None
        self._credit = {arn: self._credit.get(arn, 0) + weight for arn, weight in weights}
        chosen = max((arn for arn, weight in weights if weight), key=lambda arn: self._credit[arn])
        self._credit[chosen] -= total
        return chosen


class Forwarding:
    """Answers the requests of one listener, by its action at that moment."""

    def __init__(
        self,
        listener: Callable[[], Listener],
        pools: dict[str, TargetPool],
        observe: Callable[[RequestRecord], None],
    ) -> None:
        self._listener = listener
        self._pools = pools
        self._observe = observe
        self._turns = WeightedTurns()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """The whole way of a request."""
        started, listener = time.monotonic(), self._listener()
        waited = WaitedForTarget()
        if isinstance(listener.action, Forward):
            pool = self._pools.get(self._turns.next(listener.action.weights) or "")
            target = pool.next_target() if pool else None
            response, from_target = await self._forward(request, listener, pool, target, waited)
        else:
            pool = target = None
            response, from_target = own_response(request, listener.action, listener), False
        self._observe(
            RequestRecord(
                listener_arn=listener.arn,
                target_group_arn=pool.group.arn if pool else None,
                target=target.key if target else None,
                status=response.status,
                from_target=from_target,
                seconds=time.monotonic() - started,
                trace_id=request.headers.get("X-Amzn-Trace-Id", ""),
                target_seconds=waited.seconds if from_target else None,
            )
        )
        return response

    async def _forward(
        self,
        request: web.BaseRequest,
        listener: Listener,
        pool: TargetPool | None,
        target: PoolTarget | None,
        waited: "WaitedForTarget",
    ) -> tuple[web.StreamResponse, bool]:
        if pool is None or target is None:
            return error_response(503), False
        current = asyncio.current_task()
        # In a task of its own: draining may cut this request off, not the client's connection with all that follows.
        work = asyncio.create_task(ask_target(request, listener, pool, target, waited))
        target.in_flight.add(work)
        work.add_done_callback(target.in_flight.discard)
        try:
            return await work, True
        except TargetFailed as failure:
            return error_response(failure.status), False
        except asyncio.CancelledError:
            if current is not None and current.cancelling():
                work.cancel()
                raise
            if request.transport:
                request.transport.abort()
            return error_response(502), False


@dataclass
class WaitedForTarget:
    """How long the target took to answer, as far as TargetResponseTime has it."""

    seconds: float | None = None


async def ask_target(
    request: web.BaseRequest,
    listener: Listener,
    pool: TargetPool,
    target: PoolTarget,
    waited: WaitedForTarget | None = None,
) -> web.StreamResponse:
    """Sends the request to the target and its answer to the client, both as they come."""
    endpoint = pool.endpoint(target)
    if endpoint is None:
        raise TargetFailed(502)
    if request.headers.get(hdrs.EXPECT, "").lower() == "100-continue" and request.transport:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    url = f"{pool.group.protocol.lower()}://{endpoint[0]}:{endpoint[1]}{request.raw_path}"
    asked = time.monotonic()
    try:
        answer = await target.session.request(
            request.method,
            URL(url, encoded=True),
            ssl=False,  # a load balancer does not check a target's certificate
            headers=request_headers(request, listener),
            data=request.content if request.body_exists else None,
            allow_redirects=False,
        )
    except TimeoutError:
        raise TargetFailed(504) from None
    except (aiohttp.ClientError, OSError):
        raise TargetFailed(502) from None
    if waited:
        waited.seconds = time.monotonic() - asked
    async with answer:
        return await hand_on(request, answer)


async def hand_on(request: web.BaseRequest, answer: aiohttp.ClientResponse) -> web.StreamResponse:
    """The target's answer to the client."""
    response = web.StreamResponse(
        status=answer.status, reason=answer.reason, headers=without_hop_by_hop(answer.headers)
    )
    try:
        await response.prepare(request)
        async for chunk in answer.content.iter_any():
            await response.write(chunk)
        await response.write_eof()
    except (aiohttp.ClientError, OSError, TimeoutError):
        # Half of an answer is out: only a cut connection tells the client so.
        if request.transport:
            request.transport.abort()
    return response


def request_headers(request: web.BaseRequest, listener: Listener) -> CIMultiDict[str]:
    """The client's headers with what the load balancer adds.

    Source: Elastic Load Balancing User Guide, "HTTP headers and Application Load Balancers".
    """
    headers = without_hop_by_hop(request.headers)
    headers.popall(hdrs.EXPECT, None)
    forwarded = [*request.headers.getall("X-Forwarded-For", []), request.remote or "127.0.0.1"]
    headers["X-Forwarded-For"] = ", ".join(forwarded)
    headers["X-Forwarded-Proto"] = listener.protocol.lower()
    headers["X-Forwarded-Port"] = str(listener.port)
    headers.setdefault("X-Amzn-Trace-Id", f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}")
    return headers


def without_hop_by_hop(headers: "CIMultiDict[str] | aiohttp.typedefs.LooseHeaders") -> CIMultiDict[str]:
    """All headers but those of the connection."""
    kept = CIMultiDict(headers)
    named = {name.strip().lower() for value in kept.getall("Connection", []) for name in value.split(",")}
    for name in HOP_BY_HOP | named:
        kept.popall(name, None)
    return kept


def own_response(request: web.BaseRequest, action: Action, listener: Listener) -> web.Response:
    """What the load balancer answers without a target."""
    if isinstance(action, Redirect):
        return web.Response(status=action.status, headers={"Location": redirect_location(request, action, listener)})
    assert isinstance(action, FixedResponse)
    return web.Response(status=action.status, text=action.body, content_type=action.content_type)


def redirect_location(request: web.BaseRequest, action: Redirect, listener: Listener) -> str:
    """The address with the request's own parts filled in."""
    return action.filled(
        host=(request.host or "").partition(":")[0],
        path=request.path.removeprefix("/"),
        port=str(listener.port),
        protocol=listener.protocol.lower(),
        query=request.query_string,
    ).removesuffix("?")


def error_response(status: int) -> web.Response:
    """The load balancer's own error page; its Server header tells it from the application's."""
    title = escape(ERROR_TITLES[status])
    page = f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>"
    return web.Response(status=status, text=page, content_type="text/html", headers={"Server": "awselb/2.0"})
