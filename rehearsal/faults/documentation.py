"""Writes what a run has measured into docs/what-happens-when.md."""

from collections.abc import Sequence
from pathlib import Path

from rehearsal.faults.fault import FaultResult
from rehearsal.faults.table import render_markdown

PAGE = Path("docs/what-happens-when.md")
BEGIN = "<!-- measured -->"
END = "<!-- /measured -->"


def write_documentation(project_dir: Path, results: Sequence[FaultResult]) -> None:
    """Replaces the page's table.

    Raises:
        ValueError: when the page lacks one of the two lines that it stands between.
    """
    file = project_dir / PAGE
    before, begin, rest = file.read_text().partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} lacks the line {END if begin else BEGIN}")
    file.write_text(f"{before}{begin}{render_markdown(results)}{end}{after}")
