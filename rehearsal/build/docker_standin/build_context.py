"""The files that a build may copy: a folder without what its .dockerignore leaves out."""

import fnmatch
import os
import re
from pathlib import Path, PurePosixPath

from rehearsal.build.docker_standin.errors import DockerError


class BuildContext:
    """A folder, and which of its files docker would see."""

    def __init__(self, directory: Path, dockerfile: Path) -> None:
        if not directory.is_dir():
            raise DockerError(f'ERROR: unable to prepare context: path "{directory}" not found')
        self.directory = directory
        self._rules = _ignore_rules(directory, dockerfile)

    def files(self) -> list[PurePosixPath]:
        """Every file of the context, sorted, relative to it."""
        found = []
        for folder, names, files in os.walk(self.directory):
            linked = [name for name in names if (Path(folder) / name).is_symlink()]
            found += [
                PurePosixPath(Path(folder, name).relative_to(self.directory).as_posix()) for name in files + linked
            ]
        return sorted(path for path in found if not self._is_ignored(path))

    def _is_ignored(self, path: PurePosixPath) -> bool:
        ignored = False
        # The last rule that matches decides; a rule for a folder holds for all in it.
        for expression, leaves_out in self._rules:
            if any(expression.fullmatch(str(part)) for part in (path, *path.parents)):
                ignored = leaves_out
        return ignored


def matching_files(files: list[PurePosixPath], pattern: str) -> tuple[list[PurePosixPath], str]:
    """The files that a COPY source stands for, and the folder whose content they are; "" when it is no folder."""
    source = os.path.normpath(pattern.lstrip("/") or ".")
    if source.startswith(".."):
        raise DockerError(f'ERROR: failed to solve: "{pattern}" is a forbidden path outside the build context')
    inside = [path for path in files if source == "." or PurePosixPath(source) in path.parents]
    if inside:
        return inside, source
    return [path for path in files if fnmatch.fnmatchcase(str(path), source) and _same_depth(path, source)], ""


def _same_depth(path: PurePosixPath, pattern: str) -> bool:
    # A star stays within one folder; fnmatch's does not.
    return len(path.parts) == len(PurePosixPath(pattern).parts)


def _ignore_rules(directory: Path, dockerfile: Path) -> list[tuple[re.Pattern[str], bool]]:
    own = dockerfile.with_name(dockerfile.name + ".dockerignore")
    file = own if own.is_file() else directory / ".dockerignore"
    lines = file.read_text().splitlines() if file.is_file() else []
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return [(_expression(pattern.lstrip("!")), not pattern.startswith("!")) for pattern in patterns]


def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", os.path.normpath(pattern).lstrip("/"))
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts))
