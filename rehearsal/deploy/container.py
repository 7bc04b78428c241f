"""What a container of a task definition runs on this machine: the program, its folder and its environment."""

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.build.image_store import ImageStore, StoredImage, UnknownImageError
from rehearsal.iam.actor import ClientGiver

from .secrets import read_secret
from .task_roles import TaskRoles, ask_for_image

STARTUP_FOLDER = Path(__file__).parent / "task_startup"
ECR_IMAGE = re.compile(
    r"(?P<registry>\d{12})\.dkr\.ecr\.[a-z0-9-]+\.[a-z.]+/(?P<repository>[^:@]+)(?P<separator>[:@])(?P<version>.+)"
)
PYTHON = re.compile(r"(.*/)?python(3(\.\d+)?)?")
MACHINE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class CannotStart(Exception):
    """Why a container cannot run, in the words that ECS puts into a stopped task's reason."""


@dataclass(frozen=True)
class ContainerProcess:
    """All that is needed to start it."""

    name: str
    argv: list[str]
    folder: Path | None
    environment: dict[str, str]
    essential: bool
    stop_timeout_seconds: int


def prepare_container(
    aws: Any, images: ImageStore, definition: dict[str, Any], scratch: Path, roles: TaskRoles
) -> ContainerProcess:
    """The container of a task definition, ready to start."""
    image = load_image(aws, images, definition["image"], roles.agent)
    argv = command_line(definition, image)
    if not argv:
        raise CannotStart(
            f"CannotPullContainerError: {definition['image']} is no image of this rehearsal, and there is no command"
        )
    root = image.rootfs if image else None
    return ContainerProcess(
        name=definition["name"],
        argv=[_program(argv[0], root), *(_inside(argument, root) for argument in argv[1:])],
        folder=_folder(definition, image),
        environment=_environment(roles, definition, image, scratch),
        essential=definition.get("essential", True),
        stop_timeout_seconds=definition.get("stopTimeout", 30),
    )


def load_image(aws: Any, images: ImageStore, name: str, agent: ClientGiver) -> StoredImage | None:
    """The image of the embedded registry; None for one of another registry, of which only a command can be run."""
    match = ECR_IMAGE.fullmatch(name)
    if not match:
        return None
    ask_for_image(agent, match["repository"])
    wanted = {"imageDigest" if match["separator"] == "@" else "imageTag": match["version"]}
    try:
        described = aws.client("ecr").describe_images(
            registryId=match["registry"], repositoryName=match["repository"], imageIds=[wanted]
        )
        return images.load(described["imageDetails"][0]["imageDigest"])
    except (ClientError, UnknownImageError) as error:
        raise CannotStart(f"CannotPullContainerError: pull image manifest has been retried: {name}: {error}") from None


def command_line(definition: dict[str, Any], image: StoredImage | None) -> list[str]:
    """Entry point and command, as Docker puts them together."""
    entry_point, command = definition.get("entryPoint") or [], definition.get("command") or []
    if image and not entry_point:
        # An entry point of the task definition drops the image's command too.
        entry_point, command = list(image.entrypoint), command or list(image.cmd)
    return [*entry_point, *command]


def _program(name: str, root: Path | None) -> str:
    # The image's Python is this one: without Docker its own does not exist here.
    return sys.executable if PYTHON.fullmatch(name) else _inside(name, root)


def _inside(argument: str, root: Path | None) -> str:
    """A path of the container's file system, as a path of this machine's."""
    if root and argument.startswith("/") and (root / argument[1:]).exists():
        return str(root / argument[1:])
    return argument


def _folder(definition: dict[str, Any], image: StoredImage | None) -> Path | None:
    if image is None:
        return None
    folder = image.rootfs / (definition.get("workingDirectory") or image.workdir or "/").lstrip("/")
    folder.mkdir(parents=True, exist_ok=True)  # WORKDIR makes it, be it empty
    return folder


def _environment(
    roles: TaskRoles, definition: dict[str, Any], image: StoredImage | None, scratch: Path
) -> dict[str, str]:
    environment = dict(image.env) if image else {}
    environment |= {entry["name"]: entry["value"] for entry in definition.get("environment", [])}
    secrets = definition.get("secrets", [])
    environment |= {entry["name"]: read_secret(roles.agent, entry["valueFrom"]) for entry in secrets}
    root = image.rootfs if image else None
    modules = [_inside(folder, root) for folder in environment.get("PYTHONPATH", "").split(":") if folder]
    machine = {
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "PATH": f"{_python_folder(scratch)}:{MACHINE_PATH}",
        "PYTHONPATH": ":".join([str(STARTUP_FOLDER), *modules]),
        # The image's files stay as they were built.
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return {"LANG": "C.UTF-8"} | environment | machine | _embedded_aws(roles.application)


def _embedded_aws(application: ClientGiver) -> dict[str, str]:
    """So that the application finds this AWS and no other, and may there what its role may."""
    return {
        name: value
        for name, value in application.environment().items()
        if name.upper().startswith(("AWS_", "NO_PROXY"))
    }


def _python_folder(scratch: Path) -> Path:
    """A folder whose `python` is this one; a link would not find this one's packages."""
    folder = scratch / "python"
    folder.mkdir(exist_ok=True)
    for name in ("python", "python3"):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
        script.chmod(0o755)
    return folder
