"""Why did the last release fail? The likely cause first, then what AWS said besides."""

from collections.abc import Iterator

from automation.doctor.case import AWS_ERRORS, Case, said
from automation.doctor.evidence import Evidence, LastRelease, collect, last_release
from automation.doctor.failures import CODEPIPELINE, likely_cause
from automation.doctor.finding import Finding, State


def look(case: Case) -> Iterator[Finding]:
    """The last release of this stack's pipeline."""
    pipeline = case.outputs.get("pipeline_name")
    if not pipeline:
        yield Finding("release", State.UNKNOWN, f"{case.stack} has no output pipeline_name: there was no up yet")
        return
    try:
        release = last_release(case, pipeline)
        if release is None:
            yield Finding("release", State.NOTE, "there was no release yet", "push to the branch")
            return
        evidence = collect(case, pipeline, release)
    except AWS_ERRORS as error:
        yield Finding("release", State.UNKNOWN, f"the pipeline could not be read ({said(error)})", page=CODEPIPELINE)
        return
    yield from _findings(release, evidence)


def _findings(release: LastRelease, evidence: list[Evidence]) -> Iterator[Finding]:
    name = f"{release.execution_id[:8]}{f' ({release.revision})' if release.revision else ''}"
    if release.status == "Succeeded":
        yield Finding("release", State.OK, f"the last release, {name}, succeeded")
        return
    if release.status == "InProgress" and not evidence:
        yield Finding("release", State.NOTE, f"the last release, {name}, is under way")
        return
    yield Finding("release", State.NOTE, f"the last release, {name}, is {release.status}")
    said_already: set[str] = set()
    # A known cause is what the reader wants; a text without one comes after it.
    for one in sorted(evidence, key=lambda one: likely_cause(one.text) is None):
        cause = likely_cause(one.text)
        sentence = cause.sentence if cause else one.text
        if sentence in said_already:
            continue
        said_already.add(sentence)
        if cause:
            yield Finding("likely cause", State.MISSING, cause.sentence, f"{one.where}: {one.text}", cause.page)
        else:
            yield Finding(one.where, State.NOTE if one.depth < 0 else State.MISSING, one.text, page=one.page)
    if not evidence:
        yield Finding("release", State.UNKNOWN, "AWS does not say why", "look at the pipeline in the console")
