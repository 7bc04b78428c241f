"""Many kinds of users at once: kept and new connections, short and slow requests, uploads. Each request is recorded."""

import asyncio
import json
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType

import aiohttp

from .client import KEEP_ALIVE, NEW_CONNECTION, Answer, new_session, read_release

TRACE_HEADER = "X-Amzn-Trace-Id"
UPLOAD = b"\0" * 32768
LONGEST_SLEEP_SECONDS = 0.2


@dataclass(frozen=True)
class RequestKind:
    """One kind of request, how often it is sent, and by how many users at most at the same time."""

    name: str
    per_second: float
    users: int
    path: str
    connection: str = KEEP_ALIVE
    method: str = "GET"
    body: bytes = b""
    is_complete: Callable[[bytes], bool] = lambda body: True
    """Whether the body of a 2xx answer is what it should be."""


def slow_requests(per_second: float, seconds: float, users: int) -> RequestKind:
    """Requests that the application needs so many seconds for."""
    return RequestKind(f"slow {seconds:g} s", per_second, users, f"/slow?seconds={seconds:g}")


def uploads(per_second: float, users: int = 2, body: bytes = UPLOAD) -> RequestKind:
    """Bodies that must arrive whole: the application answers how many bytes it has read."""

    def is_complete(answer: bytes) -> bool:
        return len(body) in _values(answer)

    return RequestKind("upload", per_second, users, "/upload", method="POST", body=body, is_complete=is_complete)


def mixed_load(requests_per_second: float) -> tuple[RequestKind, ...]:
    """The steady load of a rehearsed fault: most requests are short, a few are not."""
    slow, upload = 8.0, 6.0
    short = requests_per_second - slow - upload
    return (
        RequestKind("short", short * 0.7, 4, "/version"),
        RequestKind("short", short * 0.3, 2, "/version", NEW_CONNECTION),
        slow_requests(slow, 0.3, users=4),
        uploads(upload),
    )


class Load:
    """Sends requests of several kinds at steady rates. A context: it sends between enter and exit."""

    def __init__(self, url: str, kinds: Sequence[RequestKind], timeout_seconds: float = 10.0) -> None:
        self.answers: list[Answer] = []
        self._url = url.rstrip("/")
        self._kinds = kinds
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="load", daemon=True)

    def __enter__(self) -> "Load":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Requests on their way get their answer: cutting them off here would hide what became of them.
        self._stopped.set()
        self._thread.join()

    async def _run(self) -> None:
        await asyncio.gather(*(self._send(kind, user) for kind in self._kinds for user in range(kind.users)))

    async def _send(self, kind: RequestKind, user: int) -> None:
        pause = kind.users / kind.per_second
        due = time.monotonic() + pause * user / kind.users
        async with new_session(kind.connection, self._timeout) as session:
            while await self._is_due(due):
                self.answers.append(await self._ask(session, kind))
                # A slow answer is not made up for by a burst.
                due = max(due + pause, time.monotonic() - pause)

    async def _is_due(self, due: float) -> bool:
        """Waits for that moment; false when the end comes first, as it may for what is sent rarely."""
        while not self._stopped.is_set() and (left := due - time.monotonic()) > 0:
            await asyncio.sleep(min(left, LONGEST_SLEEP_SECONDS))
        return not self._stopped.is_set()

    async def _ask(self, session: aiohttp.ClientSession, kind: RequestKind) -> Answer:
        trace = f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"
        started = time.monotonic()
        status, problem, body = None, "", b""
        try:
            async with session.request(
                kind.method,
                self._url + kind.path,
                data=kind.body or None,
                headers={TRACE_HEADER: trace},
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                status = answer.status
                if not 200 <= status <= 299:
                    problem = f"status {status} from {answer.headers.get('Server', 'unknown')}"
                elif not kind.is_complete(body):
                    status, problem = None, f"an incomplete answer: {body[:80]!r}"
        except TimeoutError:
            problem = "no answer in time"
        except (aiohttp.ClientError, OSError) as error:
            problem = f"{type(error).__name__}: {error}"
        ended = time.monotonic()
        return Answer(started, ended, kind.connection, status, problem, read_release(body), kind.name, trace)


def _values(answer: bytes) -> list[object]:
    try:
        found = json.loads(answer)
    except ValueError:
        return []
    return list(found.values()) if isinstance(found, dict) else []
