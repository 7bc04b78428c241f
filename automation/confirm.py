"""Nothing is replaced or destroyed before somebody has agreed to it."""

from collections.abc import Callable

from automation.changes import Change, Operation
from automation.errors import NotConfirmed
from automation.result import Result

Confirm = Callable[[Result], bool]
"""Asked with the preview; True is yes."""
NAMED = 3


def endings(result: Result) -> list[Change]:
    """The resources that exist now and would not exist afterwards."""
    return [change for change in result.changes if change.ends_something]


def require_consent(preview: Result, confirm: Confirm | None) -> None:
    """Goes on where nothing ends, or somebody agrees.

    Raises:
        NotConfirmed: nobody could be asked, or the answer was no.
    """
    ended = endings(preview)
    if not ended:
        return
    if confirm is None:
        raise NotConfirmed(
            f"{preview.stack}: {what_ends(ended)}, and nobody is here to be asked; nothing was touched. "
            "Agree with --yes",
            preview,
        )
    if not confirm(preview):
        raise NotConfirmed(f"{preview.stack}: not confirmed, nothing was touched", preview)


def what_ends(ended: list[Change]) -> str:
    """1 resource would be replaced (web-vpc) and 2 deleted (a, b)"""
    parts: list[str] = []
    for operation, word in ((Operation.REPLACE, "replaced"), (Operation.DELETE, "deleted")):
        names = [change.name for change in ended if change.operation is operation]
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            of = f" {'resource' if len(names) == 1 else 'resources'} would be" if not parts else ""
            parts.append(f"{len(names)}{of} {word} ({', '.join(names[:NAMED])}{more})")
    return " and ".join(parts)
