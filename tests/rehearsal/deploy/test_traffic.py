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
def test_each_predefined_configuration_has_its_steps(aws, configuration, steps):
    read = read_traffic_steps(aws, f"CodeDeployDefault.{configuration}")

    assert [(step.green_percent, step.wait_seconds) for step in read] == steps


@pytest.mark.parametrize(
    ("routing", "steps"),
    [
        (
            {"type": "TimeBasedCanary", "timeBasedCanary": {"canaryPercentage": 25, "canaryInterval": 7}},
            [(25, 420), (100, 0)],
        ),
        (
            {"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": 40, "linearInterval": 2}},
            [(40, 120), (80, 120), (100, 0)],
        ),
        ({"type": "AllAtOnce"}, [(100, 0)]),
    ],
)
def test_an_own_configuration_is_read_from_the_embedded_aws(aws, routing, steps):
    aws.client("codedeploy").create_deployment_config(
        deploymentConfigName="web", computePlatform="ECS", trafficRoutingConfig=routing
    )

    assert [(step.green_percent, step.wait_seconds) for step in read_traffic_steps(aws, "web")] == steps


@pytest.mark.parametrize("name", ["web-canary", "CodeDeployDefault.OneAtATime", "CodeDeployDefault.LambdaAllAtOnce"])
def test_a_configuration_that_is_none_for_ecs_is_refused_and_not_taken_for_another(aws, name):
    with pytest.raises(DeploymentFailure, match=name):
        read_traffic_steps(aws, name)


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
