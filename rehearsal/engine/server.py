"""A provider behind a port of this machine, which is how the engine talks to it."""

from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

# The engine asks for as many resources at once as it likes; while a component is constructed, its call waits for them.
WORKERS = 64


class ProviderServer:
    """A context in which the servicer answers at `port`."""

    def __init__(self, servicer: provider_pb2_grpc.ResourceProviderServicer) -> None:
        self._server = grpc.server(ThreadPoolExecutor(WORKERS), options=_GRPC_CHANNEL_OPTIONS)
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, self._server)
        self.port = self._server.add_insecure_port("127.0.0.1:0")

    def __enter__(self) -> "ProviderServer":
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(grace=None).wait()

    def wait(self) -> None:
        """Serve until the process ends."""
        self._server.wait_for_termination()
