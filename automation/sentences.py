"""What the engine says, as lines that a person reads: no markup, no stack trace, nothing twice."""

import re
from collections.abc import Iterable, Iterator

from pulumi.automation import CommandError

_MARKUP = re.compile(r"<\{%[^%]*%\}>|\x1b\[[0-9;]*m")
_TRACEBACK = re.compile(r"^\s*Traceback \(most recent call last\):\s*$", re.M)
# Said after the cause has been said, about the run as a whole.
_ECHOES = re.compile(
    r"^(update|preview|destroy|refresh) (failed|canceled)$|^resource (creation|update|deletion|operation) failed$"
    r"|^an unhandled error occurred: Program (exited|failed)|^\d+ errors? occurred:?$"
    # What was still under way when the run ended.
    r"|grpc: the client connection is closing|resource monitor shut down"
)
_PREFIXES = ("error: ", "python inline source runtime error: ", "an unhandled error occurred: ")


def plain(text: str) -> str:
    """The text without the engine's colours."""
    return _MARKUP.sub("", text)


def sentence_of(message: str) -> str:
    """One message of the engine: of a stack trace only its last line, which is the error; empty for an echo."""
    text = plain(message).strip()
    if trace := _TRACEBACK.search(text):
        before, after = text[: trace.start()].strip(), text[trace.end() :].strip()
        text = before or (after.splitlines()[-1].strip() if after else "")
    text = _without_prefixes(text)
    return "" if _ECHOES.search(text) else text


def sentences_of(messages: Iterable[str]) -> list[str]:
    """Each once, in order; a sentence that another one contains is not said again."""
    said: list[str] = []
    for sentence in filter(None, map(sentence_of, messages)):
        if any(sentence in other for other in said):
            continue
        said = [other for other in said if other not in sentence] + [sentence]
    return said


def sentences_of_command(error: CommandError) -> list[str]:
    """The lines with which a `pulumi` command ended in failure; all that it wrote to stderr where none says error."""
    stderr = plain(str(error)).partition("\n stderr: ")[2]
    lines = [line for line in stderr.splitlines() if line.strip()]
    errors = list(_blocks(lines))
    return sentences_of(errors or [" ".join(lines)]) or ["the pulumi command failed and did not say why"]


def _blocks(lines: list[str]) -> Iterator[str]:
    """From `error:` on, with the lines that belong to it."""
    block: list[str] = []
    for line in lines:
        if line.startswith("error: "):
            if block:
                yield "\n".join(block)
            block = [line]
        elif block:
            block.append(line)
    if block:
        yield "\n".join(block)


def _without_prefixes(text: str) -> str:
    for prefix in _PREFIXES:
        text = text.removeprefix(prefix)
    return text
