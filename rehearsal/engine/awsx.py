"""The provider `awsx`: a VPC, constructed of the resources that awsx makes of it.

The children are registered with the engine's resource monitor, as the component's own program would do; the engine
then asks the provider `aws` for each of them.
"""

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

from rehearsal.engine.servicer import Provider, sentences
from rehearsal.resources import awsx_vpc
from rehearsal.resources.registry import InvalidProperty, Properties, naming
from rehearsal.up.properties import UNKNOWN, is_unknown, message_of, plain_properties

RegisterRequest = resource_pb2.RegisterResourceRequest


class AwsxProvider(Provider):
    """Serves the components that the rehearsal can expand."""

    package = "awsx"
    distribution = "pulumi-awsx"
    # The engine lets no other provider construct a component.
    accept_secrets = True

    def Construct(
        self, request: provider_pb2.ConstructRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConstructResponse:
        """Register the component, its children in order, and its outputs."""
        with (
            sentences(context),
            naming(request.type, request.name),
            grpc.insecure_channel(request.monitorEndpoint, options=_GRPC_CHANNEL_OPTIONS) as channel,
        ):
            return _Construction(request, resource_pb2_grpc.ResourceMonitorStub(channel)).run()
        raise AssertionError


@dataclass
class _Construction:
    request: provider_pb2.ConstructRequest
    monitor: Any
    made: dict[str, Any] = field(default_factory=dict)
    """The engine's answer for each child, by its key."""

    def run(self) -> provider_pb2.ConstructResponse:
        if self.request.type != awsx_vpc.TOKEN:
            raise InvalidProperty("", "the rehearsal cannot construct this component")
        inputs, secrets = plain_properties(self.request.inputs)
        if unknown := [key for key, value in inputs.items() if is_unknown(value) and key != "tags"]:
            raise InvalidProperty(unknown[0], "must be known before anything is created")
        expansion = awsx_vpc.expand(self.request.name, inputs)
        urn = self._register_component(inputs, secrets)
        for child in expansion.children:
            self.made[child.key] = self._register(child, urn, secrets)
        outputs = {key: self._resolved(value) for key, value in expansion.outputs.items()}
        state = message_of(outputs)
        self.monitor.RegisterResourceOutputs(resource_pb2.RegisterResourceOutputsRequest(urn=urn, outputs=state))
        dependencies = {
            key: provider_pb2.ConstructResponse.PropertyDependencies(urns=self._urns(value))
            for key, value in expansion.outputs.items()
        }
        return provider_pb2.ConstructResponse(urn=urn, state=state, stateDependencies=dependencies)

    def _register_component(self, inputs: Properties, secrets: frozenset[str]) -> str:
        asked = self.request
        registration = RegisterRequest(
            type=asked.type,
            name=asked.name,
            parent=asked.parent,
            object=message_of(inputs, secrets),
            dependencies=asked.dependencies,
            providers=asked.providers,
            protect=asked.protect,
            aliases=asked.aliases,
            retainOnDelete=asked.retainOnDelete,
            deletedWith=asked.deletedWith,
            acceptSecrets=True,
            acceptResources=True,
            aliasSpecs=True,
        )
        return str(self.monitor.RegisterResource(registration).urn)

    def _register(self, child: awsx_vpc.Child, component: str, secrets: frozenset[str]) -> Any:
        references = {key: self._urns(value) for key, value in child.inputs.items()}
        resolved = {key: self._resolved(value) for key, value in child.inputs.items()}
        return self.monitor.RegisterResource(
            RegisterRequest(
                type=child.token,
                name=child.name,
                parent=self.made[child.parent].urn if child.parent else component,
                custom=True,
                object=message_of(resolved, secrets),
                dependencies=sorted({urn for urns in references.values() for urn in urns}),
                propertyDependencies={
                    key: RegisterRequest.PropertyDependencies(urns=urns) for key, urns in references.items() if urns
                },
                provider=self.request.providers.get("aws", ""),
                # As the real awsx does; a default provider without a version is not found again by `up --target`.
                version=version("pulumi-aws"),
                protect=self.request.protect,
                retainOnDelete=self.request.retainOnDelete,
                acceptSecrets=True,
                acceptResources=True,
                supportsPartialValues=True,
                aliasSpecs=True,
            )
        )

    def _resolved(self, value: Any) -> Any:
        """The value with every Ref replaced by what it refers to, as far as it is known."""
        if isinstance(value, awsx_vpc.Ref):
            answer = self.made[value.child]
            if value.output == "id":
                return answer.id or UNKNOWN
            outputs, _ = plain_properties(answer.object)
            return outputs.get(value.output) or UNKNOWN
        if isinstance(value, dict):
            return {key: self._resolved(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._resolved(item) for item in value]
        return value

    def _urns(self, value: Any) -> list[str]:
        if isinstance(value, awsx_vpc.Ref):
            return [self.made[value.child].urn]
        items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [urn for item in items for urn in self._urns(item)]
