"""Reads a Dockerfile into its instructions, and refuses what docker's own parser refuses."""

import json
import re
import shlex
from dataclasses import dataclass

from rehearsal.build.docker_standin.errors import DockerError

# Docker docs, "Dockerfile reference".
INSTRUCTIONS = frozenset(
    ["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"]
    + ["ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"]
)
FLAG = re.compile(r"--([a-z-]+)(?:=(\S*))?\s+")
HEREDOC = re.compile(r"<<-?([\"']?)(\w+)\1")
VARIABLE = re.compile(r"\\\$|\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})")


@dataclass(frozen=True)
class Instruction:
    """One instruction: its word in capitals, its flags, and the rest of its lines as one."""

    line: int
    word: str
    rest: str
    flags: dict[str, str]

    def words(self) -> list[str]:
        """The arguments, written as a JSON list or separated by spaces."""
        return self.json_list() or shlex.split(self.rest)

    def json_list(self) -> list[str] | None:
        """The arguments when they are a JSON list of texts, which docker calls the exec form."""
        if not self.rest.startswith("["):
            return None
        try:
            parsed = json.loads(self.rest)
        except ValueError:
            return None
        return parsed if isinstance(parsed, list) and all(isinstance(item, str) for item in parsed) else None

    def command(self) -> tuple[str, ...]:
        """What CMD and ENTRYPOINT start; the shell form goes through a shell."""
        parsed = self.json_list()
        return tuple(parsed) if parsed is not None else ("/bin/sh", "-c", self.rest)

    def pairs(self) -> dict[str, str]:
        """The names and values of ENV and LABEL, in both of their forms."""
        first, _, value = self.rest.partition(" ")
        if "=" not in first:
            return {first: value.strip()}
        pairs = [word.partition("=") for word in shlex.split(self.rest)]
        if any(not equals for _, equals, _ in pairs):
            raise parse_error(
                self.line, f"Syntax error - can't find = in {self.rest!r}. Must be of the form: name=value"
            )
        return {name: value for name, _, value in pairs}


def parse_dockerfile(text: str) -> list[Instruction]:
    """The instructions in order; a DockerError with the line where docker would stop."""
    instructions = [_instruction(number, line) for number, line in _logical_lines(text)]
    if not instructions:
        raise DockerError("ERROR: failed to solve: the Dockerfile cannot be empty")
    first = next((one for one in instructions if one.word != "ARG"), instructions[0])
    if first.word != "FROM":
        raise parse_error(first.line, "no build stage in current context")
    return instructions


def parse_error(line: int, message: str) -> DockerError:
    """An error in the Dockerfile as docker words it."""
    return DockerError(f"ERROR: failed to solve: dockerfile parse error on line {line}: {message}")


def expand(text: str, variables: dict[str, str]) -> str:
    """Replaces $NAME, ${NAME}, ${NAME:-default} and ${NAME:+other}."""

    def value(match: re.Match[str]) -> str:
        if match[0] == r"\$":
            return "$"
        known = variables.get(match[1] or match[2], "")
        if match[3] == "-":
            return known or match[4]
        return match[4] if match[3] == "+" and known else "" if match[3] == "+" else known

    return VARIABLE.sub(value, text)


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Each instruction as one line with its number: continued lines joined, comments and here-documents gone."""
    lines = text.splitlines()
    found: list[tuple[int, str]] = []
    position = 0
    while position < len(lines):
        started = position
        parts: list[str] = []
        while position < len(lines):
            line = lines[position].strip()
            position += 1
            if not line or line.startswith("#"):
                if not parts:
                    break
                continue
            parts.append(line[:-1] if line.endswith("\\") else line)
            if not line.endswith("\\"):
                break
        if parts:
            joined = " ".join(part.strip() for part in parts)
            position = _after_heredocs(lines, position, joined)
            found.append((started + 1, joined))
    return found


def _after_heredocs(lines: list[str], position: int, instruction: str) -> int:
    if instruction.split(" ", 1)[0].upper() not in ("RUN", "COPY", "ADD"):
        return position
    for _, end in HEREDOC.findall(instruction):
        while position < len(lines) and lines[position].strip() != end:
            position += 1
        position += 1
    return position


def _instruction(number: int, line: str) -> Instruction:
    word, _, rest = line.partition(" ")
    word, rest = word.upper(), rest.strip()
    if word not in INSTRUCTIONS:
        raise parse_error(number, f"unknown instruction: {word}")
    if not rest:
        raise parse_error(number, f"{word} requires at least one argument")
    flags = {}
    while match := FLAG.match(rest):
        flags[match[1]] = match[2] if match[2] is not None else "true"
        rest = rest[match.end() :]
    return Instruction(number, word, rest, flags)
