"""The predefined deployment configurations, with AWS's figures."""

import pytest

from rehearsal.deploy.result import DeploymentFailure
from rehearsal.deploy.routing import HttpCodes
from rehearsal.deploy.traffic import read_traffic_steps


@pytest.mark.parametrize(
    ("configuration", "steps"),
    [
        ("ECSAllAtOnce", [(100, 0)]),
        ("ECSCanary10Percent5Minutes", [(10, 300), (100, 0)]),
        ("ECSCanary10Percent15Minutes", [(10, 900), (100, 0)]),
        ("ECSLinear10PercentEvery1Minutes", [(share, 60) for share in range(10, 100, 10)] + [(100, 0)]),
        ("ECSLinear10PercentEvery3Minutes", [(share, 180) for share in range(10, 100, 10)] + [(100, 0)]),
    ],
)
def test_each_predefined_configuration_has_its_steps(configuration, steps):
    read = read_traffic_steps(f"CodeDeployDefault.{configuration}")

    assert [(step.green_percent, step.wait_seconds) for step in read] == steps


def test_a_configuration_that_cannot_be_rehearsed_is_refused_and_not_taken_for_another():
    with pytest.raises(DeploymentFailure, match="deployment configuration web-canary cannot be rehearsed yet"):
        read_traffic_steps("web-canary")


@pytest.mark.parametrize(
    ("matcher", "inside", "outside"),
    [
        ("200", [200], [199, 201]),
        ("200-299", [200, 299], [199, 300]),
        ("200,302-304", [200, 302, 304], [201, 301, 305]),
    ],
)
def test_a_matcher_has_codes_and_ranges(matcher, inside, outside):
    codes = HttpCodes(matcher)

    assert [code for code in (*inside, *outside) if code in codes] == inside
