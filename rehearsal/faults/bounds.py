"""How many requests a fault may cost, and which: judged by the recorded requests."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

from rehearsal.faults.recording import Recording, Request

# Three seconds and more without an answer from blue are an outage, not a moment's delay on a busy machine.
LONGEST_SILENCE_SECONDS = 3.0


class Bound(ABC):
    """What must hold of a recording."""

    text: str
    """In a few words, for the table."""

    def failed(self, recording: Recording) -> list[Request]:
        """The requests that the fault cost."""
        return recording.lost()

    @abstractmethod
    def problems(self, recording: Recording) -> list[str]:
        """One sentence for each way in which it does not hold."""


@dataclass(frozen=True)
class NoneFails(Bound):
    """Users notice nothing at all."""

    text: str = "none"

    def problems(self, recording: Recording) -> list[str]:
        """Any lost request is one too many."""
        lost = self.failed(recording)
        return [f"{len(lost)} requests failed, none may: {lost[0].answer.problem}"] if lost else []


@dataclass(frozen=True)
class CanaryShare(Bound):
    """Only users of green, and no more of them than the canary's share, until the alarm."""

    percent: int
    slower_than_seconds: float = math.inf
    """An answer that takes longer counts as failed too."""

    @property
    def text(self) -> str:  # type: ignore[override]
        """As the issue is worded."""
        return f"{self.percent} % until the alarm"

    def failed(self, recording: Recording) -> list[Request]:
        """Lost, or too slow to be of use."""
        return [one for one in recording.requests if one.lost or one.seconds > self.slower_than_seconds]

    def problems(self, recording: Recording) -> list[str]:
        """Counted against all that was sent from the first user on green to the rollback."""
        failed = self.failed(recording)
        start, end = recording.first_on_green(), recording.rolled_back
        if start is None or end is None:
            return ["green got no user, or was not rolled back"]
        allowed = math.ceil(self.percent / 100 * len(recording.sent_between(start, end)))
        problems = [f"{len(failed)} requests failed, at most {allowed} may"] if len(failed) > allowed else []
        elsewhere = [one for one in failed if not recording.is_on_green(one)]
        if elsewhere:
            problems.append(f"{len(elsewhere)} requests failed that green did not get: {elsewhere[0].answer.problem}")
        return problems


@dataclass(frozen=True)
class DetectionTime(Bound):
    """Everybody may be hit, from green's first failure to the rollback, for as long as the alarm needs."""

    seconds: float
    """In real seconds."""
    text: str = "until the alarm"

    def problems(self, recording: Recording) -> list[str]:
        """The time between, and nothing outside it."""
        lost = self.failed(recording)
        if recording.rolled_back is None or not lost:
            return ["nothing failed, or nothing was rolled back"]
        took = recording.rolled_back - min(one.answer.started for one in lost)
        problems = [f"users failed for {took:.1f} s, at most {self.seconds:.1f} s may"] if took > self.seconds else []
        elsewhere = [one for one in lost if not recording.is_on_green(one)]
        if elsewhere:
            problems.append(f"{len(elsewhere)} requests failed that green did not get: {elsewhere[0].answer.problem}")
        return problems


@dataclass(frozen=True)
class InFlight(Bound):
    """Only what the task that died had been given, until the load balancer knew of it."""

    text: str = "in flight on the task"

    def problems(self, recording: Recording) -> list[str]:
        """Each lost request was with that task, at that time."""
        others = [one for one in self.failed(recording) if not self._was_in_flight(recording, one)]
        return (
            [f"{len(others)} requests failed that were not on the task: {others[0].answer.problem}"] if others else []
        )

    @staticmethod
    def _was_in_flight(recording: Recording, request: Request) -> bool:
        return (
            request.record is not None
            and request.record.target == recording.lost_target
            and request.answer.started <= recording.lost_target_until
            and request.answer.ended >= recording.lost_target_from
        )


@dataclass(frozen=True)
class LongerThanDraining(Bound):
    """Only requests that take longer than the deregistration delay and the stop timeout together."""

    seconds: float
    """In real seconds."""
    text: str = "longer than draining"

    def problems(self, recording: Recording) -> list[str]:
        """A request that would have ended in time must not be cut off."""
        short = [one for one in self.failed(recording) if one.asked_seconds < self.seconds]
        return (
            [f"{len(short)} requests failed that draining leaves time for: {short[0].answer.problem}"] if short else []
        )


def rollback_problems(recording: Recording) -> list[str]:
    """None fails after the rollback."""
    if recording.rolled_back is None:
        return []
    late = [one for one in recording.lost() if one.answer.started > recording.rolled_back]
    return [f"{len(late)} requests failed after the rollback: {late[0].answer.problem}"] if late else []


def silence_problems(recording: Recording) -> list[str]:
    """Blue answers all the time, for as long as production is not all on green."""
    end = recording.fully_shifted or recording.rolled_back or recording.ended
    answered = sorted(
        one.answer.ended
        for one in recording.requests
        if not one.lost and one.target_group_arn == recording.blue_target_group_arn and one.answer.ended <= end
    )
    moments = [recording.began, *(moment for moment in answered if moment >= recording.began), end]
    longest = max(later - earlier for earlier, later in zip(moments, moments[1:], strict=False))
    return [f"blue did not answer for {longest:.1f} s"] if longest > LONGEST_SILENCE_SECONDS else []
