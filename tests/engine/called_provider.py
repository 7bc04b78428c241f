"""The provider as the engine calls it, over gRPC."""

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from rehearsal.up.properties import message_of, plain_properties


class CalledProvider:
    """Takes and gives plain values; a resource is named by its type."""

    def __init__(self, aws, port):
        self.aws = aws
        self.stub = provider_pb2_grpc.ResourceProviderStub(grpc.insecure_channel(f"127.0.0.1:{port}"))

    def check(self, token, new, old=None, seed=b"\x01\x23\x45\x67"):
        """The complete inputs, and what is wrong with them by property."""
        request = provider_pb2.CheckRequest(
            urn=urn(token), news=message_of(new), olds=message_of(old or {}), randomSeed=seed
        )
        answer = self.stub.Check(request)
        return _plain(answer.inputs), {failure.property: failure.reason for failure in answer.failures}

    def diff(self, token, old, new, ignore=()):
        return self.stub.Diff(
            provider_pb2.DiffRequest(
                urn=urn(token), old_inputs=message_of(old), news=message_of(new), ignoreChanges=ignore
            )
        )

    def create(self, token, inputs, preview=False):
        answer = self.stub.Create(
            provider_pb2.CreateRequest(urn=urn(token), properties=message_of(inputs), preview=preview)
        )
        return answer.id, _plain(answer.properties)

    def read(self, token, id, inputs, outputs):
        answer = self.stub.Read(
            provider_pb2.ReadRequest(urn=urn(token), id=id, inputs=message_of(inputs), properties=message_of(outputs))
        )
        return answer.id, _plain(answer.inputs)

    def update(self, token, id, old, new, outputs):
        answer = self.stub.Update(
            provider_pb2.UpdateRequest(
                urn=urn(token), id=id, old_inputs=message_of(old), news=message_of(new), olds=message_of(outputs)
            )
        )
        return _plain(answer.properties)

    def delete(self, token, id, inputs, outputs):
        self.stub.Delete(
            provider_pb2.DeleteRequest(
                urn=urn(token), id=id, old_inputs=message_of(inputs), properties=message_of(outputs)
            )
        )

    def invoke(self, token, args):
        answer = self.stub.Invoke(provider_pb2.InvokeRequest(tok=token, args=message_of(args)))
        return _plain(getattr(answer, "return"))

    def check_config(self, config):
        answer = self.stub.CheckConfig(provider_pb2.CheckRequest(news=message_of(config)))
        return {failure.property: failure.reason for failure in answer.failures}


def urn(token):
    return f"urn:pulumi:dev::project::component${token}::web"


def _plain(message: struct_pb2.Struct):
    values, _ = plain_properties(message)
    return values
