"""Faults of tasks that die or do not want to."""

import time

from rehearsal.checks import slow_requests
from rehearsal.deploy import DeploymentResult
from rehearsal.deploy.target_pool import DRAINING
from rehearsal.faults.bounds import InFlight, LongerThanDraining
from rehearsal.faults.fault import CANARY, FAST, Fault
from rehearsal.faults.images import Application
from rehearsal.faults.notice import ECS, NOBODY
from rehearsal.faults.scene import Scene

IGNORES_SIGTERM = Application("ignores-sigterm", program="ignores_sigterm")
# Its requests may take longer than it gets to finish them.
VERY_SLOW = Application("very-slow", settings={"MAX_SLOW_SECONDS": 120})

# The component's defaults: deregistration delay and stop timeout.
DRAINING_SECONDS = 30 + 30
IN_TIME_SECONDS = 8 / FAST.request_speed
TOO_LONG_SECONDS = (DRAINING_SECONDS + 5) / FAST.request_speed


def lose_a_task(scene: Scene) -> DeploymentResult:
    """One of two green tasks is gone, at once, while a tenth of the users is there."""
    release = scene.begin()
    release.wait_for("production listener: 90 % blue")
    time.sleep(1.0)
    (green,) = [
        one for one in scene.stack.tasks.all() if one.target_group_arn == scene.recording.green_target_group_arn
    ]
    task = green.tasks[0]
    recording = scene.recording
    recording.lost_target = (task.private_address, green.container_port)
    recording.began = recording.lost_target_from = time.monotonic()
    for _, process in task.processes:
        process.kill()
    while _gets_requests(scene, task.private_address):
        time.sleep(0.005)
    recording.noticed = recording.lost_target_until = time.monotonic()
    recording.noticed_by = ECS
    return scene.stack.finish(release)


def _gets_requests(scene: Scene, private_address: str) -> bool:
    described = scene.stack.front.target_health(scene.recording.green_target_group_arn)
    states = [one["TargetHealth"]["State"] for one in described if one["Target"]["Id"] == private_address]
    return any(state != DRAINING for state in states)


def end_one_that_ignores_sigterm(scene: Scene) -> DeploymentResult:
    """The release after it has to end it."""
    scene.release_at_once(IGNORES_SIGTERM)
    return scene.release_at_once()


def end_one_with_slow_requests(scene: Scene) -> DeploymentResult:
    """Some of them end in time, one would take longer than the old version has."""
    scene.release_at_once(VERY_SLOW)
    with scene.users(slow_requests(8, IN_TIME_SECONDS, users=12), slow_requests(0.01, TOO_LONG_SECONDS, users=1)):
        return scene.release_at_once()


FAULTS = [
    Fault(
        "11",
        "A task dies while traffic moves",
        lose_a_task,
        ECS,
        InFlight(),
        variant=CANARY,
        rolls_back=False,
        in_real_time=True,
    ),
    Fault("12a", "The old version ignores SIGTERM", end_one_that_ignores_sigterm, NOBODY, rolls_back=False),
    Fault(
        "12b",
        "The old version is told to stop while requests take long",
        end_one_with_slow_requests,
        NOBODY,
        LongerThanDraining(DRAINING_SECONDS / FAST.request_speed),
        rolls_back=False,
    ),
]
