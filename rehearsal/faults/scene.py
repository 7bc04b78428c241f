"""What a fault's injection has at hand: releases in front of running users, and what it may note for the record."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rehearsal.checks import Answer, Load, RequestKind
from rehearsal.deploy import DeploymentResult
from rehearsal.faults.aftermath import find_colours
from rehearsal.faults.artifacts import Damage
from rehearsal.faults.images import GOOD, Application
from rehearsal.faults.recording import Recording
from rehearsal.faults.running_release import PATIENCE_SECONDS, RunningRelease
from rehearsal.faults.stack import RehearsedStack
from rehearsal.faults.timeline import Timeline


class Scene:
    """One fault while it happens."""

    def __init__(self, stack: RehearsedStack, recording: Recording, out: Callable[[str], None]) -> None:
        self.stack = stack
        self.recording = recording
        self.out = out
        self.timeline = Timeline(out)
        """Of the release that suffers from the fault: the last one that was begun with `release` or `begin`."""
        self.problems: list[str] = []
        """What did not go as it should, where only the injection can tell."""
        self.answers: list[Answer] = []
        """What came of the requests of `users`."""

    def release(self, application: Application = GOOD, damage: Damage = dict, image_uri: str = "") -> DeploymentResult:
        """A whole push."""
        self._begin_record()
        return self.stack.release(application, self.timeline.note, damage, image_uri)

    def release_at_once(self, application: Application = GOOD) -> DeploymentResult:
        """A push by somebody who does not wait for blue's end."""
        self._begin_record()
        return self.stack.release_at_once(application, self.timeline.note)

    def begin(self, application: Application = GOOD) -> RunningRelease:
        """A push that goes on while the fault is brought about."""
        self._begin_record()
        return RunningRelease(lambda: self.stack.release(application, self.timeline.note), self.timeline)

    @contextmanager
    def users(self, *kinds: RequestKind) -> Iterator[None]:
        """More users, beside those that are there all the time."""
        with Load(self.stack.url, kinds, timeout_seconds=PATIENCE_SECONDS) as load:
            time.sleep(0.3)
            yield
        self.answers += load.answers

    def aside(self, application: Application = GOOD) -> DeploymentResult:
        """Another push at the same time; the record is of the first."""
        return self.stack.release(application, self.out)

    def _begin_record(self) -> None:
        self.timeline = Timeline(self.out)
        self.recording.blue_target_group_arn, self.recording.green_target_group_arn = find_colours(self.stack)
        self.recording.began = time.monotonic()
