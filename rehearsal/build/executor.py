"""Runs one build of a CodeBuild project, from DOWNLOAD_SOURCE to UPLOAD_ARTIFACTS, as the pipeline would start it."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rehearsal.build.artifacts import ArtifactError, collect_artifacts, upload_artifacts, zip_artifacts
from rehearsal.build.buildspec import Buildspec, parse_buildspec
from rehearsal.build.buildspec_checks import BuildspecError
from rehearsal.build.docker_standin.settings import StandinSettings, install_command
from rehearsal.build.environment import BuildEnvironment, BuildIdentity, build_environment, codebuild_variables
from rehearsal.build.image_store import ImageStore
from rehearsal.build.log import BuildLog
from rehearsal.build.phases import PhaseResult, run_phases, write_end
from rehearsal.build.project import BuildAction, Project, buildspec_text, read_build_action, read_project
from rehearsal.build.referenced_values import VariableError
from rehearsal.build.shell import Shell
from rehearsal.iam.calls import CODEBUILD
from rehearsal.source.archive import unzip_files
from rehearsal.source.artifact_key import artifact_key
from rehearsal.source.pack import SourceRevision

if TYPE_CHECKING:
    from rehearsal.embedded_aws.account import EmbeddedAws
    from rehearsal.iam.actor import ClientGiver

NO_DOCKER = "no image was built"


@dataclass(frozen=True)
class BuildResult:
    """How a build ended, and what the pipeline's next action gets from it."""

    succeeded: bool
    build_number: int
    exported_variables: dict[str, str] = field(default_factory=dict)
    artifact_bucket: str = ""
    artifact_key: str = ""
    log: list[str] = field(default_factory=list)
    docker: str = NO_DOCKER
    """What built the image: the machine's docker engine, or a manifest of the build context."""

    phases: tuple[PhaseResult, ...] = ()

    @property
    def image_digest(self) -> str:
        """The digest that the build exports."""
        return self.exported_variables.get("IMAGE_DIGEST", "")

    @property
    def failure(self) -> str:
        """What failed first, in one sentence; empty after a success."""
        failed = next((phase for phase in self.phases if not phase.succeeded), None)
        return f"{failed.name}: {failed.reason}" if failed else ""


def run_build(
    aws: "EmbeddedAws",
    project_name: str,
    source: SourceRevision,
    out: Callable[[str], None],
    images: ImageStore,
    pipeline: "ClientGiver | None" = None,
) -> BuildResult:
    """Builds this source; everything else is read from the project and the pipeline in the embedded AWS.

    `pipeline` is who starts the build; CodeBuild itself and the buildspec's commands work under the project's role.
    """
    project = read_project(aws, project_name)
    action = read_build_action(aws, project_name, pipeline_name=source.key.partition("/")[0])
    identity = _start_build(aws, pipeline or aws, project, action, source)
    agent = aws.acting_as(CODEBUILD, project.role_arn, project.arn)
    with tempfile.TemporaryDirectory(prefix="build-") as folder:
        result = Build(agent, project, action, identity, source, images, BuildLog(out), Path(folder)).run()
    (pipeline or aws).client("codebuild").batch_get_builds(ids=[identity.build_id])
    return result


@dataclass
class Build:
    """One build in a folder of its own."""

    aws: "ClientGiver"
    """CodeBuild, under the role of the project."""
    project: Project
    action: BuildAction
    identity: BuildIdentity
    source: SourceRevision
    images: ImageStore
    log: BuildLog
    folder: Path

    def __post_init__(self) -> None:
        self.source_directory = self.folder / "src"
        self.docker = StandinSettings(
            self.folder / "docker", self.images.directory, self.folder / "bin", self.project.docker_daemon
        )
        for directory in (self.source_directory, self.folder / "home"):
            directory.mkdir()

    def run(self) -> BuildResult:
        """Everything in order; a phase that ends the build is the last."""
        deadline = time.monotonic() + self.project.timeout_minutes * 60
        result = BuildResult(succeeded=False, build_number=self.identity.build_number)
        started = time.monotonic()
        stream = f"{self.project.log_group}:log-stream:{self.identity.build_id.rpartition(':')[2]}"
        self.aws.ask("logs", stream=f"arn:aws:logs:{self.aws.region}:{self.aws.account_id}:log-group:{stream}")
        try:
            buildspec, environment = self._download_source()
        except (BuildspecError, VariableError) as error:
            failed = PhaseResult("DOWNLOAD_SOURCE", "FAILED", time.monotonic() - started, str(error))
            write_end(failed, self.log)
            return replace(result, phases=(failed,), log=self.log.lines)
        shell = Shell(environment.variables, self.source_directory, self.folder / "shell")
        try:
            phases = run_phases(buildspec.phases, shell, self.log, deadline)
            exported = _exported(buildspec, shell)
            key = ""
            if _reaches_upload(phases):
                upload, key = self._upload_artifacts(buildspec)
                phases.append(upload)
        finally:
            shell.close()
        return replace(
            result,
            succeeded=all(phase.succeeded for phase in phases),
            exported_variables=exported,
            artifact_bucket=self.source.bucket if key else "",
            artifact_key=key,
            log=self.log.lines,
            docker=self._builder(),
            phases=tuple(phases),
        )

    def _download_source(self) -> tuple[Buildspec, BuildEnvironment]:
        """Unpacks the source, reads the buildspec and fetches the values that the variables name."""
        self.log.write("Entering phase DOWNLOAD_SOURCE")
        bucket = f"arn:aws:s3:::{self.source.bucket}"
        self.aws.ask("source", bucket=bucket, object=f"{bucket}/{self.source.key}")
        body = self.aws.client("s3").get_object(Bucket=self.source.bucket, Key=self.source.key)["Body"]
        unzip_files(body.read(), self.source_directory)
        buildspec = parse_buildspec(buildspec_text(self.project, self.source_directory))
        for key in buildspec.not_rehearsed:
            self.log.write(f"{key}: is not rehearsed and has no effect here")
        own = codebuild_variables(self.project, self.identity, self.source_directory, self.aws.region)
        environment = build_environment(
            self.aws, buildspec, self.project.variables, self.action.variables, own, self.folder / "home"
        )
        self.log.hide(environment.hidden_values)
        install_command(self.docker)
        path = f"{self.docker.commands}:{environment.variables['PATH']}"
        environment.variables.update(self.docker.to_environment(), PATH=path)
        write_end(PhaseResult("DOWNLOAD_SOURCE", "SUCCEEDED", 0), self.log)
        return buildspec, environment

    def _upload_artifacts(self, buildspec: Buildspec) -> tuple[PhaseResult, str]:
        """The last phase, and the key under which the artifact lies; no key when there is none."""
        self.log.write("Entering phase UPLOAD_ARTIFACTS")
        started = time.monotonic()
        key = artifact_key(self.action.pipeline_name, self.action.output_artifact)
        try:
            if buildspec.artifacts is None:
                raise ArtifactError("the buildspec has no artifacts, and the pipeline's next action waits for them")
            files = collect_artifacts(buildspec.artifacts, self.source_directory)
            self.log.write(f"Found {len(files)} files: {', '.join(sorted(files))}")
            upload_artifacts(self.aws, zip_artifacts(files), self.source.bucket, key)
            result = PhaseResult("UPLOAD_ARTIFACTS", "SUCCEEDED", time.monotonic() - started)
        except ArtifactError as error:
            result = PhaseResult("UPLOAD_ARTIFACTS", "FAILED", time.monotonic() - started, str(error))
        write_end(result, self.log)
        return result, key if result.succeeded else ""

    def _builder(self) -> str:
        file = self.docker.home / "builder"
        return file.read_text() if file.exists() else NO_DOCKER


def _exported(buildspec: Buildspec, shell: Shell) -> dict[str, str]:
    values = {name: shell.value_of(name) for name in buildspec.exported_variables}
    return {name: value for name, value in values.items() if value is not None}


def _start_build(
    aws: "EmbeddedAws", pipeline: "ClientGiver", project: Project, action: BuildAction, source: SourceRevision
) -> BuildIdentity:
    """Records the build with the embedded CodeBuild, which does nothing more with it."""
    build = pipeline.client("codebuild").start_build(projectName=project.name, sourceVersion=source.commit_id)["build"]
    # moto's own number is a random one of a hundred, and two equal ones would give two builds one image tag.
    number = len(aws.client("codebuild").list_builds_for_project(projectName=project.name)["ids"])
    return BuildIdentity(
        build_id=build["id"],
        build_arn=build["arn"],
        build_number=number,
        source_version=f"arn:aws:s3:::{source.bucket}/{source.key}",
        resolved_source_version=source.commit_id,
        initiator=f"codepipeline/{action.pipeline_name}",
        start_time_ms=int(time.time() * 1000),
    )


def _reaches_upload(phases: list[PhaseResult]) -> bool:
    """UPLOAD_ARTIFACTS is attempted after a failed build, not after a phase that ended the build."""
    last = phases[-1] if phases else None
    return last is None or last.succeeded or last.name == "POST_BUILD"
