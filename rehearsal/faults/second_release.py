"""Faults of somebody who acts while a release is running, or before it."""

import time
from contextlib import suppress

from rehearsal.deploy import DeploymentResult
from rehearsal.faults.fault import CANARY, Fault
from rehearsal.faults.images import GOOD
from rehearsal.faults.notice import CODEDEPLOY, NEXT_DEPLOYER, NOBODY, OPERATOR, OWN_ALARM, who_noticed
from rehearsal.faults.running_release import RunningRelease
from rehearsal.faults.scene import Scene
from rehearsal.faults.surroundings import ALARM, METRIC, NAMESPACE

SCALED_FROM, SCALED_TO = 2, 3


def push_twice(scene: Scene) -> DeploymentResult:
    """The second push comes while the first waits for blue's end; it is refused, the first is not disturbed."""
    first = scene.begin()
    scene.recording.began = first.wait_for("production listener: 0 % blue")
    second = scene.aside()
    scene.recording.noticed = time.monotonic()
    scene.recording.noticed_by = who_noticed(second)
    return scene.stack.finish(first)


def scale_out(scene: Scene) -> DeploymentResult:
    """As the autoscaling does it, while a tenth of the users is on green: both task sets grow."""
    ecs, service = scene.stack.aws.client("ecs"), scene.stack.service
    release = scene.begin()
    release.wait_for("production listener: 90 % blue")
    ecs.update_service(cluster=service.cluster, service=service.service, desiredCount=SCALED_TO)
    result = scene.stack.finish(release)
    (running,) = scene.stack.tasks.all()
    if len(running.tasks) != SCALED_TO:
        scene.problems.append(f"{len(running.tasks)} tasks run after the release, {SCALED_TO} were asked for")
    return result


def scale_in(scene: Scene) -> None:
    """As before."""
    ecs, service = scene.stack.aws.client("ecs"), scene.stack.service
    ecs.update_service(cluster=service.cluster, service=service.service, desiredCount=SCALED_FROM)


def stop_by_hand(scene: Scene) -> DeploymentResult:
    """`aws deploy stop-deployment --auto-rollback-enabled`, while a tenth of the users is on green."""
    release = scene.begin()
    release.wait_for("production listener: 90 % blue")
    time.sleep(0.5)
    (deployment,) = scene.stack.active_deployments()
    scene.recording.began = time.monotonic()
    scene.stack.aws.client("codedeploy").stop_deployment(deploymentId=deployment, autoRollbackEnabled=True)
    return release.result()


class DeployerKilled(BaseException):
    """The end of a process comes at any moment and says nothing."""


def kill_the_deployer(scene: Scene) -> DeploymentResult:
    """It has just moved a tenth of the users; another one is started a second later."""
    stack, timeline = scene.stack, scene.timeline

    def out(line: str) -> None:
        timeline.note(line)
        if line.startswith("production listener: 90 % blue"):
            raise DeployerKilled

    with suppress(DeployerKilled):
        stack.release(GOOD, out)
        scene.problems.append("the deployer was not killed")
    scene.recording.began = time.monotonic()
    time.sleep(1.0)
    scene.recording.noticed = time.monotonic()
    scene.recording.noticed_by = NEXT_DEPLOYER
    return stack.finish(RunningRelease(lambda: stack.go_on(timeline.note), timeline))


def release_into_a_red_alarm(scene: Scene) -> DeploymentResult:
    """Something else in the shop is broken already."""
    metrics = scene.stack.front.metrics
    metrics.put(NAMESPACE, METRIC, {}, 1, metrics.now() - 60)
    while ALARM not in scene.stack.red_alarms():
        time.sleep(0.05)
    return scene.release()


FAULTS = [
    Fault(
        "18",
        "What deploys is killed half-way, and started again",
        kill_the_deployer,
        NEXT_DEPLOYER,
        variant=CANARY,
        rolls_back=False,
        in_real_time=True,
    ),
    Fault(
        "13",
        "A second release starts while one is running",
        push_twice,
        CODEDEPLOY,
        rolls_back=False,
        in_real_time=True,
    ),
    Fault(
        "14",
        "The service is scaled while traffic moves",
        scale_out,
        NOBODY,
        variant=CANARY,
        rolls_back=False,
        clean_up=scale_in,
    ),
    Fault("16", "You stop a release and ask for a rollback", stop_by_hand, OPERATOR, variant=CANARY, in_real_time=True),
    Fault("17", "An alarm is red before the release starts", release_into_a_red_alarm, OWN_ALARM, in_real_time=True),
]
