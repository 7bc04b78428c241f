"""Is the `pulumi` command there, and is it logged in?"""

from collections.abc import Iterator

from pulumi.automation import CommandError

from automation.doctor.finding import Finding, State
from automation.engine_command import INSTALL_PAGE
from automation.errors import AutomationError
from automation.project import Project
from automation.sentences import sentences_of_command
from automation.stacks import Workspace

LOGIN_PAGE = "https://www.pulumi.com/docs/iac/concepts/state-and-backends/"


def look(project: Project) -> Iterator[Finding]:
    """The command's version and the backend."""
    try:
        workspace = Workspace(project)
    except AutomationError as error:
        yield Finding("pulumi", State.MISSING, str(error), page=INSTALL_PAGE)
        return
    yield Finding("pulumi", State.OK, f"the pulumi command is version {workspace.pulumi_version}")
    try:
        who = workspace.who_am_i()
    except CommandError as error:
        yield Finding(
            "backend",
            State.MISSING,
            "; ".join(sentences_of_command(error)),
            "log in to the place where the state is kept: `pulumi login`",
            LOGIN_PAGE,
        )
        return
    yield Finding("backend", State.OK, f"the state is kept in {who.url or 'Pulumi Cloud'}, as {who.user}")
