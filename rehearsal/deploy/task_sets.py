"""ECS's part: keeps the desired number of tasks of each task set running, and registered with the load balancer."""

import os
import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.build.image_store import ImageStore
from rehearsal.failure import RehearsalError

from .clock import Clock
from .container import CannotStart, ContainerProcess, prepare_container
from .load_balancer import LocalLoadBalancer
from .running_task_set import RunningTaskSet, describe_running
from .secrets import SecretUnavailable
from .target_pool import HEALTHY, UNHEALTHY
from .task_connections import OpenConnections, TaskConnections
from .task_events import BY_SCHEDULER, CONTAINER_EXITED, FAILED_TO_START, stop_task
from .task_roles import ask_for_log, take_roles
from .tasks import Task

WATCH_SECONDS = 0.05
SERVICE_LOOK_SECONDS = 0.25
RESTART_PAUSE_SECONDS = 10.0  # ECS starts a replacement soon, and slower with every failure
LONGEST_RESTART_PAUSE_SECONDS = 900.0
# A process of this machine cannot start faster because the clock does: until its first healthy answer a task has this
# much on top of its grace period, and not a moment after it.
PROCESS_START_SECONDS = 3.0
SCALING_REASON = "Scaling activity initiated by deployment"


class TaskSets:
    """Every task set that runs on this machine. A context: nothing runs after its end."""

    def __init__(
        self,
        aws: Any,
        images: ImageStore,
        front: LocalLoadBalancer,
        clock: Clock,
        directory: Path | None = None,
        connections: TaskConnections | None = None,
    ) -> None:
        self.problem: Exception | None = None
        """Why the last look at the tasks failed; the next one may not."""
        self._aws = aws
        self._images = images
        self._front = front
        self._clock = clock
        self._connections = connections or OpenConnections()
        self._directory = Path(directory or tempfile.mkdtemp(prefix="tasks-"))
        self._owns_directory = directory is None
        self._running: dict[str, RunningTaskSet] = {}
        self._leaving: dict[str, Task] = {}
        self._lock = threading.RLock()
        self._stopped = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="task-sets", daemon=True)
        self._retirement = ThreadPoolExecutor(8, thread_name_prefix="task-retirement")
        self._pipe: tuple[int, ...] = ()

    def __enter__(self) -> "TaskSets":
        # Every process of a task reads from it: the end of this process, however it comes, is the end of them.
        self._pipe = os.pipe()
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._watcher.join()
        with self._lock:
            tasks = [task for task_set in self._running.values() for task in task_set.tasks]
            tasks += list(self._leaving.values())
            self._running.clear()
        for task in tasks:
            task.kill()
        self._retirement.shutdown(cancel_futures=True)
        for end in self._pipe:
            os.close(end)
        self._pipe = ()
        if self._owns_directory:
            shutil.rmtree(self._directory, ignore_errors=True)

    def start(self, described: dict[str, Any], desired_count: int) -> RunningTaskSet:
        """Starts the tasks of a task set, described as DescribeTaskSets does; they register as they start."""
        task_set = describe_running(described, desired_count)
        with self._lock:
            self._running[task_set.arn] = task_set
            self._start_missing_tasks(task_set)
        return task_set

    def stop(self, task_set_arn: str) -> None:
        """Deregisters the task set's tasks, lets their requests end, then stops them, all at once."""
        with self._lock:
            task_set = self._running.pop(task_set_arn, None)
        if task_set and task_set.tasks:
            with ThreadPoolExecutor(len(task_set.tasks)) as pool:
                list(pool.map(lambda task: self._retire(task_set, task, SCALING_REASON), task_set.tasks))

    def get(self, task_set_arn: str) -> RunningTaskSet:
        """The task set with this ARN."""
        return self._running[task_set_arn]

    def all(self) -> list[RunningTaskSet]:
        """Every task set that runs."""
        with self._lock:
            return list(self._running.values())

    def _watch(self) -> None:
        while not self._stopped.wait(WATCH_SECONDS):
            for task_set in self.all():
                try:
                    self._keep_running(task_set)
                except Exception as problem:  # another thread may be in the middle of a change
                    self.problem = problem

    def _keep_running(self, task_set: RunningTaskSet) -> None:
        with self._lock:
            if task_set.arn in self._running:
                self._look_at_service(task_set)
                self._notice_ended_tasks(task_set)
                self._notice_unhealthy_tasks(task_set)
                self._remove_surplus_tasks(task_set)
                if time.monotonic() >= task_set.next_start:
                    self._start_missing_tasks(task_set)

    def _look_at_service(self, task_set: RunningTaskSet) -> None:
        """UpdateService's desired count is for every task set of a service, in the middle of a deployment too."""
        if time.monotonic() < task_set.next_look:
            return
        task_set.next_look = time.monotonic() + SERVICE_LOOK_SECONDS
        ecs = self._aws.client("ecs")
        found = ecs.describe_services(cluster=task_set.cluster, services=[task_set.service])["services"]
        if found and found[0]["status"] == "ACTIVE":
            task_set.follow(found[0])

    def _notice_ended_tasks(self, task_set: RunningTaskSet) -> None:
        for task in list(task_set.tasks):
            reason = task.find_reason_to_stop()
            if reason:
                task_set.tasks.remove(task)
                self._deregister(task_set, task)
                task.kill()
                self._note_end(task_set, task, reason, CONTAINER_EXITED)

    def _notice_unhealthy_tasks(self, task_set: RunningTaskSet) -> None:
        """Inferred: it stops the unhealthy first and starts another then, all of them at once if they all are.

        That a replacement comes first is documented for rolling updates only, and hides what this order shows.
        """
        tasks = {task.private_address: task for task in task_set.tasks}
        for health in self._front.target_health(task_set.target_group_arn):
            task, state = tasks.get(health["Target"]["Id"]), health["TargetHealth"]["State"]
            if task and state == HEALTHY:
                task.was_healthy = True
            elif task and state == UNHEALTHY and self._grace_is_over(task_set, task):
                reason = f"Task failed ELB health checks in (target-group {task_set.target_group_arn})"
                description = health["TargetHealth"]["Description"]
                task_set.stopped_reasons.append(f"{reason}: {description}")
                self._retire_later(task_set, task, reason)

    def _grace_is_over(self, task_set: RunningTaskSet, task: Task) -> bool:
        allowance = 0.0 if task.was_healthy else PROCESS_START_SECONDS
        return time.monotonic() - task.started > self._clock.real_seconds(task_set.grace_seconds) + allowance

    def _remove_surplus_tasks(self, task_set: RunningTaskSet) -> None:
        for task in task_set.tasks[task_set.desired_count :]:
            self._retire_later(task_set, task, "Scaling activity initiated by service")

    def _retire_later(self, task_set: RunningTaskSet, task: Task, reason: str) -> None:
        task_set.tasks.remove(task)
        self._leaving[task.arn] = task
        self._retirement.submit(self._retire_aside, task_set, task, reason)

    def _retire_aside(self, task_set: RunningTaskSet, task: Task, reason: str) -> None:
        try:
            self._retire(task_set, task, reason)
        except Exception as problem:  # nobody waits for this thread's result
            self.problem = problem

    def _note_end(self, task_set: RunningTaskSet, task: Task, reason: str, code: str) -> None:
        task_set.stopped_reasons.append(reason)
        pause = min(RESTART_PAUSE_SECONDS * 2 ** (len(task_set.stopped_reasons) - 1), LONGEST_RESTART_PAUSE_SECONDS)
        task_set.next_start = time.monotonic() + max(self._clock.real_seconds(pause), WATCH_SECONDS)
        self._forget(task_set, task, reason, code)

    def _start_missing_tasks(self, task_set: RunningTaskSet) -> None:
        missing = task_set.desired_count - len(task_set.tasks)
        if missing > 0:
            for record in self._records(task_set, missing):
                self._start_task(task_set, record)
            self._front.refresh()

    def _start_task(self, task_set: RunningTaskSet, record: dict[str, Any]) -> None:
        definition = self._aws.client("ecs").describe_task_definition(taskDefinition=task_set.task_definition_arn)
        containers = definition["taskDefinition"]["containerDefinitions"]
        ports = [mapping["containerPort"] for container in containers for mapping in container.get("portMappings", [])]
        private_address = _private_address(record)
        scratch = self._directory / record["taskArn"].rpartition("/")[2]
        scratch.mkdir(parents=True)
        task = Task(record["taskArn"], private_address, self._front.table.allocate(private_address, ports), scratch)
        try:
            self._connections.require_start(task_set, record, containers)
            task.start(self._prepare(definition["taskDefinition"], task.arn, scratch), self._pipe[0])
        except (CannotStart, SecretUnavailable, RehearsalError) as error:
            task.kill()
            self._note_end(task_set, task, str(error), FAILED_TO_START)
            if isinstance(error, RehearsalError):
                raise
            return
        task_set.tasks.append(task)
        self._front.table.close(private_address, self._connections.find_closed_way(task_set, record))
        self._aws.client("elbv2").register_targets(
            TargetGroupArn=task_set.target_group_arn,
            Targets=[{"Id": private_address, "Port": task_set.container_port}],
        )

    def _prepare(self, definition: dict[str, Any], task_arn: str, scratch: Path) -> list[ContainerProcess]:
        roles = take_roles(self._aws, definition, task_arn)
        containers = definition["containerDefinitions"]
        for container in containers:
            ask_for_log(roles.agent, container, task_arn)
        return [prepare_container(self._aws, self._images, container, scratch, roles) for container in containers]

    def _records(self, task_set: RunningTaskSet, count: int) -> list[dict[str, Any]]:
        """Tasks of the embedded AWS that nothing runs for yet; what is missing is made."""
        ecs = self._aws.client("ecs")
        arns = ecs.list_tasks(cluster=task_set.cluster, startedBy=task_set.id, desiredStatus="RUNNING")["taskArns"]
        known = {task.arn for task in task_set.tasks} | set(self._leaving)
        arns = [arn for arn in arns if arn not in known]
        records = ecs.describe_tasks(cluster=task_set.cluster, tasks=arns)["tasks"] if arns else []
        if len(records) < count:
            records += ecs.run_task(
                cluster=task_set.cluster,
                taskDefinition=task_set.task_definition_arn,
                count=count - len(records),
                group=f"service:{task_set.service}",
                launchType="FARGATE",
                networkConfiguration=task_set.network_configuration,
                startedBy=task_set.id,
            )["tasks"]
        return list(records[:count])

    def _retire(self, task_set: RunningTaskSet, task: Task, reason: str) -> None:
        # In this order no request meets a stopped process. ECS Developer Guide, "Task lifecycle".
        self._deregister(task_set, task)
        self._front.wait_until_drained(task_set.target_group_arn, task.private_address)
        task.stop(self._clock)
        self._forget(task_set, task, reason, BY_SCHEDULER)
        self._leaving.pop(task.arn, None)

    def _deregister(self, task_set: RunningTaskSet, task: Task) -> None:
        with suppress(ClientError):  # somebody else may have been faster
            self._aws.client("elbv2").deregister_targets(
                TargetGroupArn=task_set.target_group_arn,
                Targets=[{"Id": task.private_address, "Port": task_set.container_port}],
            )
        self._front.refresh()

    def _forget(self, task_set: RunningTaskSet, task: Task, reason: str, code: str) -> None:
        task.stopped_reason = reason
        self._front.table.release(task.private_address)
        stop_task(self._aws, self._front.metrics, task_set.cluster, task.arn, reason, code, task.exit_codes())


def _private_address(record: dict[str, Any]) -> str:
    details = {detail["name"]: detail["value"] for detail in record["attachments"][0]["details"]}
    return str(details["privateIPv4Address"])
