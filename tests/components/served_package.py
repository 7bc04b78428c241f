"""The package as a process that other programs talk to, and an engine that is good enough to talk to it."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from pulumi.runtime.proto import provider_pb2_grpc, resource_pb2, resource_pb2_grpc

COMPONENTS = Path(__file__).parents[2] / "components"
SECONDS_TO_START = 60

# By the first one Pulumi starts a package, by the second a person does.
DOORS = [["pulumi.run.plugin", "blue-green-ecs-pipeline"], ["blue_green_ecs_pipeline"]]


@contextmanager
def provider(door: list[str]) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    """The provider as a process; it prints the port that it listens on."""
    # No engine listens there: to describe itself the provider needs none.
    command = [sys.executable, "-m", *door, "127.0.0.1:1"]
    environment = {**os.environ, "PYTHONPATH": str(COMPONENTS)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    try:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], SECONDS_TO_START)
        assert ready, f"no port after {SECONDS_TO_START} seconds"
        with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
            yield provider_pb2_grpc.ResourceProviderStub(channel)
    finally:
        process.terminate()
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()


class FakeEngine(resource_pb2_grpc.ResourceMonitorServicer):
    """The engine as far as a program gets that registers nothing; it counts what is registered all the same."""

    def __init__(self) -> None:
        self.registered: list[str] = []

    def SupportsFeature(self, request: Any, context: Any) -> Any:
        return resource_pb2.SupportsFeatureResponse(hasSupport=True)

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:
        return resource_pb2.DeploymentInfo()

    def RegisterResource(self, request: Any, context: Any) -> Any:
        self.registered.append(request.name)
        return resource_pb2.RegisterResourceResponse(urn=f"urn:pulumi:dev::shop::{request.type}::{request.name}")


@contextmanager
def engine() -> Iterator[tuple[FakeEngine, str]]:
    """The fake engine and its address."""
    fake = FakeEngine()
    server = grpc.server(ThreadPoolExecutor(2))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(fake, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield fake, f"127.0.0.1:{port}"
    finally:
        server.stop(None).wait()
