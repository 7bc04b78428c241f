"""Makes moto find this backend, for calls in the process and for its server."""

import re
import sys

from moto.backend_index import backend_url_patterns

from . import urls


def install() -> None:
    """Adds codeconnections to moto's services; a second call changes nothing."""
    # moto imports a service as moto.<name>, and asks the url index, which its server shares, which name to import.
    sys.modules["moto.codeconnections"] = sys.modules[__package__]
    if all(service != "codeconnections" for service, _ in backend_url_patterns):
        backend_url_patterns.extend(("codeconnections", re.compile(base)) for base in urls.url_bases)
