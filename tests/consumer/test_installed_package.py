"""The package as somebody else installs it: from a wheel, into an environment that knows nothing of this repository."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
COMPONENTS = HERE.parents[1] / "components"
PROGRAMS = ("right.py", "wrong.py")


@dataclass(frozen=True)
class Consumer:
    """A project with a virtual environment of its own."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command in the project, without the paths that this repository's tests run with."""
        environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "MYPYPATH")}
        return subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # A copy: setuptools writes beside what it builds, and takes along what it wrote before.
    ignored = shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
    source = folder / "components"
    source.mkdir()
    shutil.copytree(
        COMPONENTS / "blue_green_ecs_pipeline",
        source / "blue_green_ecs_pipeline",
        ignore=lambda path, names: ignored(path, names) - ({"build"} if "blue_green" in path else set()),
    )
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(COMPONENTS / file, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(source)], check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def consumer(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Consumer:
    project = Consumer(tmp_path_factory.mktemp("consumer"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project.folder / "venv"], check=True, timeout=60)
    install = [sys.executable, "-m", "pip", "--python", project.python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, wheel], check=True, timeout=120)
    (site_packages,) = (project.folder / "venv" / "lib").glob("python*/site-packages")
    # The SDKs, as installed here; the file of an editable installation counts in its own folder alone.
    (site_packages / "sdks.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    for name in (*PROGRAMS, "mypy.ini"):
        shutil.copy(HERE / name, project.folder)
    return project


def mistakes(program: str) -> set[int]:
    lines = (HERE / program).read_text().splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# mistake")}


def test_the_consumer_imports_what_the_wheel_installed(consumer: Consumer) -> None:
    ran = consumer.run(
        consumer.python, "-c", "import blue_green_ecs_pipeline as b; print(b.Network.__module__, b.__file__)"
    )

    module, file = ran.stdout.split()
    assert module == "blue_green_ecs_pipeline.network.component"
    assert Path(file).is_relative_to(consumer.folder)


def test_the_installed_package_knows_its_version_and_its_buildspec(consumer: Consumer) -> None:
    program = (
        "from blue_green_ecs_pipeline.__main__ import installed_version\n"
        "from blue_green_ecs_pipeline.build.buildspec import read_own_buildspec\n"
        "print(installed_version(), read_own_buildspec().splitlines()[0])"
    )

    ran = consumer.run(consumer.python, "-c", program)

    assert ran.stdout.split(" ", 1) == ["0.1.0", "version: 0.2\n"], ran.stderr


def test_reading_settings_needs_none_of_the_resources(consumer: Consumer) -> None:
    program = (
        "import sys\n"
        "from blue_green_ecs_pipeline import BlueGreenEcsPipelineArgs, ConfigurationError, read_config\n"
        "print(sorted(name for name in sys.modules if name in ('pulumi_aws', 'pulumi_awsx')))"
    )

    assert consumer.run(consumer.python, "-c", program).stdout == "[]\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_mypy_finds_every_mistake_and_nothing_else(consumer: Consumer, program: str) -> None:
    ran = consumer.run(
        sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--python-executable", consumer.python, program
    )

    found = {int(line) for line in re.findall(rf"^{program}:(\d+): error", ran.stdout, re.MULTILINE)}
    assert found == mistakes(program), ran.stdout + ran.stderr


@pytest.mark.parametrize("program", PROGRAMS)
def test_pyright_finds_every_mistake_and_nothing_else(consumer: Consumer, program: str) -> None:
    ran = consumer.run(
        *(sys.executable, "-m", "basedpyright", "--outputjson", "--level", "error"),
        *("--pythonpath", consumer.python, program),
    )

    diagnostics = json.loads(ran.stdout)["generalDiagnostics"]
    assert {each["range"]["start"]["line"] + 1 for each in diagnostics} == mistakes(program), diagnostics


def test_every_public_name_is_one_that_type_checkers_see(consumer: Consumer) -> None:
    """The names are said three times in __init__.py: for type checkers, for `import *`, and where they come from."""
    program = (
        "import ast, inspect, blue_green_ecs_pipeline as b\n"
        "tree = ast.parse(inspect.getsource(b))\n"
        "seen = {n.name for f in ast.walk(tree) if isinstance(f, ast.ImportFrom) and f.level for n in f.names}\n"
        "assert b.__all__ == sorted(seen) == sorted(n for names in b._MODULES.values() for n in names)\n"
        "assert all(getattr(b, name).__name__ == name for name in b.__all__)\n"
        "assert set(b.__all__) <= set(dir(b))\n"
        "from blue_green_ecs_pipeline import *\n"
        "assert Nat.NONE and Pipeline"
    )

    ran = consumer.run(consumer.python, "-c", program)

    assert ran.returncode == 0, ran.stderr
