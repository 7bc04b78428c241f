"""A load balancer in the embedded AWS with targets that are small servers of the test."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from rehearsal.deploy import LocalLoadBalancer
from rehearsal.embedded_aws.account import EmbeddedAws

PORT = 8080


class BackendHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/health":
            return self.answer(self.server.health_status, b"")
        if url.path == "/slow":
            time.sleep(float(parse_qs(url.query)["seconds"][0]))
        if url.path == "/drop":
            self.server.dropped += 1
            self.close_connection = True
            return None
        if url.path == "/cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
            self.wfile.flush()
            self.close_connection = True
            return None
        if url.path == "/stream":
            return self.stream()
        body = {"name": self.server.name, "path": self.path, "headers": dict(self.headers.items())}
        return self.answer(200, json.dumps(body).encode())

    do_HEAD = do_GET

    def do_POST(self):
        received = 0
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while size := int(self.rfile.readline(), 16):
                received += len(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        else:
            received = len(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(201, json.dumps({"received": received}).encode())

    def stream(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in (b"one", b"two", b"three"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.flush()
            time.sleep(0.1)
        self.wfile.write(b"0\r\n\r\n")

    def answer(self, status, body):
        if self.path != "/health":
            self.server.connections.add(self.client_address)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Backend", self.server.name)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Backend(ThreadingHTTPServer):
    """One target's server."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, name: str, host: str, port: int) -> None:
        self.name = name
        self.health_status = 200
        self.connections: set[Any] = set()
        self.dropped = 0
        super().__init__((host, port), BackendHandler)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def server_bind(self) -> None:
        # HTTPServer would ask a resolver for this machine's name.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]


@dataclass
class BalancedTargets:
    """One load balancer, two target groups, one listener that forwards to the first."""

    aws: EmbeddedAws
    deregistration_delay_seconds: int = 30
    groups: dict[str, str] = field(default_factory=dict)
    backends: dict[str, Backend] = field(default_factory=dict)
    front: LocalLoadBalancer | None = None

    def __post_init__(self) -> None:
        ec2, elbv2 = self.aws.client("ec2"), self.aws.client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{self.aws.region}{zone}")
            for n, zone in enumerate("ab")
        ]
        self.load_balancer = elbv2.create_load_balancer(
            Name="web", Subnets=[subnet["Subnet"]["SubnetId"] for subnet in subnets]
        )["LoadBalancers"][0]["LoadBalancerArn"]
        delay = {"Key": "deregistration_delay.timeout_seconds", "Value": str(self.deregistration_delay_seconds)}
        for name in ("blue", "green"):
            self.groups[name] = elbv2.create_target_group(
                Name=name,
                Protocol="HTTP",
                Port=PORT,
                VpcId=vpc,
                TargetType="ip",
                HealthCheckPath="/health",
                HealthCheckIntervalSeconds=10,
                HealthCheckTimeoutSeconds=5,
                HealthyThresholdCount=2,
                UnhealthyThresholdCount=2,
                Matcher={"HttpCode": "200-299"},
            )["TargetGroups"][0]["TargetGroupArn"]
            elbv2.modify_target_group_attributes(TargetGroupArn=self.groups[name], Attributes=[delay])
        self.listener = elbv2.create_listener(
            LoadBalancerArn=self.load_balancer,
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.groups["blue"]}],
        )["Listeners"][0]["ListenerArn"]

    def serve(self, front: LocalLoadBalancer) -> None:
        self.front = front

    def register(self, group: str, name: str, address: str, running: bool = True) -> None:
        """A target with this private address; waits for its first health check when it runs."""
        place = self.front.table.allocate(address, [PORT])
        if running:
            self.backends[name] = Backend(name, place.loopback, place.local_ports[PORT])
        self.aws.client("elbv2").register_targets(
            TargetGroupArn=self.groups[group], Targets=[{"Id": address, "Port": PORT}]
        )
        self.front.refresh()
        if running:
            wait_for(lambda: self.state(group, address) in ("healthy", "unused"))

    def deregister(self, group: str, address: str) -> None:
        self.aws.client("elbv2").deregister_targets(
            TargetGroupArn=self.groups[group], Targets=[{"Id": address, "Port": PORT}]
        )
        self.front.refresh()

    def act(self, *actions: dict[str, Any]) -> None:
        """Changes the listener's default action."""
        self.aws.client("elbv2").modify_listener(ListenerArn=self.listener, DefaultActions=list(actions))
        self.front.refresh()

    def forward(self, **weights: int) -> None:
        groups = [{"TargetGroupArn": self.groups[name], "Weight": weight} for name, weight in weights.items()]
        self.act({"Type": "forward", "ForwardConfig": {"TargetGroups": groups}})

    def state(self, group: str, address: str) -> str | None:
        for description in self.front.target_health(self.groups[group]):
            if description["Target"]["Id"] == address:
                return str(description["TargetHealth"]["State"])
        return None

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.front.url(self.listener)).netloc, timeout=10)

    def ask(self, path: str = "/", method: str = "GET", **options: Any) -> tuple[http.client.HTTPResponse, bytes]:
        """One request on a connection of its own."""
        connection = self.connect()
        connection.request(method, path, **options)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def asked(self, times: int) -> list[str]:
        """Who answers so many requests."""
        return [str(self.ask()[0].getheader("X-Backend")) for _ in range(times)]

    def close(self) -> None:
        for backend in self.backends.values():
            backend.shutdown()
            backend.server_close()


def wait_for(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Returns as soon as the condition holds."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.01)
