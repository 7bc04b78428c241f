"""The project's operations over Pulumi's Automation API: a command line, and the functions behind it."""

from automation.errors import AutomationError, Cancelled, NotConfirmed, OperationFailed
from automation.operations import destroy, outputs, preview, refresh, up
from automation.project import Project
from automation.result import Output, Result, Status

__all__ = [
    "AutomationError",
    "Cancelled",
    "NotConfirmed",
    "OperationFailed",
    "Output",
    "Project",
    "Result",
    "Status",
    "destroy",
    "outputs",
    "preview",
    "refresh",
    "up",
]
