"""A service in an embedded AWS, served on this machine."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from moto.moto_api._internal.models import moto_api_backend

from rehearsal.build.image_store import ImageStore
from rehearsal.deploy import Clock, DeploymentResult, EcsDeployment, LocalLoadBalancer, TaskSets, deploy, start_service
from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.deploy.balanced_targets import BalancedTargets
from tests.rehearsal.deploy.embedded_stack import ACTION, EmbeddedStack


@dataclass
class ServedStack:
    """The stack, with what runs for it."""

    stack: EmbeddedStack
    front: LocalLoadBalancer
    tasks: TaskSets
    clock: Clock
    said: list[str]

    @property
    def production_url(self) -> str:
        return self.front.url(self.stack.ids["production"])

    @property
    def test_url(self) -> str:
        return self.front.url(self.stack.ids["test"])

    def deploy(
        self,
        artifact: tuple[str, str],
        deployment: type[EcsDeployment] = EcsDeployment,
        action: dict[str, str] | None = None,
        clock: Clock | None = None,
    ) -> DeploymentResult:
        bucket, key = artifact
        aws, out = self.stack.aws, self.said.append
        return deploy(aws, bucket, key, action or ACTION, self.tasks, self.front, clock or self.clock, out, deployment)


@pytest.fixture(scope="module")
def module_aws() -> Iterator[EmbeddedAws]:
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def aws(module_aws: EmbeddedAws) -> EmbeddedAws:
    """An empty account; emptied, because starting one takes longer than most tests."""
    moto_api_backend.reset()
    return module_aws


@pytest.fixture
def serve(aws: EmbeddedAws, tmp_path: Path) -> Iterator[Callable[..., ServedStack]]:
    """Makes a stack and runs its bootstrap tasks; everything ends with the test."""
    with ExitStack() as running:

        def start(clock: Clock | None = None, **settings: Any) -> ServedStack:
            clock = clock or Clock(speed=600)
            images = ImageStore(tmp_path / "images")
            stack = EmbeddedStack(aws, images, tmp_path / "built", **settings)
            front = running.enter_context(LocalLoadBalancer(aws, clock))
            tasks = running.enter_context(TaskSets(aws, images, front, clock, tmp_path / "tasks"))
            start_service(aws, "web", "web", tasks, front, clock)
            return ServedStack(stack, front, tasks, clock, [])

        yield start


@pytest.fixture
def balance(aws: EmbeddedAws) -> Iterator[Callable[..., BalancedTargets]]:
    """Makes a load balancer whose targets are the test's own servers."""
    with ExitStack() as running:

        def start(clock: Clock | None = None, **settings: Any) -> BalancedTargets:
            balanced = BalancedTargets(aws, **settings)
            running.callback(balanced.close)
            balanced.serve(running.enter_context(LocalLoadBalancer(aws, clock or Clock(speed=200))))
            return balanced

        yield start
