"""A client that sends requests all the time, and counts every one that gets no good answer as lost."""

import asyncio
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass
from types import TracebackType

import aiohttp

KEEP_ALIVE, NEW_CONNECTION = "keep-alive", "new connection"


@dataclass(frozen=True, slots=True)
class Release:
    """What the application says about itself."""

    colour: str
    version: str

    def __str__(self) -> str:
        return f"{self.colour} {self.version}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One request and what came of it. Times are those of time.monotonic()."""

    started: float
    ended: float
    connection: str
    status: int | None
    """None: no answer came, or only a part of one."""
    problem: str
    release: Release | None
    """None: the answer does not tell, as the bootstrap image's does not."""
    kind: str = "short"
    trace_id: str = ""
    """The X-Amzn-Trace-Id that it was sent with: what the load balancer's own record of it is found by."""

    @property
    def lost(self) -> bool:
        """Every connection failure, every timeout and every answer that is not 2xx."""
        return self.status is None or not 200 <= self.status <= 299


class SteadyClient:
    """Asks the application for its release at a steady rate. A context: it asks between enter and exit."""

    def __init__(
        self,
        url: str,
        path: str = "/version",
        requests_per_second: float = 150.0,
        keep_alive_connections: int = 4,
        new_connection_workers: int = 2,
        timeout_seconds: float = 10.0,
    ) -> None:
        self.answers: list[Answer] = []
        self._url = url.rstrip("/") + path
        self._kinds = [KEEP_ALIVE] * keep_alive_connections + [NEW_CONNECTION] * new_connection_workers
        self._pause = len(self._kinds) / requests_per_second
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="steady-client", daemon=True)

    def __enter__(self) -> "SteadyClient":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Requests on their way get their answer: cutting them off here would hide what became of them.
        self._stopped.set()
        self._thread.join()

    @property
    def sent(self) -> int:
        """Requests that have an answer or are lost."""
        return len(self.answers)

    @property
    def lost(self) -> int:
        """Requests without a good answer."""
        return sum(answer.lost for answer in list(self.answers))

    def problems(self) -> Counter[str]:
        """What became of the lost ones, with numbers."""
        return Counter(answer.problem for answer in list(self.answers) if answer.lost)

    async def _run(self) -> None:
        await asyncio.gather(*(self._work(number, kind) for number, kind in enumerate(self._kinds)))

    async def _work(self, number: int, kind: str) -> None:
        due = time.monotonic() + self._pause * number / len(self._kinds)
        async with new_session(kind, self._timeout) as session:
            while not self._stopped.is_set():
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                self.answers.append(await self._ask(session, kind))
                # A slow answer is not made up for by a burst.
                due = max(due + self._pause, time.monotonic() - self._pause)

    async def _ask(self, session: aiohttp.ClientSession, kind: str) -> Answer:
        started = time.monotonic()
        status, problem, release = None, "", None
        try:
            async with session.get(self._url, allow_redirects=False) as answer:
                body = await answer.read()
                status, release = answer.status, read_release(body)
                server = answer.headers.get("Server", "unknown")
                problem = "" if 200 <= status <= 299 else f"status {status} from {server}"
        except TimeoutError:
            problem = "no answer in time"
        except (aiohttp.ClientError, OSError) as error:
            problem = f"{type(error).__name__}: {error}"
        return Answer(started, time.monotonic(), kind, status, problem, release)


def read_release(body: bytes) -> Release | None:
    """The release in an answer of /version."""
    try:
        found = json.loads(body)
        return Release(str(found["colour"]), str(found["version"]))
    except (ValueError, KeyError, TypeError):
        return None


def new_session(connection: str, timeout: aiohttp.ClientTimeout) -> aiohttp.ClientSession:
    """One user: with a connection that is kept, or with a new one for each request."""
    connector = aiohttp.TCPConnector(force_close=connection == NEW_CONNECTION, limit=1)
    session = aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
    # aiohttp's silent second attempt would hide a lost request.
    session._retry_connection = False
    return session
