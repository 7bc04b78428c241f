"""A blue/green deployment, lifecycle event by lifecycle event, as CodeDeploy does it.

Source: AWS CodeDeploy User Guide, "List of lifecycle event hooks for an Amazon ECS deployment".
"""

import time
from collections.abc import Callable
from typing import Any

from .blue_green_service import BlueGreenService
from .clock import Clock
from .code_deploy_role import take_role
from .hooks import HookRunner
from .interruptions import Interruptions
from .lifecycle import Lifecycle
from .load_balancer import LocalLoadBalancer
from .plan import Plan
from .record import DeploymentRecord, create_record
from .result import FAILED, ON_REQUEST, SUCCEEDED, DeploymentFailure, DeploymentResult, DeploymentStopped
from .service import NotHealthy, wait_until_healthy
from .task_sets import TaskSets

READY_WAIT, TERMINATION_WAIT = "READY_WAIT", "TERMINATION_WAIT"


class EcsDeployment(BlueGreenService):
    """Runs a plan. Each lifecycle event is a method, so that a test can break one."""

    def __init__(
        self,
        aws: Any,
        plan: Plan,
        tasks: TaskSets,
        front: LocalLoadBalancer,
        clock: Clock,
        out: Callable[[str], None],
        record: DeploymentRecord | None = None,
        green: dict[str, Any] | None = None,
    ) -> None:
        codedeploy = take_role(aws, plan)
        record = record or create_record(aws, plan.group, plan.appspec_text, "started by the pipeline")
        super().__init__(aws, codedeploy, plan, tasks, front, out, record)
        self.clock = clock
        self.green = green
        self.blue_is_ending = False
        self.interruptions = Interruptions(aws, front.metrics, plan.group, self.record, clock)
        self.lifecycle = Lifecycle(self.record, clock, out)
        self.hooks = HookRunner(aws, front, clock, plan.group, out)
        self._waits_for = ""

    def run(self) -> DeploymentResult:
        """All events in order; after a failure, the rollback that the deployment group asks for."""
        try:
            # An alarm that is red already stops the deployment before anything is touched.
            self.interruptions.check("Start")
            for name, act in self._events().items():
                self.lifecycle.run(name, act)
                if name == "AfterAllowTestTraffic" and not self.lifecycle.has_succeeded("BeforeAllowTraffic"):
                    self.wait_for_reroute()
        except DeploymentFailure as failure:
            return self._failed(failure)
        self.record.end(SUCCEEDED)
        return self._result(succeeded=True)

    def _events(self) -> dict[str, Callable[[], None]]:
        return {
            "BeforeInstall": self.before_install,
            "Install": self.install,
            "AfterInstall": self.after_install,
            "AllowTestTraffic": self.allow_test_traffic,
            "AfterAllowTestTraffic": self.after_allow_test_traffic,
            "BeforeAllowTraffic": self.before_allow_traffic,
            "AllowTraffic": self.allow_traffic,
            "AfterAllowTraffic": self.after_allow_traffic,
            "End": self.end,
        }

    def before_install(self) -> None:
        """Nothing of green exists yet."""
        self.run_hook("BeforeInstall")

    def install(self) -> None:
        """Green's task set, behind the other target group, until all of it is healthy."""
        # A target group that no listener names is not health-checked: green joins production with nothing to do.
        self.forward(self.plan.group.production_listener_arn, green_percent=0)
        self.green = green = self.green or self.create_green()
        running = {task_set.arn: task_set for task_set in self.tasks.all()}.get(green["taskSetArn"])
        running = running or self.tasks.start(green, self.plan.service.desired_count)
        try:
            wait_until_healthy(running, self.front, self.clock, lambda: self.interruptions.check("Install"))
        except NotHealthy as problem:
            reason = f"the replacement task set did not become healthy within an hour: {problem}"
            raise DeploymentFailure("Install", "TIMEOUT", reason) from None

    def after_install(self) -> None:
        """Green runs, nobody sees it."""
        self.run_hook("AfterInstall")

    def allow_test_traffic(self) -> None:
        """The test listener moves to green. CodeDeploy asks nothing there: that is for a hook."""
        listener = self.plan.group.test_listener_arn
        if listener:
            self.forward(listener, green_percent=100)

    def after_allow_test_traffic(self) -> None:
        """Green can be tried out on the test listener."""
        self.run_hook("AfterAllowTestTraffic")

    def wait_for_reroute(self) -> None:
        """The operator continues, or nobody does and the deployment stops. Inferred: as if somebody had stopped it."""
        minutes = self.plan.group.ready_wait_minutes
        if minutes is None:
            return
        self.record.waits_to_be_continued(True)
        self.out("waiting to be continued by hand")
        self._wait_for(READY_WAIT, minutes * 60.0)
        if not self.interruptions.was_continued(READY_WAIT):
            reason = f"nobody continued the deployment within {minutes} minutes"
            raise DeploymentStopped("AfterAllowTestTraffic", "TIMEOUT", reason, ON_REQUEST)
        self.record.waits_to_be_continued(False)

    def before_allow_traffic(self) -> None:
        """The last moment before the first user."""
        self.run_hook("BeforeAllowTraffic")

    def allow_traffic(self) -> None:
        """Production moves, in the steps of the deployment configuration; then green is the primary task set."""
        reached = self.green_percent()
        for step in self.plan.traffic_steps:
            if step.green_percent < reached:
                continue  # of a deployment that is resumed
            self.forward(self.plan.group.production_listener_arn, step.green_percent)
            self.wait(step.wait_seconds)
        assert self.green
        self.make_primary(self.green)

    def after_allow_traffic(self) -> None:
        """All users are on green."""
        self.run_hook("AfterAllowTraffic")

    def end(self) -> None:
        """Blue stays for the termination wait, ready to take back, then ends."""
        minutes = self.plan.group.termination_wait_minutes
        if minutes is not None and self.blue["taskSetArn"]:
            self.record.waits_for_termination()
            self._wait_for(TERMINATION_WAIT, minutes * 60.0)
            self.blue_is_ending = True
            self.remove(self.blue)

    def roll_back(self) -> None:
        """Everything as before: both listeners on blue, blue primary, green gone."""
        for listener in (self.plan.group.production_listener_arn, self.plan.group.test_listener_arn):
            if listener:
                self.forward(listener, green_percent=0)
        self.make_primary(self.blue)
        self.back_on_blue = time.monotonic()
        if self.green:
            self.remove(self.green)

    def wait(self, seconds: float) -> None:
        """Lets that much of AWS's time pass, unless an alarm or the operator ends the deployment, or the wait."""
        waits_for = self._waits_for
        self.interruptions.wait(
            seconds,
            self.lifecycle.current,
            lambda: bool(waits_for) and self.interruptions.was_continued(waits_for),
        )

    def run_hook(self, event: str) -> None:
        """The Lambda function that the AppSpec names for this event."""
        function = self.plan.appspec.hooks.get(event)
        if function:
            self.hooks.run(event, function, self.record, lambda: self.interruptions.check(event))

    def describe_rollback(self, rollback: DeploymentRecord) -> DeploymentResult:
        """The result of a deployment whose rollback somebody else began."""
        failed = next((event for event in self.record.events if event.status == FAILED), None)
        reason = failed.message if failed else "; ".join(self.record.kept.deployment_status_messages)
        failure = DeploymentFailure(failed.name if failed else "Start", "", reason)
        failure.status = self.record.kept.status
        return self._result(failure, rollback_id=rollback.id)

    def _wait_for(self, wait: str, seconds: float) -> None:
        """A wait that the operator can end by ContinueDeployment."""
        self._waits_for = wait
        try:
            self.wait(seconds)
        finally:
            self._waits_for = ""

    def _failed(self, failure: DeploymentFailure) -> DeploymentResult:
        failed = time.monotonic()
        self.out(f"{failure.status.lower()} at {failure.at}: {failure.reason}")
        self.lifecycle.skip(list(self._events()))
        self.record.end(failure.status, failure.reason)
        if not self._rolls_back(failure):
            return self._result(failure)
        self.out("rolling back")
        rollback = create_record(
            self.aws, self.plan.group, self.plan.rollback_appspec_text, f"rollback of {self.record.id}", self.record.id
        )
        self.back_on_blue = failed
        self.roll_back()
        rollback.end(SUCCEEDED)
        return self._result(failure, rollback_id=rollback.id, rollback_seconds=self.back_on_blue - failed)

    def _rolls_back(self, failure: DeploymentFailure) -> bool:
        if self.blue_is_ending or not self.blue["taskSetArn"]:
            self.out("blue has ended: there is nothing left to return to")
            return False
        asked = failure.rolls_back if isinstance(failure, DeploymentStopped) else None
        return failure.rollback_event in self.plan.group.rollback_events if asked is None else asked

    def _result(
        self,
        failure: DeploymentFailure | None = None,
        succeeded: bool = False,
        rollback_id: str | None = None,
        rollback_seconds: float | None = None,
    ) -> DeploymentResult:
        return DeploymentResult(
            succeeded=succeeded,
            events=tuple(self.record.events),
            deployment_id=self.record.id,
            task_definition_arn=self.plan.appspec.task_definition,
            blue_target_group_arn=self.plan.service.blue_target_group_arn,
            green_target_group_arn=self.plan.green_target_group_arn,
            failed_at=failure.at if failure else None,
            error_code=failure.code if failure else None,
            failure=failure.reason if failure else None,
            rolled_back=rollback_id is not None,
            rollback_deployment_id=rollback_id,
            status=failure.status if failure else SUCCEEDED,
            rollback_seconds=rollback_seconds,
        )
