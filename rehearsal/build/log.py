"""A build's log: every line goes out at once and is kept, and no secret's value is in any of them."""

from collections.abc import Callable, Iterable

MASK = "***"
# One line of a longer value is hidden too, unless it is as short as a brace or a word that any line may hold.
SHORTEST_HIDDEN_LINE = 6


class BuildLog:
    """Takes lines, hides values, hands on and keeps."""

    def __init__(self, out: Callable[[str], None]) -> None:
        self.lines: list[str] = []
        self._out = out
        self._hidden: list[str] = []

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
        """Adds text, line by line."""
        # As a whole first, since a value may go over several lines.
        for line in self.masked(text).splitlines() or [""]:
            self.lines.append(line)
            self._out(line)
