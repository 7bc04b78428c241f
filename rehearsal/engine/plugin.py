"""One provider as Pulumi's engine starts it: `python -m rehearsal.engine.plugin aws` prints its port and serves."""

import argparse
import os
import signal
import sys
from collections.abc import Callable

from rehearsal.engine.account import DistantAccount
from rehearsal.engine.awsx import AwsxProvider
from rehearsal.engine.provider import AwsProvider
from rehearsal.engine.server import ProviderServer
from rehearsal.engine.servicer import Provider
from rehearsal.failure import RehearsalError

PROVIDERS: dict[str, Callable[[], Provider]] = {"aws": lambda: AwsProvider(DistantAccount()), "awsx": AwsxProvider}


def main() -> int:
    """Serve until the engine ends it."""
    parser = argparse.ArgumentParser(prog="rehearsal.engine.plugin", description="A Pulumi provider of the rehearsal.")
    parser.add_argument("provider", choices=PROVIDERS)
    # The engine's own address and its logging flags follow.
    chosen, _ = parser.parse_known_args()
    # That is how the engine ends its plugins. Anything but leaving at once costs it seconds, and an error.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    try:
        provider = PROVIDERS[chosen.provider]()
    except RehearsalError as error:
        print(f"pulumi-resource-{chosen.provider}: {error}", file=sys.stderr)
        return 1
    with ProviderServer(provider) as server:
        print(server.port, flush=True)
        server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
