"""`pulumi up` in the project's folder, as a person types it: it needs Pulumi's language host for Python."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rehearsal.engine.serve import served
from tests.rehearsal.project_copy import copy_project

HOSTS = ("pulumi-language-python", "pulumi-language-python-exec")
MISSING = [program for program in HOSTS if shutil.which(program) is None]


@pytest.mark.engine
@pytest.mark.skipif(bool(MISSING), reason=f"not on PATH: {', '.join(MISSING)}")
def test_up_in_the_project_folder_creates_everything_and_a_second_one_nothing(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    # Pulumi.yaml names it; what is installed there is what these tests run with.
    (project / ".venv").symlink_to(sys.prefix)
    with served(tmp_path) as here:
        path = os.pathsep.join((str(here.plugins), os.environ["PATH"]))
        environment = {**os.environ, **here.variables, "PATH": path}

        for command in (
            ["stack", "init", "dev"],
            ["up", "--yes", "--skip-preview"],
            ["up", "--yes", "--skip-preview", "--expect-no-changes"],
            ["destroy", "--yes", "--skip-preview"],
        ):
            subprocess.run(
                ["pulumi", *command, "--non-interactive"], cwd=project, env=environment, check=True, timeout=600
            )
