"""Images that differ from the built one in a few files: made by adding files, as a layer on top would."""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rehearsal.build.docker_standin.built_image import layer_of
from rehearsal.build.image_store import ImageStore, StoredImage
from rehearsal.build.registry import Blob, Reference, push_manifest, render_manifest
from rehearsal.failure import RehearsalError

APPLICATIONS = Path(__file__).parent / "applications"
PROGRAM = "faulty.py"
# What the application takes seconds for when it ends; an image for a faster clock takes a part of them.
SECONDS_OF_SETTINGS = ("QUIET_SECONDS", "DRAIN_SECONDS", "EXIT_SECONDS", "MAX_SLOW_SECONDS")


@dataclass(frozen=True)
class Application:
    """What is pushed: the application as it is, or a faulty program around it."""

    name: str
    program: str = ""
    """A file of applications/ that starts it; empty for the application as it is."""
    command: tuple[str, ...] = ()
    """The image's command; empty for the one that fits."""
    settings: Mapping[str, float] = field(default_factory=dict)
    """Values of the application's settings.py that are other ones."""


GOOD = Application("good")


class Images:
    """The applications of one stack, in its registry; each is made when it is first asked for."""

    def __init__(self, aws: Any, store: ImageStore, built_uri: str, request_speed: float) -> None:
        self._aws = aws
        self._store = store
        self._repository, _, digest = built_uri.partition("@")
        self._built = store.load(digest)
        self._request_speed = request_speed
        self._uris: dict[str, str] = {}

    def uri(self, application: Application) -> str:
        """The image of this application; it tells its name as its version."""
        if application.name not in self._uris:
            self._uris[application.name] = self._add(application)
        return self._uris[application.name]

    def missing(self) -> str:
        """An image that nobody has pushed."""
        return f"{self._repository}@sha256:{'0' * 64}"

    def _add(self, application: Application) -> str:
        with tempfile.TemporaryDirectory(prefix="image-") as folder:
            rootfs = Path(folder) / "rootfs"
            shutil.copytree(self._built.rootfs, rootfs, symlinks=True)
            self._change(rootfs / self._built.workdir.lstrip("/"), application)
            image = replace(self._built, cmd=application.command or self._command(application))
            digest = self._push(rootfs, image, application.name)
            self._store.save(digest, rootfs, image)
        return f"{self._repository}@{digest}"

    def _change(self, folder: Path, application: Application) -> None:
        file = folder / "release.py"
        file.write_text(re.sub(r'(?m)^VERSION = ".*"$', f'VERSION = "{application.name}"', file.read_text()))
        settings = folder / "settings.py"
        settings.write_text(self._settings(settings.read_text(), application))
        if application.program:
            shutil.copy(APPLICATIONS / f"{application.program}.py", folder / PROGRAM)

    def _settings(self, text: str, application: Application) -> str:
        """Each time that bounds a request, divided as the load balancer's own are."""
        for name in SECONDS_OF_SETTINGS:
            found = re.search(rf"(?m)^{name} = ([\d.]+)$", text)
            if not found:
                raise RehearsalError(f"settings.py has no line {name} = ...", step="Faults")
            seconds = application.settings.get(name, float(found[1]) / self._request_speed)
            text = text.replace(found[0], f"{name} = {seconds:g}")
        return text

    def _command(self, application: Application) -> tuple[str, ...]:
        return (self._built.cmd[0], PROGRAM) if application.program else self._built.cmd

    def _push(self, rootfs: Path, image: StoredImage, tag: str) -> str:
        config = json.dumps({"config": {"Cmd": list(image.cmd), "WorkingDir": image.workdir}, "created_by": tag})
        manifest = render_manifest(Blob.of(config.encode()), [Blob.of(layer_of(rootfs))])
        reference = Reference.parse(f"{self._repository}:{tag}")
        return push_manifest(self._aws.client("ecr"), reference, manifest)
