"""Health checks, with a target group's own settings; only the pause between two is shorter than in AWS."""

import asyncio
import time

import aiohttp

from .clock import Clock
from .target_pool import HEALTHY, INITIAL, UNHEALTHY, PoolTarget, TargetPool

# A process of this machine cannot start faster because the clock does; without a floor a check would keep a core busy.
SHORTEST_INTERVAL_SECONDS = 0.05
START_SECONDS = 2.0
NOT_LISTENING = ("Target.FailedHealthChecks", "Health checks failed")


class HealthChecks:
    """Asks targets for their health, each on a connection of its own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True, limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "ELB-HealthChecker/2.0"},
        )

    def start(self, pool: TargetPool, target: PoolTarget) -> "asyncio.Task[None]":
        """Checks this target until the task is cancelled."""
        return asyncio.create_task(self._check_forever(pool, target))

    async def close(self) -> None:
        """Ends the open checks."""
        await self._session.close()

    def _may_be_starting(self, target: PoolTarget, began: float) -> bool:
        """A process starts no faster because the clock does; at a fast one it would count as unhealthy for minutes."""
        return target.state == INITIAL and self._clock.speed > 1 and time.monotonic() < began + START_SECONDS

    async def _check_forever(self, pool: TargetPool, target: PoolTarget) -> None:
        began = time.monotonic()
        while True:
            problem = await self._check(pool, target)
            if not (problem is NOT_LISTENING and self._may_be_starting(target, began)):
                note_result(pool, target, problem)
            interval = self._clock.real_seconds(pool.group.health_check.interval_seconds)
            await asyncio.sleep(max(interval, SHORTEST_INTERVAL_SECONDS))

    async def _check(self, pool: TargetPool, target: PoolTarget) -> tuple[str, str] | None:
        """None when the target is well, otherwise ELB's reason and description."""
        check = pool.group.health_check
        endpoint = pool.endpoint(target, check.port)
        if obstacle := pool.obstacle(target):
            # Security groups and routes drop packets: nobody answers, not even with a refusal.
            return ("Target.Timeout", f"Request timed out: {obstacle}")
        if endpoint is None:
            return ("Target.FailedHealthChecks", "Health checks failed")
        timeout = aiohttp.ClientTimeout(total=self._clock.real_request_seconds(check.timeout_seconds))
        host = {"Host": f"{target.key[0]}:{check.port or target.key[1]}"}
        url = f"{check.protocol.lower()}://{endpoint[0]}:{endpoint[1]}{check.path}"
        try:
            async with self._session.get(
                url, headers=host, timeout=timeout, allow_redirects=False, ssl=False
            ) as answer:
                if answer.status in check.matcher:
                    return None
                return ("Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{answer.status}]")
        except TimeoutError:
            return ("Target.Timeout", "Request timed out")
        except aiohttp.ClientConnectorError:
            return NOT_LISTENING
        except (aiohttp.ClientError, OSError):
            return ("Target.FailedHealthChecks", "Health checks failed")


def note_result(pool: TargetPool, target: PoolTarget, problem: tuple[str, str] | None) -> None:
    """Counts one check, and changes the target's state when a threshold is reached."""
    check = pool.group.health_check
    if problem is None:
        target.successes, target.failures = target.successes + 1, 0
        # One success is enough for a new target; the threshold is for one that was unhealthy.
        if target.state == INITIAL or (target.state == UNHEALTHY and target.successes >= check.healthy_threshold):
            target.move_to(HEALTHY)
    else:
        target.successes, target.failures = 0, target.failures + 1
        # An unhealthy target takes over the latest reason: a refused connection may turn out to be a wrong status.
        if target.state == UNHEALTHY or target.failures >= check.unhealthy_threshold:
            target.move_to(UNHEALTHY, problem)
