"""Nothing started here can reach AWS.

While isolated, the process and every child see one endpoint on this machine, keys that open nothing and empty
configuration files, whatever profile, role or token the person's own environment holds. A last guard refuses every
request to another host.
"""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from botocore.httpsession import URLLib3Session

from rehearsal.failure import RehearsalError

_SEND = URLLib3Session.send
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
# Those that are not AWS's would switch moto from this process to a server or a proxy, or boto to another file.
DANGERS = ("AWS_", "MOTO_", "BOTO_CONFIG", "TEST_SERVER_MODE", "TEST_PROXY_MODE")


class Isolation:
    """A context in which `os.environ` belongs to the embedded AWS; on exit the old one is back."""

    def __init__(self, endpoint_url: str, region: str) -> None:
        self.endpoint_url = endpoint_url
        self.region = region
        self._before: dict[str, str] = {}
        self._cleanup = ExitStack()

    def __enter__(self) -> "Isolation":
        folder = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="embedded-aws-")))
        self._before = dict(os.environ)
        self._cleanup.callback(_replace_environment, self._before)
        _replace_environment(isolated_environment(self._before, self.endpoint_url, self.region, folder))
        self._cleanup.enter_context(patch.object(URLLib3Session, "send", send_on_this_machine_alone))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cleanup.close()


def isolated_environment(current: dict[str, str], endpoint_url: str, region: str, folder: Path) -> dict[str, str]:
    """A whole environment: the current one without anything of AWS's, and with the embedded AWS instead."""
    config, credentials = folder / "config", folder / "credentials"
    config.touch()
    credentials.touch()
    kept = {name: value for name, value in current.items() if not name.startswith(DANGERS)}
    return kept | {
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "opens-nothing",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": str(config),
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
        "AWS_EC2_METADATA_DISABLED": "true",
        # A prefix before the endpoint's number would be a host name that somebody could own.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "AWS_PAGER": "",
        # Nobody starts an instance here, and reading the machine images takes a second.
        "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
        # A proxy would be asked for this machine's own address.
        "NO_PROXY": _with_loopback(current.get("NO_PROXY", "")),
        "no_proxy": _with_loopback(current.get("no_proxy", "")),
    }


def send_on_this_machine_alone(session: URLLib3Session, request: Any) -> Any:
    """Gets what moto did not answer, from every client of the process; what is for another host ends here."""
    host = urlsplit(request.url).hostname
    if host not in LOOPBACK_HOSTS:
        raise RehearsalError(f"a request to {host} was stopped, the rehearsal stays on this machine")
    return _SEND(session, request)


def _with_loopback(hosts: str) -> str:
    return ",".join(filter(None, (hosts, *LOOPBACK_HOSTS)))


def _replace_environment(variables: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
