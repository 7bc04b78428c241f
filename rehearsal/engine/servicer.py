"""What every provider answers the engine alike: who it is, what it can, and its end."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, ClassVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from rehearsal.failure import RehearsalError
from rehearsal.resources.registry import InvalidProperty

Empty = empty_pb2.Empty


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """A provider of one package."""

    package: ClassVar[str]
    distribution: ClassVar[str]
    """The Python package whose programs this provider serves; it has the version that it answers with."""
    accept_secrets: ClassVar[bool] = False
    """Whether values arrive marked as secrets. A plain one is still kept as secret by the engine if it was one."""

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.ProviderHandshakeResponse:
        """The first call of an engine that starts the provider itself."""
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=self.accept_secrets, supports_autonaming_configuration=True
        )

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The first call of an engine that finds the provider running."""
        return Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """The version."""
        return plugin_pb2.PluginInfo(version=version(self.distribution))

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.GetSchemaResponse:
        """No more than the package's name: the SDK has the rest."""
        schema = {"name": self.package, "version": version(self.distribution)}
        return provider_pb2.GetSchemaResponse(schema=json.dumps(schema))

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """The configuration as it is."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Another configuration of the provider replaces nothing."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.ConfigureResponse:
        """A preview may ask for everything that an up asks for."""
        return provider_pb2.ConfigureResponse(
            acceptSecrets=self.accept_secrets, supportsPreview=True, supports_autonaming_configuration=True
        )

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Nothing here takes long enough to be given up."""
        return Empty()


@contextmanager
def sentences(context: grpc.ServicerContext) -> Iterator[None]:
    """What goes wrong inside reaches the engine as one sentence; anything that nobody foresaw keeps its class."""
    try:
        yield
    except (RehearsalError, InvalidProperty) as error:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
    except grpc.RpcError as error:
        context.abort(error.code(), error.details())
    except Exception as error:
        context.abort(grpc.StatusCode.INTERNAL, f"{type(error).__name__}: {error}")
