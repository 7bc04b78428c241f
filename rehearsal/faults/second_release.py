"""Faults of somebody who acts while a release is running."""

from rehearsal.deploy import DeploymentResult
from rehearsal.faults.fault import WAITING, Fault
from rehearsal.faults.notice import CODEDEPLOY_AT_START, who_noticed
from rehearsal.faults.scene import Scene


def push_twice(scene: Scene) -> DeploymentResult:
    """The second push comes while the first waits for blue's end; it is refused, the first is not disturbed."""
    first = scene.begin()
    scene.recording.began = first.wait_for("production listener: 0 % blue")
    second = scene.aside()
    scene.recording.noticed = scene.timeline.now()
    scene.recording.noticed_by = who_noticed(second)
    return first.result()


FAULTS = [
    Fault(
        "13",
        "A second release starts while one is running",
        push_twice,
        noticed_by=CODEDEPLOY_AT_START,
        rolls_back=False,
        variant=WAITING,
    )
]
