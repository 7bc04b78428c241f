"""One stack on an embedded AWS with its service running: faults are rehearsed on it one after the other."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from rehearsal.build.executor import run_build
from rehearsal.build.image_store import ImageStore
from rehearsal.deploy import Clock, DeploymentResult, LocalLoadBalancer, TaskSets, deploy, start_service
from rehearsal.deploy.forwarding import RequestRecord
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.faults.artifacts import Artifacts, Damage
from rehearsal.faults.images import GOOD, Application, Images
from rehearsal.faults.stack_config import copy_project, write_stack_config
from rehearsal.pipeline import read_deployed_service, read_pipeline
from rehearsal.source.connection import use_connection
from rehearsal.source.pack import pack_source
from rehearsal.up.drivers import MonitorDriver


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
            self._up(self.variant)
            self._run_service(started, ImageStore(folder / "images"))
            self._build()
            self.release(GOOD, lambda line: None)
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
        """The one real build; every other image and artifact is made from what it leaves."""
        use_connection(self.aws, self.pipeline.source)
        source = pack_source(self.aws, self.project_dir, self.pipeline.artifact_bucket, self.pipeline.name)
        built = run_build(self.aws, self.pipeline.build["ProjectName"], source, lambda line: None, self.store)
        if not built.succeeded:
            raise RehearsalError(built.failure, step="Build", resource=self.pipeline.build["ProjectName"])
        self.artifacts = Artifacts(self.aws, self.pipeline.name, built.artifact_bucket, built.artifact_key)
        self.images = Images(self.aws, self.store, self.artifacts.built_uri, self.clock.request_speed)
