"""The load balancer itself, and the addresses that users and testers get."""

from typing import Any

import pytest

from blue_green_ecs_pipeline import ConfigurationError, LoadBalancer
from tests.components.builders import NAME, TAGS, TLS, load_balancer_args
from tests.graph import Graph, attempt, create


def load_balancer(**settings: Any) -> Graph:
    return create(lambda: LoadBalancer("web", load_balancer_args(**settings)))


@pytest.fixture(scope="module")
def default() -> Graph:
    return load_balancer()


def test_the_load_balancer_faces_the_internet_and_drops_malformed_headers(default: Graph) -> None:
    resource = default["web-load-balancer"]

    assert resource.type == "aws:lb/loadBalancer:LoadBalancer"
    assert resource.inputs == {
        "name": NAME,
        "loadBalancerType": "application",
        "internal": False,
        "subnets": ["subnet-a", "subnet-b"],
        "securityGroups": ["web-load-balancer-security-group-id"],
        "dropInvalidHeaderFields": True,
        "tags": TAGS,
    }


def test_a_plain_load_balancer_is_these_and_nothing_else(default: Graph) -> None:
    assert sorted(r.name for r in default.resources) == [
        "web-blue-target-group",
        "web-green-target-group",
        "web-load-balancer",
        "web-load-balancer-egress",
        "web-load-balancer-security-group",
        "web-production-ingress",
        "web-production-listener",
        "web-task-ingress",
        "web-test-10.0.0.0-16-ingress",
        "web-test-listener",
    ]


def test_tls_adds_the_redirect_and_its_rule_and_nothing_else(default: Graph) -> None:
    tls = load_balancer(**TLS)

    assert {r.name for r in tls} - {r.name for r in default} == {"web-redirect-ingress", "web-redirect-listener"}
    assert {r.name for r in default} - {r.name for r in tls} == set()


def test_it_waits_for_the_rules_that_health_checks_need() -> None:
    tls = load_balancer(**TLS, test_cidrs=["203.0.113.7/32"])

    for rule in (
        "web-production-ingress",
        "web-test-203.0.113.7-32-ingress",
        "web-load-balancer-egress",
        "web-task-ingress",
    ):
        assert tls.depends_on("web-load-balancer", rule)


@pytest.mark.parametrize(
    ("settings", "url", "test_url"),
    [
        ({}, "http://web-load-balancer.elb.example", "http://web-load-balancer.elb.example:8080"),
        ({"test_port": 9000}, "http://web-load-balancer.elb.example", "http://web-load-balancer.elb.example:9000"),
        (TLS, "https://www.example.com", "https://www.example.com:8443"),
        ({**TLS, "test_port": 9443}, "https://www.example.com", "https://www.example.com:9443"),
    ],
)
def test_the_addresses_that_users_and_testers_get(settings: dict[str, Any], url: str, test_url: str) -> None:
    graph = load_balancer(**settings)

    assert (graph.outputs["url"], graph.outputs["test_url"]) == (url, test_url)


def test_with_a_domain_the_name_to_point_dns_at_is_still_told() -> None:
    assert load_balancer(**TLS).outputs["dns_name"] == "web-load-balancer.elb.example"


def test_outputs_name_each_listener_and_each_target_group(default: Graph) -> None:
    elb = "arn:aws:elasticloadbalancing:eu-central-1:123456789012"

    assert default.outputs == {
        "url": "http://web-load-balancer.elb.example",
        "test_url": "http://web-load-balancer.elb.example:8080",
        "load_balancer_arn": f"{elb}:loadbalancer/app/shop-dev-web-29d8601b/1",
        "load_balancer_arn_suffix": "app/shop-dev-web-29d8601b/1",
        "dns_name": "web-load-balancer.elb.example",
        "security_group_id": "web-load-balancer-security-group-id",
        "production_listener_arn": f"{elb}:listener/app/lb/1/web-production-listener",
        "test_listener_arn": f"{elb}:listener/app/lb/1/web-test-listener",
        "blue_target_group_arn": f"{elb}:targetgroup/shop-dev-web-29d8601b-blue-71db5/1",
        "blue_target_group_name": "shop-dev-web-29d8601b-blue-71db5",
        "blue_target_group_arn_suffix": "targetgroup/shop-dev-web-29d8601b-blue-71db5/1",
        "green_target_group_name": "shop-dev-we-29d8601b-green-71db5",
        "green_target_group_arn_suffix": "targetgroup/shop-dev-we-29d8601b-green-71db5/1",
    }


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"test_port": 80},
            "loadBalancer.testPort: got 80, which the production listener uses; choose another, for example 8080",
        ),
        (
            {"health_check": {"interval_seconds": 5, "timeout_seconds": 5}},
            "loadBalancer.healthCheck.timeoutSeconds: got 5, allowed is less than "
            "loadBalancer.healthCheck.intervalSeconds, which is 5 seconds",
        ),
    ],
)
def test_used_alone_it_refuses_what_it_cannot_use_before_anything_is_registered(
    settings: dict[str, Any], sentence: str
) -> None:
    graph = attempt(lambda: LoadBalancer("web", load_balancer_args(**settings)))

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == f"web: 1 setting cannot be used, nothing was created\n  {sentence}"
    assert graph.registrations == []
