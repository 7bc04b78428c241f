"""A copy of this project that a test may change and rehearse."""

import shutil
from pathlib import Path

PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
PROJECT_FILES = ("__main__.py", "Pulumi.yaml", "Pulumi.dev.yaml")
PROJECT_FOLDERS = ("application", "buildspec")
RELEASE = 'COLOUR = "#102030"\nVERSION = "7"\n'


def copy_project(folder: Path) -> Path:
    """The program, its dev stack and the application, with a release of the test's own."""
    folder.mkdir()
    for name in PROJECT_FILES:
        shutil.copy(PROJECT_DIRECTORY / name, folder / name)
    for name in PROJECT_FOLDERS:
        shutil.copytree(PROJECT_DIRECTORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "application" / "release.py").write_text(RELEASE)
    return folder


def replace_in(file: Path, old: str, new: str) -> None:
    """Changes the one place of a file that reads so."""
    text = file.read_text()
    assert text.count(old) == 1, f"{file} has {text.count(old)} times: {old}"
    file.write_text(text.replace(old, new))
