"""The `pulumi` command of this machine."""

import shutil
from pathlib import Path


def find_pulumi() -> Path | None:
    """The `pulumi` command on PATH."""
    found = shutil.which("pulumi")
    return Path(found) if found else None
