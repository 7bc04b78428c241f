"""Pulumi's archives of code, as the SDK and the engine send them, packed into a zip."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rehearsal.resources.registry import InvalidProperty

# Pulumi's protocol, "Asset and archive values": every such value carries one of these under this key.
SIGNATURE = "4dabf18193072939515e22adb298388d"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
# A zip has no time before; with one time the same files are the same bytes.
TIME = (1980, 1, 1, 0, 0, 0)


def zip_of(archive: Any, path: str) -> bytes:
    """The archive's files in one zip, the same bytes for the same files."""
    if isinstance(archive, Mapping) and archive.get(SIGNATURE) == ARCHIVE and archive.get("path"):
        file = Path(archive["path"])
        if file.is_file() and file.suffix in (".zip", ".jar"):
            return file.read_bytes()
    files = dict(_files(archive, path, ""))
    if not files:
        raise InvalidProperty(path, "has no file in it")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, files[name])
    return packed.getvalue()


def _files(value: Any, path: str, prefix: str) -> Iterator[tuple[str, bytes]]:
    kind = value.get(SIGNATURE) if isinstance(value, Mapping) else None
    if kind == ARCHIVE and isinstance(value.get("assets"), Mapping):
        for name, item in value["assets"].items():
            yield from _files(item, f"{path}.{name}", f"{prefix}/{name}" if prefix else name)
    elif kind == ARCHIVE and value.get("path"):
        folder = _existing(value["path"], path)
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                inside = file.relative_to(folder).as_posix()
                yield f"{prefix}/{inside}" if prefix else inside, file.read_bytes()
    elif kind == ASSET and value.get("text") is not None:
        yield prefix, str(value["text"]).encode()
    elif kind == ASSET and value.get("path"):
        yield prefix, _existing(value["path"], path).read_bytes()
    else:
        raise InvalidProperty(path, "is no archive or file of this machine")


def _existing(name: str, path: str) -> Path:
    if not (found := Path(name)).exists():
        raise InvalidProperty(path, f"there is no {name}")
    return found
