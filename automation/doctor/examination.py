"""All checks of one stack, in the order in which one builds on the other."""

from collections.abc import Callable, Iterator

from automation import operations
from automation.doctor import alarms, connection, credentials, engine, hooks, quotas, region, release
from automation.doctor.case import Case
from automation.doctor.finding import Finding, State
from automation.errors import AutomationError
from automation.project import Project

Check = Callable[[Case], Iterator[Finding]]
IN_AWS: tuple[Check, ...] = (connection.look, quotas.look, alarms.look, hooks.look)


def examine(stack: str, project: Project | None = None) -> list[Finding]:
    """What is missing before an up of this stack.

    Raises:
        AutomationError: the stack has no file of settings.
    """
    project = project or Project.at()
    found = list(engine.look(project))
    case, state = _case(stack, project)
    return [*found, state, *_account(case, IN_AWS)]


def explain_release(stack: str, project: Project | None = None) -> list[Finding]:
    """Why the last release of this stack failed.

    Raises:
        AutomationError: the stack has no file of settings.
    """
    case, state = _case(stack, project or Project.at())
    return _account(case, (release.look,)) if case.is_up else [state]


def _case(stack: str, project: Project) -> tuple[Case, Finding]:
    project.settings_file(stack)
    try:
        outputs = operations.outputs(stack, project=project).outputs
    except AutomationError as error:
        return Case.of(project, stack), Finding("stack", State.NOTE, str(error))
    values = {name: output.value for name, output in outputs.items()}
    sentence = f"{stack} is up" if values else f"{stack} exists and is empty"
    return Case.of(project, stack, values), Finding("stack", State.OK, sentence)


def _account(case: Case, checks: tuple[Check, ...]) -> list[Finding]:
    """Without a Region and credentials nothing in AWS can be looked at."""
    found = list(region.look(case))
    if case.region is None:
        return found
    who = list(credentials.look(case))
    found += who
    if any(finding.state is State.MISSING for finding in who):
        return [*found, Finding("AWS", State.UNKNOWN, "nothing else was looked at: that needs credentials")]
    return found + [finding for check in checks for finding in check(case)]
