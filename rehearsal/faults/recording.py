"""What a rehearsed fault left to look at: every request with its way through the load balancer, and the moments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rehearsal.checks import Answer
from rehearsal.deploy.forwarding import RequestRecord


@dataclass(frozen=True)
class Request:
    """One request of the load: what its user saw, and the load balancer's own record of it."""

    answer: Answer
    record: RequestRecord | None
    """None: it never reached the load balancer, or broke off in it."""

    @property
    def lost(self) -> bool:
        """Whether the user got no good answer."""
        return self.answer.lost

    @property
    def target_group_arn(self) -> str | None:
        """Who was asked."""
        return self.record.target_group_arn if self.record else None

    @property
    def seconds(self) -> float:
        """How long the user waited."""
        return self.answer.ended - self.answer.started

    @property
    def asked_seconds(self) -> float:
        """How long the application needs for it, as far as the user has asked for it to be slow."""
        kind, _, seconds = self.answer.kind.partition(" ")
        return float(seconds.removesuffix(" s")) if kind == "slow" else 0.0


@dataclass
class Recording:
    """One release that goes wrong. Times are those of time.monotonic()."""

    blue_target_group_arn: str
    green_target_group_arn: str
    began: float
    """When the fault could first be noticed: the release's start, unless the fault comes later."""
    noticed: float | None = None
    rolled_back: float | None = None
    """From here on all users are on blue again."""
    ended: float = 0.0
    requests: Sequence[Request] = field(default_factory=tuple)
    noticed_by: str = ""
    moments: dict[str, float] = field(default_factory=dict)
    """When the deployment first said each of its lines; a lifecycle event's name is the line that it begins with."""
    fully_shifted: float | None = None
    """When green got all of production; None: it never did."""
    lost_target: tuple[str, int] | None = None
    """The task that died."""
    lost_target_from: float = 0.0
    lost_target_until: float = 0.0
    """When the load balancer knew of it."""

    def lost(self) -> list[Request]:
        """The requests without a good answer."""
        return [request for request in self.requests if request.lost]

    def sent_between(self, start: float, end: float) -> list[Request]:
        """The requests that began in this time."""
        return [request for request in self.requests if start <= request.answer.started <= end]

    def first_on_green(self) -> float | None:
        """When green got its first user."""
        return min((one.answer.started for one in self.requests if self.is_on_green(one)), default=None)

    def is_on_green(self, request: Request) -> bool:
        """Whether the replacement answered it, or failed to."""
        return request.target_group_arn == self.green_target_group_arn


def join_records(answers: Iterable[Answer], records: Iterable[RequestRecord]) -> list[Request]:
    """Each answer with the load balancer's record of the same request, by their trace."""
    by_trace = {record.trace_id: record for record in records}
    return [Request(answer, by_trace.get(answer.trace_id)) for answer in answers]
