"""What was pushed, ready to run as a process: a folder per image, named by its digest.

<directory>/sha256-<64 hexadecimal digits>/image.json    how it starts
<directory>/sha256-<64 hexadecimal digits>/rootfs/...    its files at their paths in the container
"""

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class StoredImage:
    """How an image starts, and where its files are.

    `rootfs` holds what the Dockerfile copies, not the files of the base image: on this machine its interpreter is used.
    """

    cmd: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = ""
    exposed_ports: tuple[int, ...] = ()
    base: str = ""
    not_run: tuple[str, ...] = ()
    """The RUN instructions, which only a docker engine carries out."""

    rootfs: Path = Path()


class UnknownImageError(Exception):
    """An image that nobody has pushed."""


class ImageStore:
    """Images on disk, by the digest of their manifest."""

    def __init__(self, directory: Path) -> None:
        self.directory = Path(directory)

    def save(self, digest: str, rootfs_directory: Path, image: StoredImage) -> StoredImage:
        """Keeps an image and a copy of its files; one that is there already stays, its digest says it is the same."""
        folder = self._folder(digest)
        if not (folder / "image.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(rootfs_directory, folder / "rootfs", symlinks=True)
            described = {key: value for key, value in asdict(image).items() if key != "rootfs"}
            (folder / "image.json").write_text(json.dumps(described, indent=2) + "\n")
        return self.load(digest)

    def load(self, digest: str) -> StoredImage:
        """The image with this digest."""
        folder = self._folder(digest)
        try:
            described = json.loads((folder / "image.json").read_text())
        except FileNotFoundError:
            raise UnknownImageError(f"no image with the digest {digest} was pushed in this rehearsal") from None
        lists = ("cmd", "entrypoint", "exposed_ports", "not_run")
        described.update({key: tuple(described[key]) for key in lists})
        return StoredImage(**described, rootfs=folder / "rootfs")

    def digests(self) -> list[str]:
        """The digests of all images kept here."""
        return sorted(path.parent.name.replace("-", ":", 1) for path in self.directory.glob("sha256-*/image.json"))

    def _folder(self, digest: str) -> Path:
        # A colon in a folder's name would cut any PATH or PYTHONPATH it is part of.
        return self.directory / digest.replace(":", "-", 1)
