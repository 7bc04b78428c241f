"""The `pulumi` command for the Automation API, started and given its passphrase no more than it has to be.

After each operation the Automation API asks for the outputs, for the outputs with their secrets, and for the history
with its secrets. To open a secret the command derives a key anew, which takes longer than the rest of such a question.
"""

from functools import cache
from typing import Any

from pulumi import automation

MASKED = '"[secret]"'
SHOW = "--show-secrets"


class FrugalCommand(automation.PulumiCommand):
    """Opens no secret where there is none: summaries keep a config's secrets masked."""

    def __init__(self) -> None:
        super().__init__()
        self._masked: dict[str, automation.CommandResult] = {}

    def run(self, args: list[str], cwd: str, *further: Any, **options: Any) -> automation.CommandResult:
        """As the command does."""
        asked = args[:2]
        if asked == ["stack", "output"] and SHOW in args:
            known = self._masked.pop(cwd, None)
            if known and MASKED not in known.stdout:
                return known
        if asked == ["stack", "history"]:
            args = [argument for argument in args if argument != SHOW]
        result = super().run(args, cwd, *further, **options)
        if asked == ["stack", "output"] and SHOW not in args:
            self._masked[cwd] = result
        return result


@cache
def frugal_command() -> FrugalCommand:
    """One for all: it is asked for its version once."""
    return FrugalCommand()
