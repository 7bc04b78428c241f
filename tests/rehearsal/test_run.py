"""The whole rehearsal, once, in an environment that would lead every careless client to real AWS."""

import os
import re
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rehearsal.deploy import Clock, DeploymentResult, EcsDeployment
from rehearsal.report import Report
from rehearsal.run import Options, run
from tests.rehearsal.canary import WHERE_THEY_ARE_KEPT, Canaries
from tests.rehearsal.hostile_environment import Connections, HostileEnvironment
from tests.rehearsal.page import ask_release
from tests.rehearsal.project_copy import copy_project

BOOTSTRAP, OLD, NEW = None, ("#102030", "7"), ("#2ca02c", "7-next")


@dataclass
class WholeRun:
    """What a rehearsal left to look at."""

    hostile: HostileEnvironment
    connections: Connections
    temporary: Path
    canaries: Canaries
    said: list[str] = field(default_factory=list)
    served: list[tuple[object, object]] = field(default_factory=list)
    """Of each deployment, what the page's address answered before it and after it."""
    started: dict[str, str] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    threads: list[threading.Thread] = field(default_factory=list)
    """What the run started and did not end; an earlier test's may still be ending."""
    report: Report = field(default_factory=lambda: Report(print))

    def step(self, name: str) -> str:
        (step,) = [step for step in self.report.steps if step.name == name]
        return step.result


@pytest.fixture(scope="module")
def whole(no_engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "temporary").mkdir()
    canaries = Canaries(copy_project(folder / "project"))
    done = WholeRun(HostileEnvironment(folder / "hostile"), Connections(), folder / "temporary", canaries)

    class Observed(EcsDeployment):
        """Looks at the page itself; the steady client is only one witness."""

        def run(self) -> DeploymentResult:
            url = self.front.url(self.plan.group.production_listener_arn)
            before = ask_release(url)
            result = super().run()
            done.served.append((before, ask_release(url)))
            return result

    options = Options(canaries.project, clock=Clock(speed=600), deployment=Observed, prepare=canaries.prepare)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(done.temporary))
        patch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
        for name, value in done.hostile.variables.items():
            patch.setenv(name, value)
        patch.setattr("rehearsal.run.Rehearsal", canaries.searched_rehearsal())
        done.connections.watch(patch)
        done.started, earlier = dict(os.environ), set(threading.enumerate())
        done.report = run(options, done.said.append)
        done.ended = dict(os.environ)
        done.threads = [thread for thread in threading.enumerate() if thread not in earlier]
    return done


def test_no_request_is_lost_while_two_releases_go_out(whole):
    assert whole.report.lost == 0
    assert whole.report.sent > 200


def test_users_see_the_bootstrap_then_the_first_release_then_the_next(whole):
    assert whole.served == [(BOOTSTRAP, OLD), (OLD, NEW)]
    assert whole.step("Checks, first push").startswith("the bootstrap image -> #102030 7, ")
    assert whole.step("Checks, next push").startswith("#102030 7 -> #2ca02c 7-next, ")
    assert whole.step("Checks, next push").endswith(" requests, 0 lost")


def test_the_requests_of_both_releases_are_counted(whole):
    counts = [int(re.search(r"(\d+) requests", whole.step(f"Checks, {push} push"))[1]) for push in ("first", "next")]

    assert whole.report.sent == sum(counts)
    assert min(counts) > 50


def test_another_up_after_the_releases_changes_nothing(whole):
    assert whole.step("Up again, first push") == "nothing changes"
    assert whole.step("Up again, next push") == "nothing changes"


def test_the_steps_are_told_in_their_order(whole):
    assert [step.name for step in whole.report.steps] == [
        "Up",
        "Connections",
        "Alarms",
        "First tasks",
        "Source, first push",
        "Build, first push",
        "Deploy, first push",
        "Checks, first push",
        "Up again, first push",
        "Source, next push",
        "Build, next push",
        "Deploy, next push",
        "Checks, next push",
        "Up again, next push",
    ]
    assert re.fullmatch(r"\d+ resources, by the monitor of this process", whole.step("Up"))
    assert whole.step("First tasks") == "1 healthy, with the bootstrap image"
    assert re.fullmatch(r"commit [0-9a-f]{12} of acme/web", whole.step("Source, first push"))
    assert re.fullmatch(
        r"image [0-9a-f]{12}-1, built from a manifest: no docker engine answers", whole.step("Build, first push")
    )
    assert re.fullmatch(r"image [0-9a-f]{12}-2, built from .*", whole.step("Build, next push"))


def test_the_two_pushes_are_two_commits(whole):
    assert whole.step("Source, first push") != whole.step("Source, next push")


def test_progress_is_short_enough_to_read(whole):
    assert max(len(line) for line in whole.said) <= 110
    assert len(whole.said) < 120
    assert "    Entering phase POST_BUILD" in whole.said
    assert not any("\n" in line for line in whole.said)


def test_the_table_ends_with_image_and_addresses(whole):
    assert list(whole.report.facts) == ["Image", "Page", "Test page"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", whole.report.facts["Image"])
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", whole.report.facts["Page"])
    assert whole.report.facts["Page"] != whole.report.facts["Test page"]


def test_nobody_s_aws_is_asked(whole):
    assert not whole.hostile.marker.exists()
    assert whole.connections.outside == []
    assert whole.connections.ports, "nothing was watched"
    assert whole.hostile.closed_port not in whole.connections.ports


def test_nothing_is_left_behind_on_this_machine(whole):
    assert whole.ended == whole.started
    assert whole.threads == []
    assert list(whole.temporary.iterdir()) == []


def test_a_secret_that_build_and_application_use_is_nowhere_but_where_it_is_kept(whole):
    assert whole.canaries.places == WHERE_THEY_ARE_KEPT
    assert not any(value in "\n".join([*whole.said, *whole.report.table()]) for value in WHERE_THEY_ARE_KEPT)
    # Both builds had them, and would have told.
    assert [log.count("told by the build *** and ***") for log in whole.canaries.build_logs] == [1, 1]
