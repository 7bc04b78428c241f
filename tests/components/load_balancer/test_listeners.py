"""Users come in through one listener, those who test a release through another."""

import pytest

from blue_green_ecs_pipeline import LoadBalancer
from tests.components.builders import CERTIFICATE_ARN, TAGS, TLS, load_balancer_args
from tests.graph import Graph, create

LOAD_BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop-dev-web-29d8601b/1"
# The hash at the end is that of protocol, port and VPC.
BLUE_ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop-dev-web-29d8601b-blue-71db5/1"


@pytest.fixture(scope="module")
def http() -> Graph:
    return create(lambda: LoadBalancer("web", load_balancer_args()))


@pytest.fixture(scope="module")
def tls() -> Graph:
    return create(lambda: LoadBalancer("web", load_balancer_args(**TLS)))


def test_without_a_certificate_users_come_in_on_port_80(http: Graph) -> None:
    assert http["web-production-listener"].inputs == {
        "loadBalancerArn": LOAD_BALANCER_ARN,
        "port": 80,
        "protocol": "HTTP",
        "defaultActions": [{"type": "forward", "targetGroupArn": BLUE_ARN}],
        "tags": TAGS,
    }


def test_without_a_certificate_the_test_listener_has_port_8080(http: Graph) -> None:
    assert http["web-test-listener"].inputs == {
        "loadBalancerArn": LOAD_BALANCER_ARN,
        "port": 8080,
        "protocol": "HTTP",
        "defaultActions": [{"type": "forward", "targetGroupArn": BLUE_ARN}],
        "tags": TAGS,
    }


def test_without_a_certificate_nothing_is_redirected(http: Graph) -> None:
    assert sorted(r.name for r in http.of_type("aws:lb/listener:Listener")) == [
        "web-production-listener",
        "web-test-listener",
    ]


def test_with_a_certificate_users_come_in_by_tls_on_port_443(tls: Graph) -> None:
    assert tls["web-production-listener"].inputs == {
        "loadBalancerArn": LOAD_BALANCER_ARN,
        "port": 443,
        "protocol": "HTTPS",
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "certificateArn": CERTIFICATE_ARN,
        "defaultActions": [{"type": "forward", "targetGroupArn": BLUE_ARN}],
        "tags": TAGS,
    }


def test_with_a_certificate_test_requests_are_encrypted_too(tls: Graph) -> None:
    assert tls["web-test-listener"].inputs == {
        "loadBalancerArn": LOAD_BALANCER_ARN,
        "port": 8443,
        "protocol": "HTTPS",
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "certificateArn": CERTIFICATE_ARN,
        "defaultActions": [{"type": "forward", "targetGroupArn": BLUE_ARN}],
        "tags": TAGS,
    }


def test_with_a_certificate_port_80_sends_users_to_tls_for_good(tls: Graph) -> None:
    assert tls["web-redirect-listener"].inputs == {
        "loadBalancerArn": LOAD_BALANCER_ARN,
        "port": 80,
        "protocol": "HTTP",
        "defaultActions": [
            {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}
        ],
        "tags": TAGS,
    }


@pytest.mark.parametrize("listener", ["web-production-listener", "web-test-listener"])
def test_turning_tls_on_changes_a_listener_in_place(http: Graph, tls: Graph, listener: str) -> None:
    """CodeDeploy's group names both by their ARN."""
    assert tls[listener].urn == http[listener].urn
    assert tls[listener].inputs["loadBalancerArn"] == http[listener].inputs["loadBalancerArn"]


def test_the_redirect_takes_port_80_only_after_the_production_listener_has_left_it(tls: Graph) -> None:
    assert tls.depends_on("web-redirect-listener", "web-production-listener")


@pytest.mark.parametrize("settings", [{}, TLS])
@pytest.mark.parametrize("listener", ["web-production-listener", "web-test-listener"])
def test_an_update_after_a_release_leaves_the_listeners_on_green(listener: str, settings: dict[str, str]) -> None:
    """CodeDeploy owns the default action once the first release has run."""
    graph = create(lambda: LoadBalancer("web", load_balancer_args(**settings)))

    assert graph[listener].ignore_changes == ["defaultActions"]


def test_a_changed_redirect_is_not_ignored(tls: Graph) -> None:
    assert tls["web-redirect-listener"].ignore_changes == []


@pytest.mark.parametrize("settings", [{}, TLS])
def test_the_test_port_is_the_users_choice(settings: dict[str, str]) -> None:
    graph = create(lambda: LoadBalancer("web", load_balancer_args(test_port=9000, **settings)))

    assert graph["web-test-listener"].inputs["port"] == 9000


def test_no_listener_is_protected_or_depends_on_green(http: Graph) -> None:
    green = http["web-green-target-group"].urn

    assert [r.name for r in http.of_type("aws:lb/listener:Listener") if r.protect or green in r.dependencies] == []
