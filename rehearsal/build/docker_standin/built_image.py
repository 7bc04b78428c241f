"""An image made without an engine: one layer of the copied files, a config, and the manifest of both."""

import io
import json
import platform
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from rehearsal.build.docker_standin.image_content import Stage
from rehearsal.build.registry import Blob, render_manifest

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def make_manifest(stage: Stage, labels: dict[str, str], platform_name: str | None) -> str:
    """The manifest of the image in this stage."""
    layer = Blob.of(layer_of(stage.rootfs))
    image = stage.image
    config = {
        # As in an engine's image, so that two builds of one context have two digests.
        "created": datetime.now(UTC).isoformat(),
        "architecture": (platform_name or "").partition("/")[2] or ARCHITECTURES.get(platform.machine(), "amd64"),
        "os": "linux",
        "config": {
            "Cmd": list(image.cmd),
            "Entrypoint": list(image.entrypoint),
            "Env": [f"{name}={value}" for name, value in image.env.items()],
            "ExposedPorts": {f"{port}/tcp": {} for port in image.exposed_ports},
            "Labels": {**stage.labels, **labels},
            "User": image.user,
            "WorkingDir": image.workdir,
        },
        "rootfs": {"type": "layers", "diff_ids": [layer.digest]},
        "history": [{"created_by": f"FROM {image.base}", "empty_layer": True}, {"created_by": "COPY"}],
    }
    return render_manifest(Blob.of(json.dumps(config).encode()), [layer])


def layer_of(rootfs: Path) -> bytes:
    """The files as a tar that depends on their paths, permissions and content alone."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path in sorted(rootfs.rglob("*")):
            entry = archive.gettarinfo(str(path), path.relative_to(rootfs).as_posix())
            entry.mtime = entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            if entry.isreg():
                with path.open("rb") as content:
                    archive.addfile(entry, content)
            else:
                archive.addfile(entry)
    return buffer.getvalue()
