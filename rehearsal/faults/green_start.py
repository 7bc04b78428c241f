"""Faults of a green that does not come up as it should."""

from rehearsal.faults.fault import WAITING, Fault
from rehearsal.faults.images import Application
from rehearsal.faults.notice import NOBODY

NO_ENTRY_POINT = Application("no-entry-point", command=("python3", "no-such-file.py"))
HEALTH_500 = Application("health-500", program="health_500")
HEALTH_FLAPS = Application("health-flaps", program="health_flaps")
SLOW_START = Application("slow-start", program="slow_start")

STOPPED_TASKS = "alarm on stopped tasks"
UNHEALTHY_HOSTS = "alarm on unhealthy hosts"

FAULTS = [
    Fault(
        "1",
        "The new version crashes as soon as it starts",
        lambda scene: scene.release(NO_ENTRY_POINT),
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
        lambda scene: scene.release(HEALTH_500),
        noticed_by=UNHEALTHY_HOSTS,
    ),
    Fault(
        "4",
        "The new version is healthy one moment and unhealthy the next",
        lambda scene: scene.release(HEALTH_FLAPS),
        noticed_by=UNHEALTHY_HOSTS,
        variant=WAITING,
    ),
    Fault(
        "0",
        "No fault: the new version needs most of its grace period to start",
        lambda scene: scene.release(SLOW_START),
        noticed_by=NOBODY,
        rolls_back=False,
    ),
]
