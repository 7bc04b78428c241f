"""The function, run as Lambda runs it: its variables, CodeDeploy's event, and a context with the time that is left."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from blue_green_ecs_pipeline.smoke_test.function import handler, report
from tests.components.smoke_test.application import Node
from tests.components.smoke_test.aws_api import HOOK, LOAD_BALANCER, FakeApis, fake_apis


@dataclass(frozen=True)
class Context:
    """What Lambda hands to a function."""

    seconds: float

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@dataclass
class Function:
    """The function in its environment."""

    apis: FakeApis
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    printed: str = ""

    def set(self, **variables: str) -> None:
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)

    def ask(self, node: Node, **variables: str) -> None:
        """Sets the node's port, and these variables."""
        self.set(TEST_PORT=str(node.server_address[1]), **variables)

    def run(self, seconds: float = 60, event: Any = HOOK) -> list[str]:
        """What was reported; what was printed is kept."""
        try:
            with contextlib.suppress(report.NotReportedError):
                handler.handle(event, Context(seconds))
        finally:
            self.printed += self.capsys.readouterr().out
        return [each["status"] for each in self.apis.reports]


@pytest.fixture
def apis() -> Iterator[FakeApis]:
    with fake_apis() as apis:
        yield apis


@pytest.fixture
def function(apis: FakeApis, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Function:
    function = Function(apis, monkeypatch, capsys)
    function.set(
        AWS_ENDPOINT_URL=apis.url,
        AWS_REGION="eu-central-1",
        AWS_ACCESS_KEY_ID="AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY="secret",
        AWS_SESSION_TOKEN="token",
        DNS_SUFFIX="amazonaws.com",
        LOAD_BALANCER=LOAD_BALANCER,
        SCHEME="http",
        HOST="www.example.com",
        TEST_PORT="1",
        REQUEST_PATH="/",
        EXPECTED_STATUS="200",
        ATTEMPTS="2",
        REQUIRED_SUCCESSES="1",
        INTERVAL_SECONDS="0",
    )
    for name in ("AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL_CODEDEPLOY", "EXPECTED_TEXT", "MAX_LATENCY_MS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(report, "SECONDS_A_TRY", 0.5)
    monkeypatch.setattr(report, "SECONDS_BETWEEN", 0)
    return function
