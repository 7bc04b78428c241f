"""One stack on an embedded AWS with its service running: faults are rehearsed on it one after the other."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.build.executor import run_build
from rehearsal.build.image_store import ImageStore
from rehearsal.deploy import Clock, DeploymentResult, LocalLoadBalancer, TaskSets, deploy, start_service
from rehearsal.deploy.deployment import TERMINATION_WAIT
from rehearsal.deploy.deployment_group import ACTIVE_STATUSES
from rehearsal.deploy.forwarding import RequestRecord
from rehearsal.deploy.resume import resume
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.faults.artifacts import Artifacts, Damage
from rehearsal.faults.images import GOOD, Application, Images
from rehearsal.faults.running_release import RunningRelease
from rehearsal.faults.stack_config import copy_project, write_stack_config
from rehearsal.faults.surroundings import Surroundings
from rehearsal.faults.timeline import Timeline
from rehearsal.metrics import read_alarm
from rehearsal.pipeline import read_deployed_service, read_pipeline
from rehearsal.source.connection import use_connection
from rehearsal.source.pack import pack_source
from rehearsal.up.drivers import MonitorDriver

LONGEST_ALARM_SECONDS = 60.0


class RehearsedStack:
    """A context: the service runs the good application between enter and exit. One at a time in a process."""

    def __init__(self, project_dir: Path, stack: str, variant: str, clock: Clock) -> None:
        self.clock = clock
        self.variant = variant
        self.records: list[RequestRecord] = []
        """Every request that the load balancer has answered."""
        self._origin, self._stack = project_dir, stack
        self._cleanup = ExitStack()

    def __enter__(self) -> "RehearsedStack":
        with ExitStack() as started:
            self.aws = started.enter_context(EmbeddedAws())
            folder = Path(started.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
            self.project_dir = copy_project(self._origin, folder / "project")
            self.surroundings = Surroundings(self.aws)
            self._up(self.variant)
            self._run_service(started, ImageStore(folder / "images"))
            self._build()
            first = self.release_at_once(GOOD, lambda line: None)
            if not first.succeeded:
                raise RehearsalError(f"the first release failed at {first.failed_at}: {first.failure}", step="Faults")
            self._cleanup = started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cleanup.close()

    @property
    def url(self) -> str:
        """Where users ask."""
        return self.front.url(self.service.production_listener_arn)

    def use(self, variant: str) -> None:
        """Changes the stack's config, as a person who edits it and runs up."""
        if variant != self.variant:
            self._up(variant)
            # appspec.yaml names the hooks, and comes from the build.
            self._build()
            self.variant = variant

    def up(self) -> tuple[str, ...]:
        """Another up; answers with what it changes."""
        return self.driver.up().changes

    def release(
        self, application: Application, out: Callable[[str], None], damage: Damage = dict, image_uri: str = ""
    ) -> DeploymentResult:
        """A push of this application, from the build's artifact on."""
        key = self.artifacts.put(image_uri or self.images.uri(application), damage)
        return self.deploy(key, out)

    def release_at_once(self, application: Application, out: Callable[[str], None]) -> DeploymentResult:
        """The same, by somebody who does not want to wait for blue's end."""
        timeline = Timeline(out)
        return self.finish(RunningRelease(lambda: self.release(application, timeline.note), timeline))

    def go_on(self, out: Callable[[str], None]) -> DeploymentResult:
        """Another deployer goes on with the deployment that nobody runs any more."""
        result = resume(self.aws, self.pipeline.deploy, self.tasks, self.front, self.clock, out)
        if result is None:
            raise RehearsalError("no deployment is active, there is nothing to go on with", step="Faults")
        return result

    def finish(self, release: RunningRelease) -> DeploymentResult:
        """Continues the deployment by hand where it waits for blue's end."""
        while not release.is_over:
            time.sleep(0.05)
            for deployment in self.active_deployments():
                with suppress(ClientError):  # it does not wait, or not any more
                    self.aws.client("codedeploy").continue_deployment(
                        deploymentId=deployment, deploymentWaitType=TERMINATION_WAIT
                    )
        return release.result()

    def active_deployments(self) -> list[str]:
        """The deployments of the group that have not ended."""
        return list(
            self.aws.client("codedeploy").list_deployments(
                applicationName=self.pipeline.deploy["ApplicationName"],
                deploymentGroupName=self.pipeline.deploy["DeploymentGroupName"],
                includeOnlyStatuses=ACTIVE_STATUSES,
            )["deployments"]
        )

    def wait_until_no_alarm(self) -> float:
        """Returns when none is red that would stop the next release; how long that took, in AWS's seconds."""
        began = time.monotonic()
        while red := self.red_alarms():
            if time.monotonic() - began > LONGEST_ALARM_SECONDS:
                raise RehearsalError(f"still red: {', '.join(red)}", step="Faults")
            time.sleep(0.1)
        return (time.monotonic() - began) * self.clock.speed

    def deployment_group(self) -> dict[str, Any]:
        """As CodeDeploy shows it."""
        described = self.aws.client("codedeploy").get_deployment_group(
            applicationName=self.pipeline.deploy["ApplicationName"],
            deploymentGroupName=self.pipeline.deploy["DeploymentGroupName"],
        )
        return dict(described["deploymentGroupInfo"])

    def alarm_names(self) -> list[str]:
        """Those of the deployment group."""
        alarms = self.deployment_group().get("alarmConfiguration", {}).get("alarms") or ()
        return [alarm["name"] for alarm in alarms]

    def red_alarms(self) -> list[str]:
        """Those that would stop a release now."""
        return [name for name in self.alarm_names() if self._is_red(name)]

    def _is_red(self, name: str) -> bool:
        alarm = read_alarm(self.aws, self.front.metrics, name)
        return alarm is not None and alarm.state == "ALARM"

    def deploy(self, artifact_key: str, out: Callable[[str], None]) -> DeploymentResult:
        """What the pipeline's deploy action makes of an artifact."""
        return deploy(
            self.aws,
            self.artifacts.bucket,
            artifact_key,
            self.pipeline.deploy,
            self.tasks,
            self.front,
            self.clock,
            out,
        )

    def _up(self, variant: str) -> None:
        write_stack_config(self._origin, self.project_dir, self._stack, variant)
        if not hasattr(self, "driver"):
            self.driver = MonitorDriver(self.aws, self.project_dir, self._stack)
        self.driver.up()
        (name,) = self.driver.pipelines()
        self.pipeline = read_pipeline(self.aws, name)
        self.service = read_deployed_service(self.aws, self.pipeline)

    def _run_service(self, started: ExitStack, store: ImageStore) -> None:
        self.store = store
        self.front = started.enter_context(LocalLoadBalancer(self.aws, self.clock))
        self.front.observers.append(self.records.append)
        self.tasks = started.enter_context(TaskSets(self.aws, store, self.front, self.clock))
        start_service(self.aws, self.service.cluster, self.service.service, self.tasks, self.front, self.clock)

    def _build(self) -> None:
        """A real build; every other image and artifact is made from what it leaves."""
        use_connection(self.aws, self.pipeline.source)
        source = pack_source(self.aws, self.project_dir, self.pipeline.artifact_bucket, self.pipeline.name)
        built = run_build(self.aws, self.pipeline.build["ProjectName"], source, lambda line: None, self.store)
        if not built.succeeded:
            raise RehearsalError(built.failure, step="Build", resource=self.pipeline.build["ProjectName"])
        self.artifacts = Artifacts(self.aws, self.pipeline.name, built.artifact_bucket, built.artifact_key)
        if not hasattr(self, "images"):
            self.images = Images(self.aws, self.store, self.artifacts.built_uri, self.clock.request_speed)
