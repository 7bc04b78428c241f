"""Tells CodeDeploy how the test went.

Source: AWS CodeDeploy API Reference, "PutLifecycleEventHookExecutionStatus".
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

from .aws_call import AwsRefusalError, call
from .deadline import within

TRIES = 3
SECONDS_A_TRY = 5
SECONDS_BETWEEN = 1


@dataclass(frozen=True)
class Hook:
    """The run that CodeDeploy waits for."""

    deployment_id: str
    execution_id: str

    @classmethod
    def of(cls, event: Mapping[str, str]) -> "Hook":
        """The run that this event has started."""
        return cls(event["DeploymentId"], event["LifecycleEventHookExecutionId"])


class NotReportedError(Exception):
    """CodeDeploy could not be told."""


def report(hook: Hook, status: str, environment: Mapping[str, str]) -> None:
    """Reports Succeeded or Failed; more than once where CodeDeploy does not answer.

    Raises:
        NotReportedError: where it never answered: Lambda counts the run as an error then.
    """
    problems = []
    for attempt in range(TRIES):
        time.sleep(SECONDS_BETWEEN if attempt else 0)
        try:
            # A name that does not resolve takes as long as it likes.
            return within(SECONDS_A_TRY, lambda: _put(hook, status, environment))
        except Exception as error:  # a report that fails for any reason is tried again
            problems.append(f"{type(error).__name__}: {error}")
            print(f"{status} was not reported: {problems[-1]}", flush=True)
    raise NotReportedError(f"{status} was not reported to CodeDeploy: {problems[-1]}")


def _put(hook: Hook, status: str, environment: Mapping[str, str]) -> None:
    body = {
        "deploymentId": hook.deployment_id,
        "lifecycleEventHookExecutionId": hook.execution_id,
        "status": status,
    }
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus",
    }
    try:
        call("codedeploy", headers, json.dumps(body).encode(), environment, SECONDS_A_TRY)
    except AwsRefusalError as error:
        # An earlier try arrived and only its answer was lost.
        if "LifecycleEventAlreadyCompletedException" not in str(error):
            raise
