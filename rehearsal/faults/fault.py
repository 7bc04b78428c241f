"""What a fault is: how it is brought about, who should notice, and what users may see of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearsal.checks import RequestKind, mixed_load
from rehearsal.deploy import Clock, DeploymentResult
from rehearsal.faults.bounds import Bound, NoneFails
from rehearsal.faults.images import Application
from rehearsal.faults.recording import Recording

if TYPE_CHECKING:
    from rehearsal.faults.scene import Scene

AT_ONCE, ASKED_AGAIN, OWN_HOOK, CANARY, CANARY_AND_LATENCY = (
    "at-once", "asked-again", "own-hook", "canary", "canary-and-latency",
)  # fmt: skip
# Seconds that bound a request in flight are a fifth of AWS's, and so are the application's own in the images.
FAST = Clock(speed=60, request_speed=5)
# A minute of AWS's time takes two seconds: in it a tenth of the users sends enough for the alarm's floor.
FOR_CANARY = Clock(speed=30, request_speed=5)
CLOCKS = {AT_ONCE: FAST, ASKED_AGAIN: FAST, OWN_HOOK: FAST, CANARY: FOR_CANARY, CANARY_AND_LATENCY: FOR_CANARY}
REQUESTS_PER_SECOND = 120.0
CANARY_REQUESTS_PER_SECOND = 200.0


@dataclass(frozen=True)
class Fault:
    """One way in which a release goes wrong, and what must hold then."""

    number: str
    """As in the list of faults; a letter follows where one has several forms."""
    name: str
    """In a user's words."""
    inject: Callable[["Scene"], DeploymentResult]
    """Brings it about and answers with the release that suffers from it."""
    noticed_by: str
    """Who should notice first."""
    bound: Bound = NoneFails()
    variant: str = AT_ONCE
    """Which stack it needs, a file of stacks/."""
    rolls_back: bool = True
    """Whether the release ends with a rollback; otherwise it succeeds, or is refused before anything has changed."""
    begins: Callable[[Recording], float | None] = lambda recording: recording.began
    """From which moment on somebody could notice it."""
    begins_with: str = ""
    """The same, as the lifecycle event that it begins with."""
    clean_up: Callable[["Scene"], None] = lambda scene: None
    """Undoes what neither a rollback nor the next release undoes."""
    in_real_time: bool = False
    """Whether what notices it runs at its own pace, as a Lambda function does, and not at the clock's."""

    @property
    def clock(self) -> Clock:
        """How fast AWS's time passes. Faults of one clock are rehearsed on one stack."""
        return CLOCKS[self.variant]

    @property
    def load(self) -> tuple[RequestKind, ...]:
        """The users that are there all the time."""
        return mixed_load(CANARY_REQUESTS_PER_SECOND if self.clock == FOR_CANARY else REQUESTS_PER_SECOND)


@dataclass(frozen=True)
class Push:
    """The simplest way to bring about a fault: a push of this application."""

    application: Application

    def __call__(self, scene: "Scene") -> DeploymentResult:
        """The release of it."""
        return scene.release(self.application)


@dataclass(frozen=True)
class FaultResult:
    """One row of the table. Times are AWS's."""

    number: str
    name: str
    noticed_by: str
    noticed_after_seconds: float | None
    rolled_back_after_seconds: float | None
    sent: int
    failed: int
    bound: str
    problems: tuple[str, ...]
    """What did not hold; none when the fault stayed within its bounds."""
    took_seconds: float = 0.0
    """Real seconds, with the release after it."""
    next_release_after_seconds: float = 0.0
    """How long an alarm stayed red that would have stopped the next release."""

    @property
    def within_bounds(self) -> bool:
        """Whether all held that must hold."""
        return not self.problems
