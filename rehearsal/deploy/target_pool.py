"""The targets of one target group: their states, who is asked next, and how one leaves."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from .clock import Clock
from .routing import Target, TargetGroup
from .task_table import TaskTable

INITIAL, HEALTHY, UNHEALTHY, DRAINING, UNUSED = "initial", "healthy", "unhealthy", "draining", "unused"

# What Elastic Load Balancing says with each state. ELBv2 API Reference, "TargetHealth".
REASONS = {
    INITIAL: ("Elb.InitialHealthChecking", "Initial health checks in progress"),
    DRAINING: ("Target.DeregistrationInProgress", "Target deregistration is in progress"),
    UNUSED: ("Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"),
}


@dataclass(eq=False)
class PoolTarget:
    """One registered target, with the connections that are kept open to it."""

    key: Target
    session: aiohttp.ClientSession
    state: str = UNUSED
    reason: tuple[str, str] = REASONS[UNUSED]
    successes: int = 0
    failures: int = 0
    in_flight: set["asyncio.Task[object]"] = field(default_factory=set)
    health_task: "asyncio.Task[None] | None" = None
    drain_task: "asyncio.Task[None] | None" = None

    def move_to(self, state: str, reason: tuple[str, str] | None = None) -> None:
        """Changes the state with its reason."""
        self.state = state
        self.reason = reason or REASONS.get(state, ("", ""))

    def stop_health_checks(self) -> None:
        """Nobody asks this target for its health any more."""
        if self.health_task:
            self.health_task.cancel()
            self.health_task = None
        self.successes = self.failures = 0


class TargetPool:
    """The targets of a target group. Lives on the load balancer's event loop."""

    def __init__(
        self,
        group: TargetGroup,
        table: TaskTable,
        clock: Clock,
        check_health: Callable[["TargetPool", PoolTarget], "asyncio.Task[None]"],
        new_session: Callable[[], aiohttp.ClientSession],
    ) -> None:
        self.group = group
        self.targets: dict[Target, PoolTarget] = {}
        self._table = table
        self._clock = clock
        self._check_health = check_health
        self._new_session = new_session
        self._turn = 0
        self._leaving: set[PoolTarget] = set()

    def apply(self, group: TargetGroup, in_use: bool) -> None:
        """Takes over what is registered now; a target that is gone from it begins to drain."""
        self.group = group
        for key in group.targets - self.targets.keys():
            self.targets[key] = PoolTarget(key, self._new_session())
        for key in self.targets.keys() - group.targets:
            self._start_draining(self.targets.pop(key))
        for target in self.targets.values():
            if in_use and target.state == UNUSED:
                target.move_to(INITIAL)
                target.health_task = self._check_health(self, target)
            elif not in_use and target.state != UNUSED:
                target.stop_health_checks()
                target.move_to(UNUSED)

    def next_target(self) -> PoolTarget | None:
        """Round robin over the healthy targets; over the unhealthy ones when there is no other, as ELB fails open."""
        for state in (HEALTHY, UNHEALTHY):
            candidates = [target for target in self.targets.values() if target.state == state]
            if candidates:
                self._turn += 1
                return candidates[self._turn % len(candidates)]
        return None

    def endpoint(self, target: PoolTarget, port: int | None = None) -> tuple[str, int] | None:
        """Where on this machine the target listens."""
        return self._table.endpoint(target.key[0], port or target.key[1])

    def obstacle(self, target: PoolTarget) -> str | None:
        """What keeps the load balancer from the target, before anything of the target counts."""
        return self._table.obstacle(target.key[0])

    def draining(self) -> list[PoolTarget]:
        """The deregistered targets that still answer a request."""
        return list(self._leaving)

    async def close(self) -> None:
        """Cuts everything off."""
        for target in [*self.targets.values(), *self._leaving]:
            target.stop_health_checks()
            if target.drain_task:
                target.drain_task.cancel()
            await target.session.close()

    def _start_draining(self, target: PoolTarget) -> None:
        target.stop_health_checks()
        target.move_to(DRAINING)
        self._leaving.add(target)
        target.drain_task = asyncio.create_task(self._drain(target))

    async def _drain(self, target: PoolTarget) -> None:
        delay = self._clock.real_request_seconds(self.group.deregistration_delay_seconds)
        if target.in_flight:
            _, late = await asyncio.wait(target.in_flight, timeout=delay)
            for request in late:
                request.cancel()
        await target.session.close()
        self._leaving.discard(target)
