"""Faults that only users bring out: at the canary, or when all of them are there."""

from rehearsal.faults.bounds import CanaryShare, DetectionTime
from rehearsal.faults.fault import CANARY, CANARY_AND_LATENCY, FAST, Fault, Push
from rehearsal.faults.images import Application
from rehearsal.faults.notice import ERRORS, LATENCY
from rehearsal.faults.recording import Recording

# One period until the alarm, one that was half over when it began, CodeDeploy's look every 15 s, and a real second.
DETECTION_SECONDS = (60 + 60 + 15) / FAST.speed + 1.0


def first_loss(recording: Recording) -> float | None:
    """The first user who got no good answer."""
    return min((one.answer.started for one in recording.lost()), default=None)


FAULTS = [
    Fault(
        "8",
        "5 % of the new version's answers are errors, at a canary of 10 %",
        Push(Application("some-errors", program="some_errors")),
        ERRORS,
        CanaryShare(10),
        variant=CANARY,
        begins=Recording.first_on_green,
    ),
    Fault(
        "9",
        "The new version is slow, at a canary of 10 %",
        Push(Application("slow-for-users", program="slow_for_users")),
        LATENCY,
        CanaryShare(10, slower_than_seconds=1.5),
        variant=CANARY_AND_LATENCY,
        begins=Recording.first_on_green,
    ),
    Fault(
        "10",
        "The new version fails after all users have moved to it",
        Push(Application("fails-later", program="fails_later")),
        ERRORS,
        DetectionTime(DETECTION_SECONDS),
        begins=first_loss,
    ),
]
