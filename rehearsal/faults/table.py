"""The table of all faults, for a terminal and for the documentation."""

from collections.abc import Iterable, Sequence

from rehearsal.faults.fault import FaultResult

HEADER = ("", "fault", "noticed by", "after", "rolled back after", "sent", "failed", "bound")
MARKDOWN_HEADER = ("What happens", "Who notices", "After", "Rolled back after", "Requests that fail", "Next release")
# An alarm that goes green within this time was never in anybody's way.
SHORTEST_PAUSE_SECONDS = 30


def render_table(results: Sequence[FaultResult]) -> list[str]:
    """One line a fault, in columns; below a fault out of bounds, what did not hold."""
    rows = [HEADER, *(_cells(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    lines = [_line(HEADER, widths)]
    for result in results:
        lines.append(_line(_cells(result), widths))
        lines += [f"{'':{widths[0]}}  ! {problem}" for problem in result.problems]
    return lines


def last_line(results: Sequence[FaultResult]) -> str:
    """The line that everything ends with."""
    within = sum(result.within_bounds for result in results)
    return f"faults: {within} of {len(results)} within bounds"


def render_markdown(results: Iterable[FaultResult]) -> str:
    """The rows of "What happens when..."."""
    lines = [MARKDOWN_HEADER, ("---",) * len(MARKDOWN_HEADER)]
    for result in results:
        lines.append(
            (
                result.name,
                result.noticed_by,
                describe_seconds(result.noticed_after_seconds) or "-",
                describe_seconds(result.rolled_back_after_seconds) or "not needed",
                f"{result.failed} of {result.sent}",
                _pause(result.next_release_after_seconds),
            )
        )
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _pause(seconds: float) -> str:
    return f"after {describe_seconds(seconds)}" if seconds >= SHORTEST_PAUSE_SECONDS else "at once"


def describe_seconds(seconds: float | None) -> str:
    """As a person says it: 40 s, 2 min 10 s; empty for None."""
    if seconds is None:
        return ""
    whole = max(1, round(seconds))
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{whole} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def _cells(result: FaultResult) -> tuple[str, ...]:
    return (
        result.number,
        result.name,
        result.noticed_by,
        describe_seconds(result.noticed_after_seconds),
        describe_seconds(result.rolled_back_after_seconds),
        str(result.sent),
        str(result.failed),
        result.bound,
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        f"{cell:>{width}}" if number in (5, 6) else f"{cell:<{width}}"
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(padded).rstrip()
