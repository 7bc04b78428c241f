"""Looks for a value in all that was left behind: files, the embedded AWS's own memory, and what else is named."""

import base64
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moto.core.base_backend import BackendDict
from moto.s3.models import FakeKey


def places_of(value: str, folder: Path, **things: Any) -> list[str]:
    """What holds the value in plain, in base64 or packed: files below the folder, services of the embedded AWS, things.

    Archives are opened; the name of a thing stands for everything that can be reached from it.
    """
    forms = _forms(value.encode())
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    found = [str(path) for path in files if _holds(_content(path), forms)]
    stores = {f"AWS: {backends.service_name}": dict(backends) for backends in BackendDict._instances}
    for name, thing in (stores | things).items():
        held = any(_holds(text, forms) for text in _texts(thing, set()))
        found += [name] if held else []
    return found


def _forms(value: bytes) -> list[bytes]:
    """The value itself and its base64, wherever in a longer text it begins."""
    inner = [base64.b64encode(bytes(before) + value).rstrip(b"=")[:-1] for before in range(3)]
    # The first characters of each mix the value with what stands before it.
    return [value, *(form[before and 4 :] for before, form in enumerate(inner))]


def _holds(content: bytes, forms: list[bytes]) -> bool:
    return any(form in part for part in _unpacked(content) for form in forms)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The content, and if it is a zip or gzip archive what is in it, down to the last archive."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _unpacked(archive.read(name))
    elif content.startswith(b"\x1f\x8b"):
        try:
            yield from _unpacked(gzip.decompress(content))
        except (OSError, EOFError, zlib.error):
            return


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # A running program's own, gone since it was listed.
        return b""


def _texts(thing: Any, seen: set[int]) -> Iterator[bytes]:
    """Every text that can be reached from the thing."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield one.encode(errors="replace")
        elif isinstance(one, bytes):
            yield one
        elif isinstance(one, dict):
            # A bucket's own `values` answers the last version of each object alone.
            waiting += [*dict.keys(one), *dict.values(one)]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        elif type(one).__module__.startswith(("moto.", "rehearsal.")):
            waiting += [getattr(one, "__dict__", None)]
            # An object's content lies in a file of its own.
            waiting += [one.value] if isinstance(one, FakeKey) else []
