"""One release under every role: what it asks for is the evidence, and a few mutations are really tried on it."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rehearsal.build.image_store import ImageStore
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.iam.background import work_in_background
from rehearsal.iam.refusal import AccessRefused
from rehearsal.pipeline import read_pipeline
from rehearsal.report import Report
from rehearsal.run import Options, Rehearsal
from rehearsal.source.next_push import read_release
from rehearsal.up.drivers import MonitorDriver

from .documents import put_document
from .evidence import Evidence, gather
from .mutations import Mutation
from .stack import write_project


@dataclass(frozen=True)
class Tried:
    """A mutation that was really put into the embedded AWS, and the action that a release was then refused."""

    mutation: Mutation
    refused: str | None

    @property
    def agrees(self) -> bool:
        """Whether the refusal is the one that was expected."""
        return self.refused in self.mutation.actions


def release(
    project_dir: Path,
    stack: str,
    out: Callable[[str], None],
    choose: Callable[[Evidence], list[Mutation]] = lambda evidence: [],
) -> tuple[Evidence, list[Tried]]:
    """Makes the stack, releases once, and once more for each of the chosen mutations.

    Raises:
        RehearsalError: when the release with the policies as they are does not succeed.
    """
    with EmbeddedAws(authorise=True) as aws, tempfile.TemporaryDirectory(prefix="permissions-") as temporary:
        folder = Path(temporary)
        project = write_project(aws, project_dir, stack, folder / "project")
        options = Options(project_dir=project, stack=stack, requests_per_second=20)
        driver = MonitorDriver(aws, project, stack)
        report = Report(out)
        with report.step("Up", aws) as step:
            step.result = f"{driver.up().resources} resources"
        (name,) = driver.pipelines()
        rehearsal = Rehearsal(aws, options, report, read_pipeline(aws, name), driver, ImageStore(folder / "images"))
        work_in_background(aws)
        with rehearsal.running_service():
            rehearsal.release("release", project, None, read_release(project))
            evidence = gather(aws)
            tried = [_try(rehearsal, evidence, mutation) for mutation in choose(evidence)]
    return evidence, tried


def _try(rehearsal: Rehearsal, evidence: Evidence, mutation: Mutation) -> Tried:
    aws, project = rehearsal.aws, rehearsal.options.project_dir
    aws.authority.problems.clear()
    put_document(aws, mutation.place, mutation.document)
    try:
        rehearsal.release(f"with {mutation.taken}", project, read_release(project), read_release(project))
    except AccessRefused as refused:
        return Tried(mutation, refused.request.action)
    except RehearsalError as failed:
        return Tried(mutation, f"no refusal: {failed}")
    finally:
        put_document(aws, mutation.place, evidence.documents[mutation.place])
    return Tried(mutation, None)
