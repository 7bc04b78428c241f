"""The provider `aws`: the layer of resource types, served to Pulumi's engine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2

from rehearsal.engine.check import check_resource, token_and_name
from rehearsal.engine.diff import diff_inputs
from rehearsal.engine.servicer import Empty, Provider, sentences
from rehearsal.resources.functions import INVOKES
from rehearsal.resources.registry import Account, InvalidProperty, Properties, ResourceType, naming, resource_type
from rehearsal.up.diff import without_ignored
from rehearsal.up.properties import message_of, plain_properties

# What can be said to the embedded AWS. Anything else would be a promise that nobody keeps.
CONFIGURATION = frozenset({"region", "version", "profile", "accessKey", "secretKey", "token", "maxRetries"})


class AwsProvider(Provider):
    """Serves this account."""

    package = "aws"
    distribution = "pulumi-aws"

    def __init__(self, aws: Account) -> None:
        self._aws = aws
        # The engine asks for many at once; moto wants one after the other.
        self._lock = threading.RLock()

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """The region must be the account's; what the embedded AWS does not know is refused."""
        failures = []
        for key, value in plain(request.news).items():
            if key == "region" and value != self._aws.region:
                reason = f"got {value}, the embedded AWS is in {self._aws.region}"
                failures.append(provider_pb2.CheckFailure(property=key, reason=reason))
            elif key not in CONFIGURATION and not key.startswith(("skip", "pluginDownloadURL")):
                reason = "the embedded AWS does not know this setting of the provider"
                failures.append(provider_pb2.CheckFailure(property=key, reason=reason))
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """The complete inputs, and what is wrong with them."""
        with sentences(context), self._lock:
            inputs, problems = check_resource(self._aws, request, plain(request.olds), plain(request.news))
            failures = [provider_pb2.CheckFailure(property=one.path, reason=one.reason) for one in problems]
            return provider_pb2.CheckResponse(inputs=message_of(inputs), failures=failures)
        raise AssertionError

    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """New inputs against old inputs; on a refresh the engine leaves `ignore_changes` to the provider."""
        with self._answering(request.urn, context) as kind:
            old = plain(request.old_inputs)
            return diff_inputs(kind, old, without_ignored(old, plain(request.news), request.ignoreChanges))
        raise AssertionError

    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        """Create it; a preview shows the inputs, and everything else stays unknown."""
        inputs = plain(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=message_of(inputs))
        with self._answering(request.urn, context) as kind:
            id, outputs = kind.create(self._aws, token_and_name(request.urn)[1], inputs)
            return provider_pb2.CreateResponse(id=id, properties=message_of(outputs))
        raise AssertionError

    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        """The live values over the recorded ones; an empty id when it is gone."""
        with self._answering(request.urn, context) as kind:
            if not request.inputs.fields:
                raise InvalidProperty("", "cannot be imported from an embedded AWS, which is empty at the start")
            live = kind.read(self._aws, request.id, plain(request.inputs), plain(request.properties))
            if live is None:
                return provider_pb2.ReadResponse()
            inputs, outputs = live
            return provider_pb2.ReadResponse(id=request.id, inputs=message_of(inputs), properties=message_of(outputs))
        raise AssertionError

    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:
        """Change it in place."""
        old, new, outputs = plain(request.old_inputs), plain(request.news), plain(request.olds)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=message_of({**outputs, **new}))
        with self._answering(request.urn, context) as kind:
            changed = kind.update(self._aws, request.id, old, new, outputs)
            return provider_pb2.UpdateResponse(properties=message_of(changed))
        raise AssertionError

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Any:
        """Delete it; one that is gone already is no error."""
        with self._answering(request.urn, context) as kind:
            kind.delete(self._aws, request.id, plain(request.old_inputs), plain(request.properties))
        return Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> provider_pb2.InvokeResponse:
        """Answer what the program asks of AWS."""
        with sentences(context), naming(request.tok, ""), self._lock:
            if request.tok not in INVOKES:
                raise InvalidProperty("", "the rehearsal does not know this function")
            answer = INVOKES[request.tok](self._aws, plain(request.args))
            return provider_pb2.InvokeResponse(**{"return": message_of(answer)})
        raise AssertionError

    @contextmanager
    def _answering(self, urn: str, context: grpc.ServicerContext) -> Iterator[ResourceType]:
        token, name = token_and_name(urn)
        with sentences(context), naming(token, name), self._lock:
            yield resource_type(token)


def plain(message: struct_pb2.Struct) -> Properties:
    """The values of a message, without those that the program sets to nothing."""
    values, _ = plain_properties(message)
    return {key: value for key, value in values.items() if value is not None}
