"""One fault from its beginning to its end: the bad release, what is left of it, and the next good release."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from rehearsal.checks import Load
from rehearsal.deploy import DeploymentResult
from rehearsal.faults.aftermath import describe_task_sets, find_colours, find_inconsistencies
from rehearsal.faults.bounds import rollback_problems, silence_problems
from rehearsal.faults.fault import Fault, FaultResult
from rehearsal.faults.images import GOOD
from rehearsal.faults.notice import who_noticed
from rehearsal.faults.recording import Recording, join_records
from rehearsal.faults.scene import Scene
from rehearsal.faults.stack import RehearsedStack
from rehearsal.faults.timeline import Timeline

BEFORE_SECONDS, AFTERWARDS_SECONDS = 0.3, 0.4


def rehearse(fault: Fault, stack: RehearsedStack, out: Callable[[str], None]) -> FaultResult:
    """Everything that must hold of a fault, judged; the stack is left as good as before."""
    began = time.monotonic()
    stack.use(fault.variant)
    with running_load(fault, stack) as load:
        scene = Scene(stack, Recording(*find_colours(stack), began=time.monotonic()), out)
        result = bring_about(fault, scene)
        problems = [*scene.problems, *find_inconsistencies(stack)]
        good_from = time.monotonic()
        pause = stack.wait_until_no_alarm()
        problems += _release_good(stack, out)
        time.sleep(AFTERWARDS_SECONDS)
    requests = join_records([*load.answers, *scene.answers], stack.records)
    scene.recording.requests = [one for one in requests if one.answer.started < good_from]
    later = [one for one in requests if one.answer.started >= good_from and one.lost]
    if later:
        problems.append(f"{len(later)} requests failed in the next release: {later[0].answer.problem}")
    problems += [f"a following up changes something: {change}" for change in stack.up()]
    fault.clean_up(scene)
    row = judge(fault, scene.recording, result, problems, stack.clock.speed)
    return replace(row, took_seconds=time.monotonic() - began, next_release_after_seconds=pause)


def rehearse_release_alone(fault: Fault, stack: RehearsedStack, out: Callable[[str], None]) -> FaultResult:
    """The release that goes wrong and nothing after it; the stack may be left in any state."""
    with running_load(fault, stack) as load:
        scene = Scene(stack, Recording(*find_colours(stack), began=time.monotonic()), out)
        result = bring_about(fault, scene)
    scene.recording.requests = join_records([*load.answers, *scene.answers], stack.records)
    return judge(fault, scene.recording, result, scene.problems, stack.clock.speed)


@contextmanager
def running_load(fault: Fault, stack: RehearsedStack) -> Iterator[Load]:
    """The users of this fault."""
    stack.records.clear()
    with Load(stack.url, fault.load) as load:
        time.sleep(BEFORE_SECONDS)
        yield load


def bring_about(fault: Fault, scene: Scene) -> DeploymentResult:
    """The release that suffers from the fault, and a moment more to see what it has done."""
    blue = describe_task_sets(scene.stack)[0]["taskSetArn"]
    result = fault.inject(scene)
    read_moments(scene.recording, scene.timeline, result)
    time.sleep(AFTERWARDS_SECONDS)
    scene.recording.ended = time.monotonic()
    if fault.rolls_back and describe_task_sets(scene.stack)[0]["taskSetArn"] != blue:
        scene.problems.append("another task set serves than before")
    return result


def judge(
    fault: Fault, recording: Recording, result: DeploymentResult, problems: list[str], speed: float
) -> FaultResult:
    """The row of the table, with every problem there is."""
    noticed_by = recording.noticed_by or who_noticed(result)
    if noticed_by != fault.noticed_by:
        problems.append(f"noticed by: {noticed_by}; it should be: {fault.noticed_by} ({result.failure})")
    if result.rolled_back != fault.rolls_back:
        problems.append("it was rolled back" if result.rolled_back else f"it was not rolled back: {result.failure}")
    problems += [*fault.bound.problems(recording), *rollback_problems(recording), *silence_problems(recording)]
    begins = recording.moments.get(fault.begins_with) if fault.begins_with else fault.begins(recording)
    if begins is None:
        problems.append("the fault never showed")
    factor = 1.0 if fault.in_real_time else speed
    return FaultResult(
        number=fault.number,
        name=fault.name,
        noticed_by=noticed_by,
        noticed_after_seconds=_between(begins, recording.noticed, factor),
        rolled_back_after_seconds=_between(begins, recording.rolled_back, factor),
        sent=len(recording.requests),
        failed=len(fault.bound.failed(recording)),
        bound=fault.bound.text,
        problems=tuple(problems),
    )


def read_moments(recording: Recording, timeline: Timeline, result: DeploymentResult) -> None:
    """The moments that the deployment's own lines tell."""
    began = recording.began
    recording.fully_shifted = timeline.first("production listener: 0 % blue", began)
    recording.noticed = recording.noticed or timeline.first("failed at", began) or timeline.first("stopped at", began)
    recording.moments = {line: at for at, line in reversed(timeline.lines)}
    if result.rolled_back:
        rolling = timeline.first("rolling back", began) or began
        recording.rolled_back = timeline.first("production listener: 100 % blue", rolling) or time.monotonic()


def _release_good(stack: RehearsedStack, out: Callable[[str], None]) -> list[str]:
    result = stack.release_at_once(GOOD, out)
    if not result.succeeded:
        return [f"the next good release failed at {result.failed_at}: {result.failure}"]
    return find_inconsistencies(stack)


def _between(start: float | None, end: float | None, factor: float) -> float | None:
    return None if start is None or end is None else max(0.0, end - start) * factor
