"""The steps of a rehearsal, in order: Up, then two pushes, each with Source, Build, Deploy, Checks and Up again."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rehearsal.build.executor import BuildResult, run_build
from rehearsal.build.image_store import ImageStore
from rehearsal.checks.client import Release, SteadyClient
from rehearsal.checks.connections import check_connections
from rehearsal.checks.release import check_release
from rehearsal.checks.same_but_image import describe_serving, find_differences
from rehearsal.checks.watching import check_watching
from rehearsal.deploy import (
    Clock,
    DeploymentResult,
    EcsDeployment,
    LocalLoadBalancer,
    NotHealthy,
    NotModelled,
    TaskConnections,
    TaskSets,
    deploy,
    start_service,
)
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.iam.background import work_in_background
from rehearsal.iam.calls import CODEPIPELINE
from rehearsal.pipeline import DeployedService, PipelineStructure, read_deployed_service, read_pipeline
from rehearsal.report import Report
from rehearsal.source.connection import use_connection
from rehearsal.source.next_push import copy_with_next_release, read_release
from rehearsal.source.pack import SourceRevision, pack_source
from rehearsal.up.drivers import DrivenUp, Driver, open_driver
from rehearsal.up.monitor import Rewrite

FAILED_BUILD_LINES = 30


@dataclass(frozen=True)
class Options:
    """What can be chosen about a rehearsal."""

    project_dir: Path = Path()
    stack: str = "dev"
    engine: bool = False
    """Whether Pulumi's own engine runs the program; it needs the pulumi command."""
    clock: Clock = field(default_factory=Clock)
    first_tasks_clock: Clock | None = None
    """By which the first tasks have an hour to become healthy, if not by `clock`: no alarm looks at them yet."""
    requests_per_second: float = 150.0
    deployment: type[EcsDeployment] = EcsDeployment
    """What plays CodeDeploy; a broken one is how the checks show that they see losses."""
    prepare: Callable[[EmbeddedAws], None] | None = None
    """Called with the empty account: what a program refers to and does not make, a certificate for example."""
    rewrite: Rewrite | None = None
    """Changes what the program registers; a proof breaks one thing at a time with it. Not on Pulumi's engine."""
    keep: Callable[[str], None] | None = None
    """Called with the page's address at the end, while the application still runs."""


def run(options: Options, out: Callable[[str], None]) -> Report:
    """Runs everything and returns the report.

    Raises:
        RehearsalError: at the first thing that fails, saying what and where.
    """
    report = Report(out)
    present = read_release(options.project_dir)
    with (
        EmbeddedAws(authorise=True) as aws,
        tempfile.TemporaryDirectory(prefix="rehearsal-") as folder,
        open_driver(aws, options.project_dir, options.stack, options.engine, options.rewrite) as driver,
    ):
        if options.prepare:
            options.prepare(aws)
        with report.step("Up", aws) as step:
            step.result = f"{driver.up().resources} resources, by {driver.name}"
            work_in_background(aws)
        pipeline = read_pipeline(aws, _pipeline_name(driver))
        with report.step("Connections", aws) as step:
            check_connections(aws, read_deployed_service(aws, pipeline))
            step.result = "clients, load balancer, tasks and AWS reach each other"
        with report.step("Alarms", aws) as step:
            check_watching(aws, pipeline.deploy["ApplicationName"], pipeline.deploy["DeploymentGroupName"])
            step.result = "what watches a release sees it"
        rehearsal = Rehearsal(aws, options, report, pipeline, driver, ImageStore(Path(folder) / "images"))
        with rehearsal.running_service() as front:
            first = rehearsal.release("first push", options.project_dir, None, present)
            rehearsal.up_again("first push")
            changed = Path(folder) / "next-push"
            changed.mkdir()
            rehearsal.release("next push", changed, first, copy_with_next_release(options.project_dir, changed))
            rehearsal.up_again("next push")
            report.facts |= rehearsal.facts(front)
            if options.keep:
                options.keep(front.url(rehearsal.service.production_listener_arn))
    return report


@dataclass
class Rehearsal:
    """The steps that follow Up, on what it made."""

    aws: EmbeddedAws
    options: Options
    report: Report
    pipeline: PipelineStructure
    driver: Driver
    images: ImageStore

    def __post_init__(self) -> None:
        self.service: DeployedService = read_deployed_service(self.aws, self.pipeline)
        arn = f"arn:aws:codepipeline:{self.aws.region}:{self.aws.account_id}:{self.pipeline.name}"
        self.codepipeline = self.aws.acting_as(CODEPIPELINE, self.pipeline.role_arn, arn)
        self.digest = ""

    @contextmanager
    def running_service(self) -> Iterator[LocalLoadBalancer]:
        """The load balancer and the first tasks, which run the bootstrap until the first release."""
        clock = self.options.clock
        with (
            _refusing_what_is_not_modelled(),
            LocalLoadBalancer(self.aws, clock) as front,
            TaskSets(self.aws, self.images, front, clock, connections=TaskConnections(self.aws)) as tasks,
        ):
            self.front, self.tasks = front, tasks
            with self.report.step("First tasks", self.aws) as step:
                try:
                    patience = self.options.first_tasks_clock or clock
                    names = self.service.cluster, self.service.service
                    running = start_service(self.aws, *names, tasks, front, patience)
                except NotHealthy as error:
                    raise RehearsalError(str(error), step="First tasks", resource=self.service.service) from None
                step.result = f"{len(running.tasks)} healthy, with the bootstrap image"
            yield front

    def up_again(self, push: str) -> None:
        """After an odd number of releases the other target group serves, after an even one the first: both count."""
        with self.report.step(f"Up again, {push}", self.aws) as step:
            step.result = _describe_second_up(self.driver.up())

    def release(self, push: str, project_dir: Path, old: Release | None, new: Release) -> Release:
        """One push through the pipeline, while a client asks all the time."""
        source = self._source(push, project_dir)
        build = self._build(push, source)
        before = describe_serving(self.aws, self.service.cluster, self.service.service)
        with SteadyClient(
            self.front.url(self.service.production_listener_arn),
            requests_per_second=self.options.requests_per_second,
        ) as client:
            deployment = self._deploy(push, build)
        self.report.count(client.sent, client.lost)
        if not deployment.succeeded:
            raise self._failed_deployment(push, deployment)
        self._check(push, client, old, new)
        # Up and the templates described one service; later a setting may wait for its release.
        if old is None:
            self._check_only_the_image_changed(push, before)
        return new

    def _source(self, push: str, project_dir: Path) -> SourceRevision:
        with self.report.step(f"Source, {push}", self.aws) as step:
            use_connection(self.aws, self.pipeline.source, self.codepipeline)
            source = pack_source(self.codepipeline, project_dir, self.pipeline.artifact_bucket, self.pipeline.name)
            step.result = f"commit {source.commit_id[:12]} of {self.pipeline.source['FullRepositoryId']}"
        return source

    def _build(self, push: str, source: SourceRevision) -> BuildResult:
        with self.report.step(f"Build, {push}", self.aws) as step:
            project = self.pipeline.build["ProjectName"]
            result = run_build(self.aws, project, source, self.report.detail, self.images, self.codepipeline)
            if not result.succeeded:
                self._raise_refusal(f"Build, {push}")
                self.report.excerpt(f"the last lines of build {result.build_number}", result.log[-FAILED_BUILD_LINES:])
                raise RehearsalError(result.failure, step=f"Build, {push}", resource=project)
            self.digest = result.image_digest
            step.result = f"image {result.exported_variables.get('IMAGE_TAG', 'without a tag')}, built {result.docker}"
        return result

    def _deploy(self, push: str, build: BuildResult) -> DeploymentResult:
        with self.report.step(f"Deploy, {push}", self.aws) as step:
            result = deploy(
                self.aws,
                build.artifact_bucket,
                build.artifact_key,
                self.pipeline.deploy,
                self.tasks,
                self.front,
                self.options.clock,
                self.report.detail,
                self.options.deployment,
                self.codepipeline,
            )
            step.result = f"deployment {result.deployment_id}" if result.succeeded else f"failed at {result.failed_at}"
        return result

    def _raise_refusal(self, step: str) -> None:
        """What a process was refused is the reason of its failure; it stands in that process's output alone."""
        if self.aws.authority.problems:
            problem = self.aws.authority.problems[0]
            problem.step = step
            raise problem

    def _failed_deployment(self, push: str, result: DeploymentResult) -> RehearsalError:
        self._raise_refusal(f"Deploy, {push}")
        then = ["rolled back"] if result.rolled_back else []
        reason = "; ".join([str(result.failure), *then, self.report.last_line])
        return RehearsalError(reason, step=f"Deploy, {push}", resource=f"{self.service.service}, at {result.failed_at}")

    def _check(self, push: str, client: SteadyClient, old: Release | None, new: Release) -> None:
        with self.report.step(f"Checks, {push}", self.aws) as step:
            check = check_release(client.answers, old, new)
            if check.problems:
                raise RehearsalError("; ".join(check.problems), step=f"Checks, {push}")
            step.result = f"{old or 'the bootstrap image'} -> {new}, {check.sent} requests, {check.lost} lost"

    def _check_only_the_image_changed(self, push: str, before: Mapping[str, Any]) -> None:
        after = describe_serving(self.aws, self.service.cluster, self.service.service)
        if differences := find_differences(before, after):
            raise RehearsalError(
                f"more than the image changed: {'; '.join(differences)}",
                step=f"Checks, {push}",
                resource=self.service.service,
            )

    def facts(self, front: LocalLoadBalancer) -> dict[str, str]:
        """What is worth knowing at the end."""
        return {
            "Image": self.digest,
            "Page": front.url(self.service.production_listener_arn),
            "Test page": front.url(self.service.test_listener_arn),
        }


@contextmanager
def _refusing_what_is_not_modelled() -> Iterator[None]:
    """A setting of the load balancer that the rehearsal does not act out ends it, and says so."""
    try:
        yield
    except NotModelled as error:
        raise RehearsalError(str(error), step="First tasks") from None


def _pipeline_name(driver: Driver) -> str:
    """The one pipeline that Up made."""
    names = driver.pipelines()
    if len(names) != 1:
        raise RehearsalError(f"the program makes {len(names)} pipelines, a rehearsal takes one", step="Up")
    return names[0]


def _describe_second_up(result: DrivenUp) -> str:
    if result.changes:
        changed = ", ".join(result.changes)
        raise RehearsalError(f"after a release it changes something: {changed}", step="Up again")
    return "nothing changes"
