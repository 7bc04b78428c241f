"""The whole rehearsal, with Pulumi's own engine in the monitor's place."""

from pathlib import Path

import pytest

from rehearsal.deploy import Clock
from rehearsal.run import Options, run

PROJECT_DIRECTORY = Path(__file__).parents[2]


@pytest.mark.engine
def test_no_request_is_lost_and_the_engine_leaves_every_release_alone() -> None:
    said: list[str] = []

    report = run(Options(PROJECT_DIRECTORY, engine=True, clock=Clock(speed=600)), said.append)

    results = {step.name: step.result for step in report.steps}
    assert results["Up"].endswith(" resources, by Pulumi's engine")
    assert results["Up again, first push"] == results["Up again, next push"] == "nothing changes"
    assert report.lost == 0
    assert report.sent > 100
