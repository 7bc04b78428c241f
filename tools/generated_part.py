"""A part of a file that is written by a program, between two lines that stay."""

from pathlib import Path


def replace_part(text: str, begin: str, end: str, part: str) -> str:
    """The text with another part between the two lines.

    Raises:
        ValueError: when one of the lines is missing.
    """
    before, found_begin, rest = text.partition(f"{begin}\n")
    _, found_end, after = rest.partition(end)
    if not found_begin or not found_end:
        raise ValueError(f"the line {begin if not found_begin else end} is missing")
    return f"{before}{begin}\n{part}{end}{after}"


def write_part(file: Path, begin: str, end: str, part: str) -> None:
    """Write the part into the file."""
    file.write_text(replace_part(file.read_text(), begin, end, part))
