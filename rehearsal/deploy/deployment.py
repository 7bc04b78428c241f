"""A blue/green deployment, lifecycle event by lifecycle event, as CodeDeploy does it.

Source: AWS CodeDeploy User Guide, "List of lifecycle event hooks for an Amazon ECS deployment".
"""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from .appspec import AppSpec
from .clock import Clock
from .deployment_group import DeploymentGroup
from .load_balancer import LocalLoadBalancer
from .record import DeploymentRecord
from .result import FAILED, SUCCEEDED, DeploymentFailure, DeploymentResult, LifecycleEvent
from .routing import NotModelled
from .service import EcsService, NotHealthy, wait_until_healthy
from .task_sets import TaskSets
from .traffic import TrafficStep, forward_action

TEST_REQUEST_SECONDS = 10.0


@dataclass(frozen=True)
class Plan:
    """All that is known before anything changes."""

    group: DeploymentGroup
    service: EcsService
    appspec: AppSpec
    appspec_text: str
    green_target_group_arn: str
    traffic_steps: tuple[TrafficStep, ...]
    rollback_appspec_text: str


class EcsDeployment:
    """Runs a plan. Each lifecycle event is a method, so that a test can break one."""

    def __init__(
        self, aws: Any, plan: Plan, tasks: TaskSets, front: LocalLoadBalancer, clock: Clock, out: Callable[[str], None]
    ) -> None:
        self.aws = aws
        self.plan = plan
        self.tasks = tasks
        self.front = front
        self.clock = clock
        self.out = out
        self.blue = plan.service.primary_task_set
        self.green: dict[str, Any] | None = None
        self.blue_is_ending = False
        self.record = DeploymentRecord(aws, plan.group, plan.appspec_text, "started by the pipeline")
        self._events: list[LifecycleEvent] = []
        self._started = time.monotonic()

    def run(self) -> DeploymentResult:
        """All events in order; after a failure, the rollback that the deployment group asks for."""
        try:
            self._event("BeforeInstall", self.before_install)
            self._event("Install", self.install)
            self._event("AfterInstall", self.after_install)
            self._event("AllowTestTraffic", self.allow_test_traffic)
            self._event("AfterAllowTestTraffic", self.after_allow_test_traffic)
            self._event("BeforeAllowTraffic", self.before_allow_traffic)
            self._event("AllowTraffic", self.allow_traffic)
            self._event("AfterAllowTraffic", self.after_allow_traffic)
            self._event("End", self.end)
        except DeploymentFailure as failure:
            return self._failed(failure)
        self.record.end(SUCCEEDED)
        return self._result(succeeded=True)

    def before_install(self) -> None:
        """Nothing of green exists yet."""
        self.run_hook("BeforeInstall")

    def install(self) -> None:
        """Green's task set, behind the other target group, until all of it is healthy."""
        # A target group that no listener names is not health-checked: green joins production with nothing to do.
        self.forward(self.plan.group.production_listener_arn, green_percent=0)
        self.green = self.create_green()
        running = self.tasks.start(self.green, self.plan.service.desired_count)
        try:
            wait_until_healthy(running, self.front, self.clock)
        except NotHealthy as problem:
            reason = f"the replacement task set did not become healthy within an hour: {problem}"
            raise DeploymentFailure("Install", "TIMEOUT", reason) from None

    def after_install(self) -> None:
        """Green runs, nobody sees it."""
        self.run_hook("AfterInstall")

    def allow_test_traffic(self) -> None:
        """The test listener moves to green, and green answers there."""
        listener = self.plan.group.test_listener_arn
        if listener:
            self.forward(listener, green_percent=100)
            self.ask_green(listener)

    def after_allow_test_traffic(self) -> None:
        """Green can be tried out on the test listener."""
        self.run_hook("AfterAllowTestTraffic")

    def before_allow_traffic(self) -> None:
        """The last moment before the first user."""
        self.run_hook("BeforeAllowTraffic")

    def allow_traffic(self) -> None:
        """Production moves, in the steps of the deployment configuration; then green is the primary task set."""
        for step in self.plan.traffic_steps:
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
        if minutes is not None:
            self.record.waits_for_termination()
            self.wait(minutes * 60.0)
            self.blue_is_ending = True
            self.remove(self.blue)

    def roll_back(self) -> None:
        """Everything as before: both listeners on blue, blue primary, green gone."""
        for listener in (self.plan.group.production_listener_arn, self.plan.group.test_listener_arn):
            if listener:
                self.forward(listener, green_percent=0)
        self.make_primary(self.blue)
        if self.green:
            self.remove(self.green)

    def wait(self, seconds: float) -> None:
        """Lets that much of AWS's time pass."""
        self.clock.wait(seconds)

    def run_hook(self, event: str) -> None:
        """The Lambda function that the AppSpec names for this event."""
        function = self.plan.appspec.hooks.get(event)
        if function:
            raise DeploymentFailure(event, "NOT_REHEARSED", f"hook {function} cannot be rehearsed yet")

    def forward(self, listener_arn: str, green_percent: int) -> None:
        """Points a listener at both target groups; in force when this returns."""
        blue_arn = self.plan.service.blue_target_group_arn
        actions = forward_action(blue_arn, self.plan.green_target_group_arn, green_percent)
        self.aws.client("elbv2").modify_listener(ListenerArn=listener_arn, DefaultActions=actions)
        self.front.refresh()
        name = "production" if listener_arn == self.plan.group.production_listener_arn else "test"
        self.out(f"{name} listener: {100 - green_percent} % blue, {green_percent} % green")

    def create_green(self) -> dict[str, Any]:
        """The replacement task set in the embedded ECS."""
        service, appspec = self.plan.service, self.plan.appspec
        where = (
            {"capacityProviderStrategy": appspec.capacity_provider_strategy}
            if appspec.capacity_provider_strategy
            else {"launchType": service.launch_type}
        )
        created = self.aws.client("ecs").create_task_set(
            cluster=service.cluster,
            service=service.name,
            externalId=self.record.id,
            taskDefinition=appspec.task_definition,
            networkConfiguration=appspec.network_configuration or self.blue["networkConfiguration"],
            loadBalancers=[
                {
                    "targetGroupArn": self.plan.green_target_group_arn,
                    "containerName": appspec.container_name,
                    "containerPort": appspec.container_port,
                }
            ],
            platformVersion=appspec.platform_version or "LATEST",
            scale={"value": 100.0, "unit": "PERCENT"},
            **where,
        )
        return dict(created["taskSet"])

    def ask_green(self, listener_arn: str) -> None:
        """One request through the test listener, judged as a health check is."""
        check = self.front.target_group(self.plan.green_target_group_arn).health_check
        status = _ask(self.front.url(listener_arn), check.path)
        if status not in check.matcher:
            raise DeploymentFailure(
                "AllowTestTraffic",
                "CUSTOMER_APPLICATION_UNHEALTHY",
                f"green answers {check.path} with {status} on the test listener, expected is {check.matcher.text}",
            )

    def make_primary(self, task_set: dict[str, Any]) -> None:
        """From now on this task set is the one that serves."""
        self.aws.client("ecs").update_service_primary_task_set(
            cluster=self.plan.service.cluster,
            service=self.plan.service.name,
            primaryTaskSet=task_set["taskSetArn"],
        )

    def remove(self, task_set: dict[str, Any]) -> None:
        """Ends a task set without cutting off a request."""
        self.tasks.stop(task_set["taskSetArn"])
        self.aws.client("ecs").delete_task_set(
            cluster=self.plan.service.cluster,
            service=self.plan.service.name,
            taskSet=task_set["taskSetArn"],
            force=True,
        )

    def _event(self, name: str, act: Callable[[], None]) -> None:
        began = time.monotonic()
        self.out(name)
        try:
            act()
        except (BotoCoreError, ClientError, NotModelled) as error:
            failure = DeploymentFailure(name, "INTERNAL_ERROR", str(error))
            self._note(name, FAILED, began, failure.reason)
            raise failure from error
        except DeploymentFailure as failure:
            self._note(name, FAILED, began, failure.reason)
            raise
        self._note(name, SUCCEEDED, began)

    def _note(self, name: str, status: str, began: float, message: str = "") -> None:
        took = time.monotonic() - began
        self._events.append(LifecycleEvent(name, status, began - self._started, took, message))

    def _failed(self, failure: DeploymentFailure) -> DeploymentResult:
        self.out(f"failed at {failure.at}: {failure.reason}")
        self.record.end(FAILED, failure.reason)
        if "DEPLOYMENT_FAILURE" not in self.plan.group.rollback_events or self.blue_is_ending:
            return self._result(failure=failure)
        self.out("rolling back")
        rollback = DeploymentRecord(
            self.aws,
            self.plan.group,
            self.plan.rollback_appspec_text,
            f"rollback of {self.record.id}",
            creator="codeDeployRollback",
        )
        self.roll_back()
        rollback.end(SUCCEEDED)
        return self._result(failure=failure, rollback_deployment_id=rollback.id)

    def _result(
        self,
        succeeded: bool = False,
        failure: DeploymentFailure | None = None,
        rollback_deployment_id: str | None = None,
    ) -> DeploymentResult:
        return DeploymentResult(
            succeeded=succeeded,
            events=tuple(self._events),
            deployment_id=self.record.id,
            task_definition_arn=self.plan.appspec.task_definition,
            blue_target_group_arn=self.plan.service.blue_target_group_arn,
            green_target_group_arn=self.plan.green_target_group_arn,
            failed_at=failure.at if failure else None,
            error_code=failure.code if failure else None,
            failure=failure.reason if failure else None,
            rolled_back=rollback_deployment_id is not None,
            rollback_deployment_id=rollback_deployment_id,
        )


def _ask(url: str, path: str) -> int:
    # Not urllib: it would ask a proxy of the person's environment.
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=TEST_REQUEST_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
