"""What this docker remembers between two commands of a build: logins, names of images, and the images."""

import json
from pathlib import Path
from typing import Any

from rehearsal.build.image_store import ImageStore, StoredImage
from rehearsal.build.registry import Reference, sha256


class LocalImages:
    """The state of one build, in a folder that goes with it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.images = ImageStore(directory / "images")
        (directory / "manifests").mkdir(parents=True, exist_ok=True)

    def add(self, manifest: str, rootfs: Path, image: StoredImage) -> str:
        """Keeps a built image and answers its digest."""
        digest = sha256(manifest.encode())
        self._manifest_file(digest).write_text(manifest)
        self.images.save(digest, rootfs, image)
        return digest

    def manifest(self, digest: str) -> str:
        """The manifest of an image that was built here."""
        return self._manifest_file(digest).read_text()

    def name(self, reference: Reference, digest: str) -> None:
        """Gives an image a name; a name has one image, the last one."""
        self._write("references.json", {**self._read("references.json"), str(reference): digest})

    def digest_of(self, reference: Reference) -> str | None:
        """The image of this name."""
        return self._read("references.json").get(str(reference))

    def names_of(self, digest: str) -> list[str]:
        """All names of an image."""
        return sorted(name for name, named in self._read("references.json").items() if named == digest)

    def log_in(self, host: str) -> None:
        """Remembers that somebody logged in to this registry."""
        self._write("logins.json", {**self._read("logins.json"), host: True})

    def is_logged_in(self, host: str) -> bool:
        """Whether somebody logged in to this registry."""
        return host in self._read("logins.json")

    def note_builder(self, builder: str) -> None:
        """Writes down what built the image, for the rehearsal's report."""
        (self.directory / "builder").write_text(builder)

    def _manifest_file(self, digest: str) -> Path:
        return self.directory / "manifests" / digest.replace(":", "-", 1)

    def _read(self, name: str) -> dict[str, Any]:
        file = self.directory / name
        return json.loads(file.read_text()) if file.exists() else {}

    def _write(self, name: str, content: dict[str, Any]) -> None:
        (self.directory / name).write_text(json.dumps(content))
