"""Faults of what a build hands to the deploy action."""

from rehearsal.deploy import DeploymentResult
from rehearsal.deploy.artifact import MAX_ARTIFACT_BYTES
from rehearsal.faults.artifacts import Damage, cut_off, with_ballast, with_text, without
from rehearsal.faults.fault import Fault
from rehearsal.faults.notice import DEPLOY_ACTION
from rehearsal.faults.scene import Scene


class Broken:
    """A push whose build left this."""

    def __init__(self, damage: Damage) -> None:
        self._damage = damage

    def __call__(self, scene: Scene) -> DeploymentResult:
        """The deploy action gets it."""
        return scene.release(damage=self._damage)


DAMAGES: dict[str, tuple[str, Damage]] = {
    "15a": ("The build leaves no appspec.yaml", without("appspec.yaml")),
    "15b": ("The build leaves no taskdef.json", without("taskdef.json")),
    "15c": ("The build leaves no imageDetail.json", without("imageDetail.json")),
    "15d": ("A placeholder is left over in taskdef.json", with_text("taskdef.json", '"512"', '"<MEMORY>"')),
    "15e": ("taskdef.json is cut off", cut_off("taskdef.json")),
    "15f": ("The artifact is larger than 3 MB", with_ballast(MAX_ARTIFACT_BYTES)),
}

FAULTS = [
    Fault(number, name, Broken(damage), noticed_by=DEPLOY_ACTION, rolls_back=False, in_real_time=True)
    for number, (name, damage) in DAMAGES.items()
]
