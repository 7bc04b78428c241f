"""A release that goes wrong is told with what it did to the users."""

import os
import re
import tempfile

import pytest

from rehearsal.deploy import Clock, DeploymentResult, EcsDeployment
from rehearsal.failure import RehearsalError
from rehearsal.run import Options, run
from tests.rehearsal.canary import WHERE_THEY_ARE_KEPT, Canaries
from tests.rehearsal.page import ask_release
from tests.rehearsal.project_copy import copy_project, replace_in


@pytest.fixture
def project(monkeypatch, no_engine, tmp_path):
    monkeypatch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
    return copy_project(tmp_path / "project")


class BlueStopsFirst(EcsDeployment):
    """A deployer as nobody should write one."""

    def before_install(self) -> None:
        self.tasks.stop(self.blue["taskSetArn"])


def test_a_deployer_that_stops_blue_first_is_reported_with_the_requests_it_lost(project):
    said = []

    with pytest.raises(RehearsalError) as failed:
        run(Options(project, clock=Clock(speed=600), deployment=BlueStopsFirst), said.append)

    told = re.match(
        r"Checks, first push: (\d+) of (\d+) requests were lost, the first with: status 503 from awselb/2\.0",
        str(failed.value),
    )
    assert told, str(failed.value)
    assert 0 < int(told[1]) <= int(told[2])
    assert not any(line.startswith("Up again") for line in said)


def test_a_green_that_never_becomes_healthy_is_rolled_back_and_the_old_release_serves_on(
    project, monkeypatch, tmp_path
):
    replace_in(
        project / "application" / "server.py",
        "self.answer(HTTPStatus.OK, ",
        'self.answer(500 if VERSION.endswith("-next") else 200, ',
    )
    served = []

    class Observed(EcsDeployment):
        def run(self) -> DeploymentResult:
            result = super().run()
            served.append(ask_release(self.front.url(self.plan.group.production_listener_arn)))
            return result

    said, canaries = [], Canaries(project)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr("rehearsal.run.Rehearsal", canaries.searched_rehearsal())
    options = Options(project, clock=Clock(speed=1000), deployment=Observed, prepare=canaries.prepare)
    # The alarm needs minutes of unhealthy hosts, an hour would be 3.6 seconds.
    with pytest.raises(RehearsalError) as failed:
        run(options, said.append)

    assert re.fullmatch(
        r"Deploy, next push, blue-green-ecs-pipeline-dev-web[^,]*, at Install: One or more alarms have been activated: "
        r".*-unhealthy-hosts: .*; rolled back; [1-9]\d* requests sent, 0 lost",
        str(failed.value),
    )
    assert served == [("#102030", "7"), ("#102030", "7")]
    assert "Deploy, next push: failed at Install" in [line.partition(" (")[0] for line in said]
    # What is told of a failure tells no secret.
    assert canaries.places == WHERE_THEY_ARE_KEPT
    assert not any(value in "\n".join([*said, str(failed.value)]) for value in WHERE_THEY_ARE_KEPT)
