"""The package as Pulumi and pip take it: a provider that runs as a process, and a wheel that has everything in it."""

import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import grpc
import pytest
import yaml
from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2

from tests.components.served_package import COMPONENTS, DOORS, engine, provider

PACKAGE = COMPONENTS / "blue_green_ecs_pipeline"
SETUPTOOLS = next((int(each.version.split(".")[0]) for each in distributions(name="setuptools")), 0)

TOKENS = [
    "blue-green-ecs-pipeline:index:BlueGreenEcsPipeline",
    "blue-green-ecs-pipeline:index:Build",
    "blue-green-ecs-pipeline:index:Deployment",
    "blue-green-ecs-pipeline:index:ImageRepository",
    "blue-green-ecs-pipeline:index:LoadBalancer",
    "blue-green-ecs-pipeline:index:Network",
    "blue-green-ecs-pipeline:index:Pipeline",
    "blue-green-ecs-pipeline:index:Service",
    "blue-green-ecs-pipeline:index:SmokeTest",
]


@pytest.mark.parametrize("door", DOORS, ids=["pulumi", "python -m"])
def test_the_package_serves_the_component_and_its_parts(door: list[str]) -> None:
    with provider(door) as stub:
        answer = stub.GetSchema(provider_pb2.GetSchemaRequest(version=0), timeout=30)

    schema = json.loads(answer.schema)
    assert schema["name"] == "blue-green-ecs-pipeline"
    assert sorted(schema["resources"]) == TOKENS
    assert schema["resources"]["blue-green-ecs-pipeline:index:BlueGreenEcsPipeline"]["requiredInputs"] == ["source"]


def test_a_program_in_another_language_reads_which_settings_cannot_be_used() -> None:
    inputs = struct_pb2.Struct()
    inputs.update({"source": {"repository": "web"}, "deployment": {"terminationWaitMinutes": 4000}})

    with engine() as (fake, address), provider(DOORS[0]) as stub:
        request = provider_pb2.ConstructRequest(
            project="shop",
            stack="dev",
            type="blue-green-ecs-pipeline:index:BlueGreenEcsPipeline",
            name="web",
            inputs=inputs,
            monitorEndpoint=address,
        )
        with pytest.raises(grpc.RpcError) as caught:
            stub.Construct(request, timeout=30)

    assert fake.registered == []
    assert caught.value.details() == "web: 2 settings cannot be used, nothing was created"


def test_pulumi_takes_the_folder_for_a_python_package() -> None:
    assert yaml.safe_load((COMPONENTS / "PulumiPlugin.yaml").read_text()) == {"runtime": "python"}
    # Beside these, a __main__.py would make Pulumi run the folder and install nothing.
    assert not (COMPONENTS / "__main__.py").exists()
    project = tomllib.loads((COMPONENTS / "pyproject.toml").read_text())
    assert project["build-system"]["build-backend"] == "setuptools.build_meta"
    assert project["project"]["name"] == "blue-green-ecs-pipeline"
    assert (COMPONENTS / project["project"]["name"].replace("-", "_") / "__init__.py").exists()


def test_the_package_needs_pulumi_and_the_two_providers_of_its_resources() -> None:
    project = tomllib.loads((COMPONENTS / "pyproject.toml").read_text())["project"]

    assert project["dependencies"] == ["pulumi>=3.272,<4", "pulumi-aws>=7.51,<8", "pulumi-awsx>=3.11,<4"]
    assert project["requires-python"] == ">=3.11"


def test_every_file_of_the_package_is_named_for_the_wheel() -> None:
    """By the rules in pyproject.toml alone: building needs a setuptools that a virtual environment may lack."""
    rules = tomllib.loads((COMPONENTS / "pyproject.toml").read_text())["tool"]["setuptools"]
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]

    data = {str(path.relative_to(PACKAGE)) for path in files if path.suffix != ".py"}
    folders = {path.parent for path in files}

    assert data == {"py.typed", "build/buildspec.yml"}
    assert set(rules["package-data"]["blue_green_ecs_pipeline"]) == data
    assert rules["packages"]["find"] == {"include": ["blue_green_ecs_pipeline*"]}
    # What has no __init__.py is no package to setuptools, and is left out.
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.skipif(SETUPTOOLS < 77, reason=f"the wheel is built by setuptools 77 or newer, here is {SETUPTOOLS}")
def test_the_wheel_has_every_module_the_buildspec_and_its_types(tmp_path: Path) -> None:
    # A copy of what is committed: setuptools writes beside what it builds, and takes along what it wrote before.
    source = tmp_path / "components"
    shutil.copytree(PACKAGE, source / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(COMPONENTS / file, source)

    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(source)], check=True, timeout=120)

    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = [*PACKAGE.rglob("*.py"), PACKAGE / "py.typed", PACKAGE / "build" / "buildspec.yml"]
    assert packed == {str(path.relative_to(COMPONENTS)) for path in wanted}
