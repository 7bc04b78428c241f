"""Looks for a value in everything that an up left behind: the engine's files, and the embedded AWS's own memory."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moto.core.base_backend import BackendDict
from moto.s3.models import FakeKey


def places_of(value: str, folder: Path) -> list[str]:
    """The files below the folder and the services of the embedded AWS that hold the value in plain, or in base64."""
    forms = [value.encode(), base64.b64encode(value.encode()).rstrip(b"=")[:-1]]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    found = [str(path) for path in files if any(form in path.read_bytes() for form in forms)]
    for backends in BackendDict._instances:
        held = any(form in text for text in _texts(dict(backends), set()) for form in forms)
        found += [f"AWS: {backends.service_name}"] if held else []
    return found


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
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        elif type(one).__module__.startswith(("moto.", "rehearsal.")):
            waiting += [getattr(one, "__dict__", None)]
            # An object's content lies in a file of its own.
            waiting += [one.value] if isinstance(one, FakeKey) else []
