"""Faults that show on the test listener or in a hook: before the first user."""

from rehearsal.deploy import DeploymentResult
from rehearsal.faults.fault import OWN_HOOK, Fault, Push
from rehearsal.faults.images import Application
from rehearsal.faults.notice import HOOK_ERRORS, SMOKE_TEST
from rehearsal.faults.scene import Scene

CRASHES = "def handler(event, context):\n    raise RuntimeError('the database does not answer')\n"
NEVER_ANSWERS = "import time\n\n\ndef handler(event, context):\n    time.sleep(60)\n"

PAGES = {
    "5": ("Requests through the test listener break off, users would be served", "broken_test_traffic"),
    "6a": ("The new version's page is slow", "slow_page"),
    "6b": ("The new version's page is not the one that was expected", "wrong_page"),
    "6c": ("The new version's page answers 404", "no_page"),
}


class PushWithHook:
    """A good push, with a hook function that is not."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __call__(self, scene: Scene) -> DeploymentResult:
        """The function is as good as before afterwards."""
        with scene.stack.surroundings.hook(self._code):
            return scene.release()


FAULTS = [
    *(
        Fault(
            number,
            name,
            Push(Application(program.replace("_", "-"), program=program)),
            noticed_by=SMOKE_TEST,
            begins_with="AfterAllowTestTraffic",
            in_real_time=True,
        )
        for number, (name, program) in PAGES.items()
    ),
    Fault(
        "7a",
        "A hook function of your own crashes",
        PushWithHook(CRASHES),
        noticed_by=HOOK_ERRORS,
        variant=OWN_HOOK,
        begins_with="BeforeAllowTraffic",
    ),
    Fault(
        "7b",
        "A hook function of your own never answers, until Lambda ends it",
        PushWithHook(NEVER_ANSWERS),
        noticed_by=HOOK_ERRORS,
        variant=OWN_HOOK,
        begins_with="BeforeAllowTraffic",
    ),
]
