"""One hook from its invocation to its answer.

Read in the documentation: the payload, and that CodeDeploy waits for an hour for PutLifecycleEventHookExecutionStatus.
Inferred: that an error of the function is no answer, so that CodeDeploy goes on waiting; that there is no second
invocation; and that a function which does not exist or may not be invoked fails the event at once.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from rehearsal.deploy.clock import Clock
from rehearsal.deploy.deployment_group import DeploymentGroup
from rehearsal.deploy.load_balancer import LocalLoadBalancer
from rehearsal.deploy.record import DeploymentRecord
from rehearsal.deploy.result import SUCCEEDED, DeploymentFailure
from rehearsal.embedded_aws.codedeploy.hook_executions import hook_status, open_hook_execution
from rehearsal.iam.calls import CODEDEPLOY, LAMBDA
from rehearsal.iam.refusal import AccessRefused

from .function import HookFunction, read_function
from .invocation import LEAST_SECONDS, Invocation
from .network import FunctionNetwork

HOOK_SECONDS = 3600.0  # AWS CodeDeploy User Guide, "AppSpec 'hooks' section"
POLL_SECONDS = 0.02
# How long a function that has reported may take to return, before nobody waits for it.
RETURN_SECONDS = 2.0


class HookRunner:
    """Runs the functions that an AppSpec names."""

    def __init__(
        self, aws: Any, front: LocalLoadBalancer, clock: Clock, group: DeploymentGroup, out: Callable[[str], None]
    ) -> None:
        self._aws = aws
        self._front = front
        self._clock = clock
        self._group = group
        self._out = out

    def run(self, event: str, name: str, record: DeploymentRecord, check: Callable[[], None]) -> None:
        """Returns when the function has reported success; `check` is called meanwhile and may end it by raising."""
        function = self._find(event, name)
        execution_id = open_hook_execution(record.kept)
        invocation = self._invoke(event, function, record.id, execution_id)
        counted = False
        started = time.monotonic()
        limit = started + self._clock.real_seconds(HOOK_SECONDS)
        at_work = started + LEAST_SECONDS
        try:
            while (status := hook_status(record.kept, execution_id)) is None:
                if invocation.ended and not counted:
                    counted = self._count(function, invocation)
                if invocation.problem:
                    raise DeploymentFailure(event, "INTERNAL_ERROR", str(invocation.problem)) from invocation.problem
                check()
                if time.monotonic() > (limit if invocation.ended else max(limit, at_work)):
                    raise self._failure(event, f"{name} has not reported within an hour", invocation)
                time.sleep(POLL_SECONDS)
            invocation.end(RETURN_SECONDS)
        finally:
            invocation.end()
            if not counted:
                self._count(function, invocation)
            self._tell(invocation)
        if status != SUCCEEDED:
            raise self._failure(event, f"{name} has reported {status}", invocation)

    def _find(self, event: str, name: str) -> HookFunction:
        function = read_function(self._aws, name)
        if function is None:
            raise DeploymentFailure(event, "INVALID_LAMBDA_FUNCTION", f"there is no Lambda function {name}")
        if not function.runtime.startswith("python3"):
            reason = f"hook {name} has the runtime {function.runtime or 'of an image'}, which cannot be rehearsed"
            raise DeploymentFailure(event, "NOT_REHEARSED", reason)
        return function

    def _invoke(self, event: str, function: HookFunction, deployment_id: str, execution_id: str) -> Invocation:
        payload = {"DeploymentId": deployment_id, "LifecycleEventHookExecutionId": execution_id}
        try:
            codedeploy = self._aws.acting_as(CODEDEPLOY, self._group.service_role_arn, self._group.arn)
            codedeploy.client("lambda").invoke(
                FunctionName=function.name, InvocationType="Event", Payload=json.dumps(payload)
            )
        except AccessRefused as refused:
            raise DeploymentFailure(event, "IAM_ROLE_PERMISSIONS", str(refused)) from None
        service = self._aws.acting_as(LAMBDA, function.role_arn, function.arn)
        if function.subnet_ids:
            service.ask("attach")
        stream = f"log-group:/aws/lambda/{function.name}:log-stream:{execution_id}"
        service.ask("logs", stream=f"arn:aws:logs:{self._aws.region}:{self._aws.account_id}:{stream}")
        acting = service.environment()
        keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
        self._out(f"hook {function.name}")
        return Invocation(
            function,
            payload,
            FunctionNetwork(self._aws, self._front, function),
            {key: acting[key] for key in keys if key in acting},
            self._aws.region,
            self._clock.speed,
        )

    def _count(self, function: HookFunction, invocation: Invocation) -> bool:
        for name, value in (("Invocations", 1), ("Errors", int(invocation.error is not None))):
            self._front.metrics.put("AWS/Lambda", name, {"FunctionName": function.name}, value)
        return True

    def _tell(self, invocation: Invocation) -> None:
        for line in invocation.log.splitlines():
            self._out(f"  {line}")

    def _failure(self, event: str, reason: str, invocation: Invocation) -> DeploymentFailure:
        lines = [line.strip() for line in invocation.log.splitlines() if line.strip()]
        said = f": {invocation.error or lines[-1]}" if invocation.error or lines else ""
        return DeploymentFailure(event, "HOOK_EXECUTION_FAILURE", reason + said)
