"""The changes that the README makes in two steps, on Pulumi's own engine."""

from pathlib import Path

import pytest

from rehearsal.engine.local import LocalEngine
from tests.engine import code_deploy

pytestmark = pytest.mark.engine

PROJECT = Path(__file__).parents[2]
GROUP = "blue-green-ecs-pipeline"


@pytest.fixture
def engine():
    with LocalEngine() as engine:
        yield engine


def listeners(aws):
    """ARN and port of each."""
    elbv2 = aws.client("elbv2")
    (balancer,) = elbv2.describe_load_balancers()["LoadBalancers"]
    found = elbv2.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    return {listener["Port"]: listener["ListenerArn"] for listener in found}


def test_tls_is_turned_on_in_one_step_and_off_in_two(engine):
    certificate = engine.aws.client("acm").request_certificate(DomainName="www.example.com")["CertificateArn"]
    tls = {f"{GROUP}:loadBalancer": {"certificateArn": certificate, "domainName": "www.example.com"}}
    engine.stack("dev", project_dir=PROJECT).up()
    plain = listeners(engine.aws)

    on = engine.stack("dev", project_dir=PROJECT, config=tls).up()
    secured = listeners(engine.aws)
    redirect = ["**web-redirect-listener", "**web-redirect-ingress"]
    engine.stack("dev", project_dir=PROJECT, config=tls).destroy(target=redirect)
    off = engine.stack("dev", project_dir=PROJECT).up()

    assert set(on.summary.resource_changes) == {"same", "update", "create"}
    assert on.outputs["url"].value == "https://www.example.com"
    assert secured[443] == plain[80]
    assert secured[8443] == plain[8080]
    assert set(off.summary.resource_changes) == {"same", "update"}
    assert listeners(engine.aws) == plain


def test_nat_is_taken_away_once_a_release_does_without_it(engine):
    single = {f"{GROUP}:network": {"nat": "single"}}
    pipeline = engine.stack("dev", project_dir=PROJECT, config=single).up().outputs["pipeline_name"].value

    stack = engine.stack("dev", project_dir=PROJECT, config={f"{GROUP}:network": {"nat": "none"}})
    first = stack.up(target=["**web-appspec-template"])
    gateways = gateways_of(engine.aws)
    code_deploy.release(engine.aws, pipeline)
    second = stack.up()

    assert first.summary.resource_changes["update"] == 1
    assert set(first.summary.resource_changes) == {"same", "update"}
    assert len(gateways) == 1
    # The gateway, its address, and a route in each of the two private subnets.
    assert second.summary.resource_changes["delete"] == 4
    assert "replace" not in second.summary.resource_changes
    assert gateways_of(engine.aws) == []


def gateways_of(aws):
    found = aws.client("ec2").describe_nat_gateways()["NatGateways"]
    return [gateway["NatGatewayId"] for gateway in found if gateway["State"] != "deleted"]
