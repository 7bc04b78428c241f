"""The environment of somebody who works on production all day: each of it would lead a client to real AWS."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROFILE = """\
region = us-east-1
endpoint_url = http://127.0.0.1:{port}
credential_process = /bin/sh -c "touch {marker}; exit 1"
"""


@dataclass
class HostileEnvironment:
    """Variables, a profile that writes a marker when it is used, and a port that nobody listens on."""

    folder: Path
    closed_port: int = 0
    variables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            self.closed_port = bound.getsockname()[1]
        profile = PROFILE.format(port=self.closed_port, marker=self.marker)
        (self.folder / "config").write_text(f"[default]\n{profile}\n[profile production]\n{profile}")
        (self.folder / "credentials").write_text(f"[default]\n{profile}\n[production]\n{profile}")
        self.variables = {
            "AWS_PROFILE": "production",
            "AWS_ACCESS_KEY_ID": "AKIA" + "R7EAL4LOOKING2KE",
            "AWS_SECRET_ACCESS_KEY": "a-key-that-must-not-be-used",
            "AWS_SESSION_TOKEN": "a-token-that-must-not-be-used",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.closed_port}",
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self.closed_port}",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": str(self.folder / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "credentials"),
        }

    @property
    def marker(self) -> Path:
        """Exists once somebody asked the profile for keys."""
        return self.folder / "profile-was-used"


@dataclass
class Connections:
    """What this process connects to and which names it looks up, as `socket` is asked for it."""

    ports: set[int] = field(default_factory=set)
    outside: list[Any] = field(default_factory=list)

    def watch(self, patch: Any) -> None:
        """Begins to watch, until the patch is undone."""
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, self._watched_connect(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", self._watched_lookup(socket.getaddrinfo))

    def _watched_connect(self, connect: Callable[..., Any]) -> Callable[..., Any]:
        def watched(own: socket.socket, address: Any) -> Any:
            if own.family in (socket.AF_INET, socket.AF_INET6):
                self.ports.add(address[1])
                self._note(address[0])
            return connect(own, address)

        return watched

    def _watched_lookup(self, look_up: Callable[..., Any]) -> Callable[..., Any]:
        def watched(host: Any, *arguments: Any, **options: Any) -> Any:
            self._note(host)
            return look_up(host, *arguments, **options)

        return watched

    def _note(self, host: Any) -> None:
        if not _is_this_machine(host):
            self.outside.append(host)


def _is_this_machine(host: Any) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
