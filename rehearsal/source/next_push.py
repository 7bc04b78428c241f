"""The working tree with the change that the article makes: another colour, another version."""

import re
import shutil
from pathlib import Path

from rehearsal.checks.client import Release
from rehearsal.failure import RehearsalError
from rehearsal.source.working_tree import source_files

RELEASE_FILE = Path("application/release.py")
NEXT_COLOUR = "#2ca02c"


def read_release(project_dir: Path) -> Release:
    """What the application of this working tree says about itself once it runs."""
    file = project_dir / RELEASE_FILE
    if not file.is_file():
        raise RehearsalError(f"there is no {RELEASE_FILE}", step="Source")
    text = file.read_text()
    return Release(colour=_constant(text, "COLOUR"), version=_constant(text, "VERSION"))


def copy_with_next_release(project_dir: Path, folder: Path) -> Release:
    """Copies the working tree into the folder and changes colour and version there, as the next push would."""
    for file in source_files(project_dir):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(project_dir / file, folder / file, follow_symlinks=False)
    now = read_release(project_dir)
    release = Release(colour=NEXT_COLOUR if now.colour != NEXT_COLOUR else "#1f77b4", version=f"{now.version}-next")
    text = (folder / RELEASE_FILE).read_text()
    text = text.replace(f'COLOUR = "{now.colour}"', f'COLOUR = "{release.colour}"')
    text = text.replace(f'VERSION = "{now.version}"', f'VERSION = "{release.version}"')
    (folder / RELEASE_FILE).write_text(text)
    return release


def _constant(text: str, name: str) -> str:
    found = re.search(rf'^{name} = "([^"\n]+)"$', text, re.MULTILINE)
    if not found:
        raise RehearsalError(f'{RELEASE_FILE} has no line {name} = "..."', step="Source")
    return found[1]
