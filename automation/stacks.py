"""Stacks of the project, opened over the Automation API with the project's own program."""

from pulumi import automation
from pulumi.automation import CommandError, StackNotFoundError

from automation.engine_command import EngineCommand
from automation.errors import AutomationError
from automation.project import Project
from automation.sentences import sentences_of_command


class Workspace(automation.LocalWorkspace):
    """The project's folder as it is: its Pulumi.yaml, its stack files, the backend that `pulumi` is logged in to."""

    def __init__(self, project: Project) -> None:
        self.command = EngineCommand()
        super().__init__(work_dir=str(project.folder), program=project.program(), pulumi_command=self.command)

    def select_stack(self, stack_name: str) -> None:
        """Only looks whether it is there: what a person has selected in a terminal stays selected."""
        self._run_pulumi_cmd_sync(["stack", "--stack", stack_name])

    def create_stack(self, stack_name: str) -> None:
        """A new, empty stack, not selected either."""
        self._run_pulumi_cmd_sync(["stack", "init", stack_name, "--no-select"])


def open_stack(name: str, project: Project, create: bool) -> automation.Stack:
    """The stack of this name, with its settings from Pulumi.<name>.yaml.

    Raises:
        AutomationError: it has no file of settings, or does not exist and is not to be created.
    """
    project.settings_file(name)
    workspace = Workspace(project)
    open_it = automation.Stack.create_or_select if create else automation.Stack.select
    try:
        return open_it(name, workspace)
    except StackNotFoundError:
        raise AutomationError(f"{name}: there is no such stack in this backend yet; `up` creates it") from None
    except CommandError as error:
        raise AutomationError(f"{name}: {'; '.join(sentences_of_command(error))}") from None


def command_of(stack: automation.Stack) -> EngineCommand:
    """The command that this stack's operations run."""
    workspace = stack.workspace
    assert isinstance(workspace, Workspace)
    return workspace.command
