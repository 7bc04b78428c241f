"""The pack as the engine runs it: a process of its own that prints a port and answers over gRPC."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

FOLDER = Path(__file__).resolve().parents[2] / "policy"
COMMAND = [sys.executable, "-u", str(FOLDER)]


class StartedPack:
    """Asks the process what the engine asks it."""

    def __init__(self, stub: Any) -> None:
        self._stub = stub

    def info(self) -> Any:
        """What it says of itself: an `AnalyzerInfo`."""
        return self._stub.GetAnalyzerInfo(empty_pb2.Empty())

    def configure(self, **policies: dict[str, Any]) -> None:
        """Hands it what a file of --policy-pack-config says; the level stays as it is."""
        levels = {policy.name: policy.enforcementLevel for policy in self.info().policies}
        request = proto.ConfigureAnalyzerRequest()
        for name, options in policies.items():
            key = name.replace("_", "-")
            request.policyConfig[key].enforcementLevel = levels[key]
            request.policyConfig[key].properties.update(options)
        self._stub.Configure(request)

    def analyze(self, type: str, name: str, properties: dict[str, Any]) -> list[Any]:
        """What it says of a resource before it is made."""
        request = proto.AnalyzeRequest(type=type, name=name, urn=f"urn:pulumi:dev::shop::{type}::{name}")
        request.properties.update(properties)
        return list(self._stub.Analyze(request).diagnostics)

    def analyze_stack(self, *resources: tuple[str, str, dict[str, Any]]) -> list[Any]:
        """What it says of a stack."""
        request = proto.AnalyzeStackRequest()
        for type, name, properties in resources:
            each = request.resources.add(type=type, name=name, urn=f"urn:pulumi:dev::shop::{type}::{name}")
            each.properties.update(properties)
        return list(self._stub.AnalyzeStack(request).diagnostics)


@contextmanager
def started() -> Iterator[StartedPack]:
    """The pack's process, ended with the context."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    process = subprocess.Popen(COMMAND, cwd="/", env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield StartedPack(analyzer_pb2_grpc.AnalyzerStub(channel))
    finally:
        process.kill()
        process.wait()
