"""What may end a deployment from outside at any moment: its alarms and its operator.

Read in the documentation: an alarm of the group stops the deployment, and so does an alarm that cannot be read, unless
the group ignores that. Inferred: how often CodeDeploy looks; that it looks from the start, so that an alarm which is
red already stops a deployment at once; that it goes on looking during the termination wait; and that the name of no
alarm counts as one that cannot be read.
"""

import time
from collections.abc import Callable
from typing import Any

from rehearsal.embedded_aws.codedeploy.deployment_control import requests_of
from rehearsal.metrics import MetricStore, read_alarm
from rehearsal.metrics.alarms import ALARM

from .clock import Clock
from .deployment_group import DeploymentGroup
from .record import DeploymentRecord
from .result import ON_ALARM, ON_REQUEST, DeploymentStopped

POLL_SECONDS = 15.0
SHORTEST_POLL_SECONDS = 0.05
SLICE_SECONDS = 0.02


class Interruptions:
    """Looks at the alarms and at what the operator asks for."""

    def __init__(
        self, aws: Any, metrics: MetricStore, group: DeploymentGroup, record: DeploymentRecord, clock: Clock
    ) -> None:
        self._aws = aws
        self._metrics = metrics
        self._group = group
        self._record = record
        self._clock = clock
        self._pause = max(clock.real_seconds(POLL_SECONDS), SHORTEST_POLL_SECONDS)
        self._next_poll = 0.0

    def check(self, at: str) -> None:
        """Raises DeploymentStopped when something wants the deployment's end; the alarms are asked now and then."""
        self._check_requests(at)
        if time.monotonic() >= self._next_poll:
            self.check_alarms(at)
            self._next_poll = time.monotonic() + self._pause

    def check_alarms(self, at: str) -> None:
        """Asks every alarm of the deployment group."""
        for name in self._group.alarm_names:
            alarm = read_alarm(self._aws, self._metrics, name)
            if alarm is None and not self._group.ignores_poll_failure:
                reason = f"the state of alarm {name} could not be read: CloudWatch has no such alarm"
                raise DeploymentStopped(at, "CODEDEPLOY_RESOURCE_CANNOT_BE_FOUND", reason, ON_ALARM)
            if alarm and alarm.state == ALARM:
                reason = f"One or more alarms have been activated: {name}: {alarm.reason}"
                raise DeploymentStopped(at, "ALARM_ACTIVE", reason, ON_ALARM)

    def wait(self, seconds: float, at: str, ends_early: Callable[[], bool] = lambda: False) -> bool:
        """Lets so much of AWS's time pass; true when it ended early."""
        limit = time.monotonic() + self._clock.real_seconds(seconds)
        while (left := limit - time.monotonic()) > 0:
            self.check(at)
            if ends_early():
                return True
            time.sleep(min(left, SLICE_SECONDS))
        self.check(at)
        return ends_early()

    def was_continued(self, wait: str) -> bool:
        """Whether the operator has ended this wait: READY_WAIT or TERMINATION_WAIT."""
        return wait in requests_of(self._record.kept).continued

    def _check_requests(self, at: str) -> None:
        requests = requests_of(self._record.kept)
        if requests.stop:
            reason = "the deployment was stopped by its operator"
            raise DeploymentStopped(at, "MANUAL_STOP", reason, ON_REQUEST, requests.stop_rolls_back)
