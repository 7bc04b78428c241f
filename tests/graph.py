"""Runs a piece of a Pulumi program on the SDK's mocks and keeps what it registered, options included."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.stack import run_pulumi_func

from tests.fake_aws import FakeAws

PART_TOKEN = "blue-green-ecs-pipeline:index:"

# What an input reads that a preview cannot know yet.
UNKNOWN = "(known after up)"


@dataclass
class Registration:
    """One resource as the program registered it."""

    type: str
    name: str
    urn: str
    inputs: dict[str, Any]
    parent: str
    dependencies: list[str]
    ignore_changes: list[str]
    delete_timeout: str
    protect: bool
    custom: bool
    provider: str = ""
    """The provider that was given to it or to a component around it; empty for the default one."""

    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    """Each input's name to the URNs of those that its value comes from."""

    outputs: dict[str, Any] = field(default_factory=dict)
    """What the fake AWS made of the inputs."""

    def json(self, key: str) -> Any:
        """An input that holds JSON text, parsed."""
        return json.loads(self.inputs[key])


@dataclass
class Call:
    """One question to the provider."""

    token: str
    args: dict[str, Any]
    provider: str


@dataclass
class Graph:
    """Everything that was registered, in order, and the resolved outputs of what the program returned."""

    registrations: list[Registration] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """Those of the messages that the user is warned by."""

    calls: list[Call] = field(default_factory=list)
    exports: dict[str, Any] = field(default_factory=dict)
    """What the program exported, by name."""

    registered_outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each component handed to `register_outputs`, by its URN."""

    error: Exception | None = None
    """What the program ended with."""

    def __getitem__(self, name: str) -> Registration:
        """The one resource of the cloud with this logical name."""
        found = [r for r in self.registrations if r.custom and r.name == name]
        if len(found) != 1:
            raise KeyError(f"{len(found)} resources named {name}; there are {sorted(r.name for r in self.resources)}")
        return found[0]

    def __contains__(self, name: str) -> bool:
        return any(r.name == name for r in self.resources)

    def __iter__(self) -> Iterator[Registration]:
        return iter(self.registrations)

    @property
    def resources(self) -> list[Registration]:
        """What exists in the cloud, components left out."""
        return [r for r in self.registrations if r.custom]

    def of_type(self, token: str) -> list[Registration]:
        """All of one type."""
        return [r for r in self.registrations if r.type == token]

    def part(self, name: str) -> Registration:
        """The component of this name, for example `Network`."""
        (part,) = self.of_type(f"{PART_TOKEN}{name}")
        return part

    def children_of(self, registration: Registration) -> list[Registration]:
        return [r for r in self.registrations if r.parent == registration.urn]

    def with_urn(self, urn: str) -> Registration:
        (found,) = [r for r in self.registrations if r.urn == urn]
        return found

    def depends_on(self, name: str, on: str) -> bool:
        """Whether a resource waits for another one, directly."""
        return self[on].urn in self[name].dependencies


class _RecordingMonitor(mocks.MockMonitor):
    """The SDK's mock monitor, which also keeps the options of each registration."""

    def __init__(self, fake: FakeAws, graph: Graph) -> None:
        super().__init__(fake)
        self._graph = graph

    def RegisterResource(self, request: Any) -> Any:
        response = super().RegisterResource(request)
        if request.type == "pulumi:pulumi:Stack":
            return response
        self._graph.registrations.append(
            Registration(
                type=request.type,
                name=request.name,
                urn=response.urn,
                inputs=_properties(request.object),
                parent=request.parent,
                dependencies=list(request.dependencies),
                ignore_changes=list(request.ignoreChanges),
                delete_timeout=request.customTimeouts.delete,
                protect=request.protect,
                custom=request.custom or request.remote,
                provider=request.providers.get("aws", "") if request.remote else request.provider,
                property_dependencies={key: list(found.urns) for key, found in request.propertyDependencies.items()},
                outputs=_properties(response.object),
            )
        )
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:
        self._graph.registered_outputs[request.urn] = _properties(request.outputs)
        return super().RegisterResourceOutputs(request)

    def Invoke(self, request: Any) -> Any:
        self._graph.calls.append(Call(request.tok, _properties(request.args), request.provider))
        return super().Invoke(request)


class _KeepMessages:
    """The engine's log without what is for debugging."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def Log(self, request: Any) -> None:
        if request.severity >= engine_pb2.INFO:
            self._graph.messages.append(request.message)
        if request.severity == engine_pb2.WARNING:
            self._graph.warnings.append(request.message)


def _properties(properties: Any) -> dict[str, Any]:
    """What a request carries, as Python has it."""
    plain: dict[str, Any] = _plain(rpc.deserialize_properties(properties, keep_unknowns=True))
    return plain


def _plain(value: Any) -> Any:
    """Floats that are whole become ints; unwrapped of the engine's encoding of secrets and of what is not known yet."""
    if rpc.is_rpc_secret(value):
        return _plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, pulumi.output.Unknown):
        return UNKNOWN
    if isinstance(value, pulumi.AssetArchive):
        return _plain(value.assets)
    if isinstance(value, pulumi.StringAsset):
        return value.text
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def create(program: Callable[[], Any], *, preview: bool = False, project: str = "shop", stack: str = "dev") -> Graph:
    """Runs the program and returns what it registered; outputs are those of the component that it returns."""
    graph = attempt(program, preview=preview, project=project, stack=stack)
    if graph.error is not None:
        raise graph.error
    return graph


def attempt(program: Callable[[], Any], *, preview: bool = False, project: str = "shop", stack: str = "dev") -> Graph:
    """As `create`; what the program fails with is in the graph, beside what it registered before."""
    graph = Graph()
    # Event loops belong to a thread, and Pulumi's root resource, settings and config to a context, which a new thread
    # has too: no program meets what another one left.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_run_to_the_end, program, graph, preview, project, stack).result()
    return graph


def _run_to_the_end(program: Callable[[], Any], graph: Graph, preview: bool, project: str, stack: str) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    def prepare_thread() -> None:
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[0])

    try:
        with asyncio.Runner() as runner:
            # One thread: registrations come one by one, and the loop that the mocks want in it can be closed.
            runner.get_loop().set_default_executor(ThreadPoolExecutor(1, initializer=prepare_thread))
            # A failure is told once, by the program that ends with it, and not by every future that saw it.
            runner.get_loop().set_exception_handler(lambda *_: None)
            runner.run(_run(program, graph, preview, project, stack))
    except Exception as error:
        graph.error = error
    finally:
        for loop in loops:
            loop.close()


async def _run(program: Callable[[], Any], graph: Graph, preview: bool, project: str, stack: str) -> None:
    fake = FakeAws(preview)
    pulumi.runtime.settings.SETTINGS.outputs = set()
    mocks.set_mocks(fake, project=project, stack=stack, preview=preview, monitor=_RecordingMonitor(fake, graph))
    pulumi.runtime.settings.SETTINGS.engine = _KeepMessages(graph)

    async def run_and_read() -> None:
        component = program()
        if isinstance(component, pulumi.ComponentResource):
            for name in type(component).__annotations__:
                graph.outputs[name] = await _resolved(getattr(component, name))
        stack: Any = pulumi.runtime.get_root_resource()
        for name, value in stack.outputs.items():
            graph.exports[name] = await _resolved(pulumi.Output.from_input(value))

    await run_pulumi_func(run_and_read)


async def _resolved(output: pulumi.Output[Any]) -> Any:
    """The output's value, None where it is not known yet."""
    return _plain(await output.future()) if await output.is_known() else None
