"""A release that goes on while something else happens."""

import threading
from collections.abc import Callable

from rehearsal.deploy import DeploymentResult
from rehearsal.faults.timeline import Timeline

PATIENCE_SECONDS = 60.0


class RunningRelease:
    """A release in a thread of its own."""

    def __init__(self, run: Callable[[], DeploymentResult], timeline: Timeline) -> None:
        self._timeline = timeline
        self._results: list[DeploymentResult] = []
        self._problems: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(run,), name="release", daemon=True)
        self._thread.start()

    def wait_for(self, line: str) -> float:
        """Returns when the deployment says this, or a line that starts so."""
        return self._timeline.wait_for(line, PATIENCE_SECONDS)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return not self._thread.is_alive()

    def result(self) -> DeploymentResult:
        """How it ended."""
        self._thread.join()
        if self._problems:
            raise self._problems[0]
        return self._results[0]

    def _run(self, run: Callable[[], DeploymentResult]) -> None:
        try:
            self._results.append(run())
        except BaseException as problem:
            self._problems.append(problem)
