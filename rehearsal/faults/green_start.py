"""Faults of a green that does not come up as it should."""

from rehearsal.faults.fault import ASKED_AGAIN, Fault, Push
from rehearsal.faults.images import Application
from rehearsal.faults.notice import NOBODY, SMOKE_TEST, STOPPED_TASKS, UNHEALTHY_HOSTS

NO_ENTRY_POINT = Application("no-entry-point", command=("python3", "no-such-file.py"))
HEALTH_500 = Application("health-500", program="health_500")
HEALTH_FLAPS = Application("health-flaps", program="health_flaps")
SLOW_START = Application("slow-start", program="slow_start")

FAULTS = [
    Fault(
        "1",
        "The new version crashes as soon as it starts",
        Push(NO_ENTRY_POINT),
        noticed_by=STOPPED_TASKS,
    ),
    Fault(
        "2",
        "The image is not in the registry",
        lambda scene: scene.release(image_uri=scene.stack.images.missing()),
        noticed_by=STOPPED_TASKS,
    ),
    Fault(
        "3",
        "The new version's health check answers 500",
        Push(HEALTH_500),
        noticed_by=UNHEALTHY_HOSTS,
    ),
    Fault(
        "4",
        "The new version is healthy one moment and unhealthy the next",
        Push(HEALTH_FLAPS),
        # Sooner than ECS stops the first of its tasks, and than the alarm: after either, users would have been there.
        noticed_by=SMOKE_TEST,
        variant=ASKED_AGAIN,
        begins_with="AfterAllowTestTraffic",
        in_real_time=True,
    ),
    Fault(
        "0",
        "No fault: the new version needs most of its grace period to start",
        Push(SLOW_START),
        noticed_by=NOBODY,
        rolls_back=False,
    ),
]
