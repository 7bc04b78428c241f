"""A build's log: every line is kept, a person sees the short form at once, and no secret's value is in either."""

import re
from collections.abc import Callable, Iterable

MASK = "***"
# One line of a longer value is hidden too, unless it is as short as a brace or a word that any line may hold.
SHORTEST_HIDDEN_LINE = 6
SHOWN_WIDTH = 90
CUT = "..."
# Lines of a command that say nothing about what it does: brackets around it, the shell's options, a comment.
_FRAME = re.compile(r"[(){}]|set [-+].*|#.*|")


class BuildLog:
    """Takes lines, hides values, keeps them whole and hands the short form on."""

    def __init__(self, out: Callable[[str], None]) -> None:
        self.lines: list[str] = []
        self._out = out
        self._hidden: list[str] = []
        self._command_has_spoken = False

    def hide(self, values: Iterable[str]) -> None:
        """From now on no line shows any of these values."""
        hidden = set(self._hidden)
        for value in values:
            long_lines = [line.strip() for line in value.splitlines() if len(line.strip()) >= SHORTEST_HIDDEN_LINE]
            hidden.update(text for text in (value.strip(), *long_lines) if text)
        # The longest first: a value that contains another one would otherwise leave its rest behind.
        self._hidden = sorted(hidden, key=len, reverse=True)

    def masked(self, text: str) -> str:
        """The text without any hidden value."""
        for value in self._hidden:
            text = text.replace(value, MASK)
        return text

    def write(self, text: str) -> None:
        """Adds text of the build itself, and shows every line of it."""
        for line in self.keep(text):
            self._out(shorten(line))

    def write_command(self, command: str) -> None:
        """Adds a command as it begins, and shows it in one line."""
        self.keep(f"Running command {command.rstrip()}")
        self._command_has_spoken = False
        self._out(f"  $ {in_one_line(self.masked(command))}")

    def write_output(self, text: str) -> None:
        """Adds what a command prints, and shows its first line."""
        for line in self.keep(text):
            if line.strip() and not self._command_has_spoken:
                self._command_has_spoken = True
                self._out(f"  {shorten(line)}")

    def keep(self, text: str) -> list[str]:
        """Adds text without showing it; answers its lines without any hidden value."""
        # As a whole first, since a value may go over several lines.
        lines = self.masked(text).splitlines() or [""]
        self.lines += lines
        return lines


def in_one_line(command: str) -> str:
    """The first line of a command that says what it does; dots stand for the rest."""
    lines = [line.strip() for line in command.strip().splitlines()]
    telling = [line for line in lines if not _FRAME.fullmatch(line)] or lines
    first = telling[0].removesuffix("\\").rstrip() if telling else ""
    return shorten(first if len(telling) < 2 else f"{first} {CUT}")


def shorten(line: str) -> str:
    """The line, cut to the width of a terminal."""
    return line if len(line) <= SHOWN_WIDTH else line[: SHOWN_WIDTH - len(CUT)].rstrip() + CUT
