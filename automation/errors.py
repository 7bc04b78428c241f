"""What ends an operation early: each a sentence for a person, a status for a CI job."""

from typing import TYPE_CHECKING

from automation import exit_codes

if TYPE_CHECKING:
    from automation.result import Result


class AutomationError(Exception):
    """An operation that did not come to its end. The text is one sentence, or the engine's own lines."""

    exit_code = exit_codes.FAILED

    def __init__(self, sentence: str, result: "Result | None" = None) -> None:
        super().__init__(sentence)
        self.result = result
        """What had happened until then; None where nothing had begun."""


class OperationFailed(AutomationError):
    """The program, the engine or AWS refused something."""


class NotConfirmed(AutomationError):
    """Something would be replaced or destroyed, and nobody has agreed to it. Nothing was touched."""

    exit_code = exit_codes.NOT_CONFIRMED


class Cancelled(AutomationError):
    """Ctrl-C, or a job that was ended from outside."""

    exit_code = exit_codes.CANCELLED
