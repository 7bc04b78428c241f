"""The load balancer of the rehearsal: a TCP port of this machine for each listener in the embedded AWS.

What it does with a request is read from the embedded AWS all the time, and from nowhere else.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any

from aiohttp import web

from rehearsal.metrics import LoadBalancerMetrics, MetricStore
from rehearsal.metrics.load_balancer_metrics import SAMPLE_SECONDS

from .clock import Clock
from .forwarding import Forwarding, RequestRecord, new_target_session
from .health import HealthChecks
from .routing import Forward, Listener, Routing, TargetGroup, read_routing
from .target_pool import DRAINING, HEALTHY, UNUSED, TargetPool
from .task_table import TaskTable

POLL_SECONDS = 0.1


class LocalLoadBalancer:
    """Stands for every load balancer of the embedded AWS. A context: it serves between enter and exit.

    An HTTPS listener is served without TLS on this machine; the application still sees X-Forwarded-Proto: https.
    """

    def __init__(
        self,
        aws: Any,
        clock: Clock | None = None,
        table: TaskTable | None = None,
        metrics: MetricStore | None = None,
    ) -> None:
        self.table = table or TaskTable()
        self.observers: list[Callable[[RequestRecord], None]] = []
        """Each is called, on the load balancer's thread, with every request that was answered."""
        self.problem: Exception | None = None
        """Why the last look into the embedded AWS failed; the state before it stays in force."""
        self._elbv2 = aws.client("elbv2")
        self._clock = clock or Clock()
        self.metrics = metrics or MetricStore(self._clock)
        """What CloudWatch has of everything that is measured here."""
        self._measured = LoadBalancerMetrics(self.metrics, self, self._clock.real_seconds(SAMPLE_SECONDS))
        self._loop = asyncio.new_event_loop()
        self._routing = Routing({}, {})
        self._pools: dict[str, TargetPool] = {}
        self._sites: dict[str, tuple[web.ServerRunner, int]] = {}
        self._health_checks: HealthChecks | None = None
        self._refreshing = threading.Lock()
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run_loop, name="load-balancer", daemon=True),
            threading.Thread(target=self._poll, name="load-balancer-poll", daemon=True),
        ]

    def __enter__(self) -> "LocalLoadBalancer":
        self._threads[0].start()
        self._on_loop(self._open()).result()
        self._threads[1].start()
        try:
            self.refresh()
        except BaseException:
            self._stop()
            raise
        self._measured.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        self._stopped.set()
        self._measured.stop()
        self._threads[1].join()
        self._on_loop(self._close()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._threads[0].join()
        self._loop.close()

    def refresh(self) -> None:
        """Reads the embedded AWS now; when this returns, the next request goes by what is there.

        Who changes a listener or a target calls it, instead of waiting for the next poll.
        """
        # Read and applied under one lock: an older reading must not come into force after a newer one.
        with self._refreshing:
            routing = read_routing(self._elbv2)
            self._on_loop(self._apply(routing)).result()

    def url(self, listener_arn: str) -> str:
        """Where this machine serves the listener."""
        return f"http://127.0.0.1:{self._sites[listener_arn][1]}"

    def listeners(self) -> list[Listener]:
        """The listeners that are served now."""
        return list(self._routing.listeners.values())

    def target_group(self, arn: str) -> TargetGroup:
        """A target group with its settings as they are now."""
        return self._routing.target_groups[arn]

    def target_health(self, target_group_arn: str) -> list[dict[str, Any]]:
        """What DescribeTargetHealth would answer, draining targets included."""
        pool = self._pools.get(target_group_arn)
        targets = [*pool.targets.values(), *pool.draining()] if pool else []
        return [
            {
                "Target": {"Id": target.key[0], "Port": target.key[1]},
                "TargetHealth": {"State": target.state}
                | ({} if target.state == HEALTHY else {"Reason": target.reason[0], "Description": target.reason[1]}),
            }
            for target in targets
        ]

    def target_groups_in_use(self) -> dict[str, list[str]]:
        """The listeners that forward to it, be it with weight 0, by target group."""
        groups: dict[str, list[str]] = {}
        for listener in self.listeners():
            for arn, _ in listener.action.weights if isinstance(listener.action, Forward) else ():
                groups.setdefault(arn, []).append(listener.arn)
        return groups

    def target_states(self, target_group_arn: str) -> list[str]:
        """The state of each registered target; one that drains is not registered any more."""
        states = [description["TargetHealth"]["State"] for description in self.target_health(target_group_arn)]
        return [state for state in states if state not in (DRAINING, UNUSED)]

    def is_known(self, target_group_arn: str, private_address: str) -> bool:
        """Whether the target can still get or finish a request: registered, or draining."""
        known = self.target_health(target_group_arn)
        return any(description["Target"]["Id"] == private_address for description in known)

    def wait_until_drained(self, target_group_arn: str, private_address: str) -> None:
        """Returns when no request of this deregistered target is open; its deregistration delay is the limit."""
        while self.is_known(target_group_arn, private_address) and not self._stopped.wait(0.02):
            pass

    def _run_loop(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _poll(self) -> None:
        while not self._stopped.wait(POLL_SECONDS):
            try:
                self.refresh()
                self.problem = None
            except Exception as problem:  # another thread may be in the middle of a change
                self.problem = problem

    def _on_loop(self, work: Any) -> "Future[Any]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _open(self) -> None:
        self._health_checks = HealthChecks(self._clock)

    async def _close(self) -> None:
        for runner, _ in self._sites.values():
            await runner.cleanup()
        for pool in self._pools.values():
            await pool.close()
        if self._health_checks:
            await self._health_checks.close()

    async def _apply(self, routing: Routing) -> None:
        assert self._health_checks
        in_use = routing.target_groups_in_use()
        for arn, group in routing.target_groups.items():
            if arn not in self._pools:
                self._pools[arn] = TargetPool(
                    group, self.table, self._clock, self._health_checks.start, new_target_session
                )
            self._pools[arn].apply(group, arn in in_use)
        # From this line on requests go by the new state, those of one moment all alike.
        self._routing = routing
        for arn in self._pools.keys() - routing.target_groups.keys():
            await self._pools.pop(arn).close()
        for arn in self._sites.keys() - routing.listeners.keys():
            await self._sites.pop(arn)[0].cleanup()
        for arn in routing.listeners.keys() - self._sites.keys():
            self._sites[arn] = await self._serve(arn)

    async def _serve(self, listener_arn: str) -> tuple[web.ServerRunner, int]:
        forwarding = Forwarding(lambda: self._routing.listeners[listener_arn], self._pools, self._observe)
        server = web.Server(forwarding.handle, access_log=None, auto_decompress=False, keepalive_timeout=60)
        runner = web.ServerRunner(server, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        return runner, runner.addresses[0][1]

    def _observe(self, record: RequestRecord) -> None:
        for observer in self.observers:
            observer(record)
