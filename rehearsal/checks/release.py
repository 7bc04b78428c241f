"""Did the users see one change, from the old release to the new one, and nothing else?"""

from collections.abc import Sequence
from dataclasses import dataclass

from .client import Answer, Release


@dataclass(frozen=True)
class ReleaseCheck:
    """What a steady client has seen of a release."""

    sent: int
    lost: int
    problems: tuple[str, ...]
    """One sentence each; none when the release was as it should be."""


def check_release(answers: Sequence[Answer], old: Release | None, new: Release) -> ReleaseCheck:
    """Judges the answers of one release that moved all traffic at once. `old` is None for the bootstrap image."""
    lost = [answer for answer in answers if answer.lost]
    good = [answer for answer in answers if not answer.lost]
    problems = [*_lost(lost, len(answers)), *_unknown(good, old, new), *_change(good, old, new)]
    return ReleaseCheck(sent=len(answers), lost=len(lost), problems=tuple(problems))


def _lost(lost: list[Answer], sent: int) -> list[str]:
    if not lost:
        return []
    return [f"{len(lost)} of {sent} requests were lost, the first with: {lost[0].problem}"]


def _unknown(good: list[Answer], old: Release | None, new: Release) -> list[str]:
    strangers = {answer.release for answer in good} - {old, new}
    return [f"{_name(stranger)} answered, which is neither the old nor the new release" for stranger in strangers]


def _change(good: list[Answer], old: Release | None, new: Release) -> list[str]:
    before = [answer for answer in good if answer.release == old]
    after = [answer for answer in good if answer.release == new]
    if not before:
        return [f"the old release, {_name(old)}, was never seen"]
    if not after:
        return [f"the new release, {_name(new)}, was never seen"]
    # Answers overlap: one that began before the change may end after it. Only one that began later says it went back.
    first_new = min(answer.ended for answer in after)
    back = [answer for answer in before if answer.started > first_new]
    return [f"after {_name(new)} was seen, {_name(old)} answered {len(back)} more times"] if back else []


def _name(release: Release | None) -> str:
    return str(release) if release else "the bootstrap image"
