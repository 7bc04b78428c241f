"""EC2 and CodeDeploy as the function calls them: answers about network interfaces, and a hook that waits."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

LOAD_BALANCER = "app/shop-web/0123456789abcdef"
HOOK = {"DeploymentId": "d-ABCDEF123", "LifecycleEventHookExecutionId": "hook-1"}


@dataclass
class FakeApis:
    """What both APIs answer, and what they were asked."""

    nodes: Sequence[str] = ("127.0.0.1",)
    page_size: int = 100
    ec2_refuses: int = 0
    """How many calls EC2 refuses first."""
    code_deploy_refuses: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """What CodeDeploy answers first."""
    hang: threading.Event | None = None
    """Until then nobody answers."""
    calls: list[dict[str, list[str]]] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    apis: FakeApis

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.apis.headers.append({key.lower(): value for key, value in self.headers.items()})
        if self.apis.hang is not None:
            self.apis.hang.wait()
        target = self.headers.get("X-Amz-Target")
        if target is None:
            self._describe_network_interfaces(parse_qs(body))
        elif target == "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus":
            self._put_status(json.loads(body))
        else:
            self._answer(400, json.dumps({"__type": "UnknownOperationException"}))

    def _describe_network_interfaces(self, parameters: dict[str, list[str]]) -> None:
        self.apis.calls.append(parameters)
        if self.apis.ec2_refuses:
            self.apis.ec2_refuses -= 1
            self._answer(403, "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>")
            return
        wanted = parameters["Filter.1.Value.1"] == [f"ELB {LOAD_BALANCER}"]
        start = int(parameters.get("NextToken", ["0"])[0])
        end = start + self.apis.page_size
        items = "".join(
            f"<item><privateIpAddress>{node}</privateIpAddress><status>in-use</status>"
            f"<privateIpAddressesSet><item><privateIpAddress>{node}</privateIpAddress></item></privateIpAddressesSet>"
            "</item>"
            for node in (list(self.apis.nodes)[start:end] if wanted else [])
        )
        token = f"<nextToken>{end}</nextToken>" if end < len(self.apis.nodes) else ""
        self._answer(
            200,
            '<DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
            f"<networkInterfaceSet>{items}</networkInterfaceSet>{token}</DescribeNetworkInterfacesResponse>",
        )

    def _put_status(self, body: dict[str, str]) -> None:
        if self.apis.code_deploy_refuses:
            status, answer = self.apis.code_deploy_refuses.pop(0)
            self._answer(status, json.dumps(answer))
            return
        self.apis.reports.append(body)
        self._answer(200, json.dumps({"lifecycleEventHookExecutionId": body["lifecycleEventHookExecutionId"]}))

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def fake_apis() -> Iterator[FakeApis]:
    """Both APIs at one address."""
    apis = FakeApis()
    handler = type("Handler", (_Handler,), {"apis": apis})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        apis.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield apis
        if apis.hang is not None:
            apis.hang.set()
        server.shutdown()
