import pulumi
import pytest

from blue_green_ecs_pipeline.load_balancer.health_check import HealthCheckSettings
from blue_green_ecs_pipeline.load_balancer.settings import LoadBalancerSettings
from tests.components.configured import configured, refused

CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666"
TLS = {"certificate_arn": CERTIFICATE, "domain_name": "www.example.com"}


def test_a_load_balancer_needs_no_settings():
    settings = configured().load_balancer

    assert settings == LoadBalancerSettings(
        certificate_arn=None,
        domain_name=None,
        test_port=8080,
        test_cidrs=None,
        health_check=HealthCheckSettings(
            path="/",
            interval_seconds=10,
            timeout_seconds=5,
            healthy_threshold=2,
            unhealthy_threshold=2,
            matcher="200-299",
        ),
        deregistration_delay_seconds=30,
        access_logs=None,
        web_acl_arn=None,
        deletion_protection=False,
    )
    assert (settings.tls, settings.production_port, settings.redirect_port) == (False, 80, None)


def test_a_certificate_turns_https_on():
    settings = configured(load_balancer=TLS).load_balancer

    assert (settings.tls, settings.production_port, settings.redirect_port) == (True, 443, 80)
    assert (settings.test_port, settings.domain_name) == (8443, "www.example.com")


def test_a_certificate_may_come_from_an_output():
    settings = configured(load_balancer={**TLS, "certificate_arn": pulumi.Output.from_input("later")}).load_balancer

    assert (settings.tls, settings.test_port) == (True, 8443)


@pytest.mark.parametrize(
    "arn", ["", "cert", CERTIFICATE.replace(":acm:", ":iam:"), CERTIFICATE.replace("123456789012", "1")]
)
def test_a_certificate_that_is_no_arn_of_acm_is_refused(arn):
    problems = refused(load_balancer={**TLS, "certificate_arn": arn})

    assert list(problems) == ["loadBalancer.certificateArn"]
    assert problems["loadBalancer.certificateArn"].endswith(
        ", allowed is the ARN of an ACM certificate, arn:aws:acm:REGION:ACCOUNT:certificate/ID"
    )


def test_a_certificate_without_a_domain_is_refused():
    assert refused(load_balancer={"certificate_arn": CERTIFICATE}) == {
        "loadBalancer.certificateArn": "needs loadBalancer.domainName too; "
        "browsers accept the certificate under its own host name only"
    }


def test_a_domain_without_a_certificate_is_refused():
    assert refused(load_balancer={"domain_name": "www.example.com"}) == {
        "loadBalancer.domainName": "needs loadBalancer.certificateArn too; "
        "without one the load balancer is used by its own name"
    }


@pytest.mark.parametrize("domain", ["example.com", "a.b.example.co.uk", "xn--bcher-kva.example", f"{'a' * 63}.com"])
def test_a_domain_is_a_full_host_name(domain):
    assert configured(load_balancer={**TLS, "domain_name": domain}).load_balancer.domain_name == domain


A_HOST_NAME = "allowed is a full host name, for example www.example.com"


@pytest.mark.parametrize(
    ("domain", "sentence"),
    [
        ("", f'got "", {A_HOST_NAME}'),
        ("localhost", f'got "localhost", {A_HOST_NAME}'),
        ("*.example.com", f'got "*.example.com", {A_HOST_NAME}'),
        ("-a.example.com", f'got "-a.example.com", {A_HOST_NAME}'),
        ("example.com.", f'got "example.com.", {A_HOST_NAME}'),
        ("example.com:443", f'got "example.com:443", {A_HOST_NAME}'),
        ("10.0.0.1", f'got "10.0.0.1", {A_HOST_NAME}'),
        (f"{'a' * 64}.com", f'got "{"a" * 64}.com", {A_HOST_NAME}'),
        ("https://example.com/x", f'got "https://example.com/x", {A_HOST_NAME}; write example.com'),
    ],
)
def test_a_domain_that_is_no_host_name_is_refused(domain, sentence):
    assert refused(load_balancer={**TLS, "domain_name": domain}) == {"loadBalancer.domainName": sentence}


@pytest.mark.parametrize("port", [1, 442, 444, 9000, 65535])
def test_any_free_port_can_show_a_release(port):
    assert configured(load_balancer={"test_port": port}).load_balancer.test_port == port


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ({"test_port": 80}, "got 80, which the production listener uses; choose another, for example 8080"),
        ({"test_port": 443}, "got 443, which the production listener of TLS uses; choose another, for example 8080"),
        ({**TLS, "test_port": 443}, "got 443, which the production listener uses; choose another, for example 8443"),
        ({**TLS, "test_port": 80}, "got 80, which the redirect listener uses; choose another, for example 8443"),
        ({"test_port": 0}, "got 0, allowed are 1 to 65535"),
        ({"test_port": 65536}, "got 65536, allowed are 1 to 65535"),
        ({"test_port": "9000"}, 'got "9000", allowed is a whole number; write it without quotes'),
    ],
)
def test_a_port_used_twice_or_that_is_none_is_refused(group, sentence):
    assert refused(load_balancer=group) == {"loadBalancer.testPort": sentence}


@pytest.mark.parametrize("cidrs", [[], ["203.0.113.7/32"], ["0.0.0.0/0"], ["10.0.0.0/8", "192.168.0.0/16"]])
def test_the_test_port_can_be_opened_to_networks(cidrs):
    assert configured(load_balancer={"test_cidrs": cidrs}).load_balancer.test_cidrs == tuple(cidrs)


A_NETWORK = "allowed is an IPv4 network, for example 203.0.113.7/32"


@pytest.mark.parametrize(
    ("cidrs", "problems"),
    [
        (
            ["203.0.113.7"],
            {"loadBalancer.testCidrs[0]": f'got "203.0.113.7", {A_NETWORK}; write 203.0.113.7/32 for this one address'},
        ),
        (
            ["10.0.0.0/8", "10.0.0.7/8"],
            {
                "loadBalancer.testCidrs[1]": f'got "10.0.0.7/8", {A_NETWORK}; '
                "write 10.0.0.0/8, the network's first address"
            },
        ),
        (["::/0"], {"loadBalancer.testCidrs[0]": f'got "::/0", {A_NETWORK}'}),
        (
            ["10.0.0.0/8", "10.0.0.0/8"],
            {"loadBalancer.testCidrs[1]": 'got "10.0.0.0/8" for the second time; keep one of the two'},
        ),
        ("10.0.0.0/8", {"loadBalancer.testCidrs": 'got "10.0.0.0/8", allowed is a list; write [...] around it'}),
    ],
)
def test_networks_that_are_none_are_refused(cidrs, problems):
    assert refused(load_balancer={"test_cidrs": cidrs}) == problems


@pytest.mark.parametrize(
    ("key", "setting", "low", "high", "unit"),
    [
        ("interval_seconds", "intervalSeconds", 5, 300, "seconds"),
        ("timeout_seconds", "timeoutSeconds", 2, 120, "seconds"),
        ("healthy_threshold", "healthyThreshold", 2, 10, "checks"),
        ("unhealthy_threshold", "unhealthyThreshold", 2, 10, "checks"),
    ],
)
def test_health_checks_are_taken_up_to_their_limits(key, setting, low, high, unit):
    other = {"interval_seconds": 300} if key == "timeout_seconds" else {"timeout_seconds": 2}
    for value in (low, high):
        check = configured(load_balancer={"health_check": {**other, key: value}}).load_balancer.health_check
        assert getattr(check, key) == value
    for value in (low - 1, high + 1):
        assert refused(load_balancer={"health_check": {**other, key: value}}) == {
            f"loadBalancer.healthCheck.{setting}": f"got {value}, allowed are {low} to {high} {unit}"
        }


@pytest.mark.parametrize(("interval", "timeout"), [(10, 10), (10, 11)])
def test_a_health_check_that_outlasts_its_interval_is_refused(interval, timeout):
    check = {"interval_seconds": interval, "timeout_seconds": timeout}

    assert refused(load_balancer={"health_check": check}) == {
        "loadBalancer.healthCheck.timeoutSeconds": f"got {timeout}, allowed is less than "
        "loadBalancer.healthCheck.intervalSeconds, which is 10 seconds"
    }


def test_a_timeout_just_below_the_interval_is_taken():
    check = configured(load_balancer={"health_check": {"timeout_seconds": 9}}).load_balancer.health_check

    assert (check.timeout_seconds, check.interval_seconds) == (9, 10)


@pytest.mark.parametrize(
    ("matcher", "first"),
    [("200", 200), ("200-299", 200), ("200,202", 200), ("204-204", 204), ("499", 499), ("301,200", 301)],
)
def test_the_matchers_first_code_is_what_the_bootstrap_container_answers(matcher, first):
    check = configured(load_balancer={"health_check": {"matcher": matcher}}).load_balancer.health_check

    assert (check.matcher, check.first_status_code) == (matcher, first)


@pytest.mark.parametrize(
    "matcher", ["", "2xx", "199", "500", "299-200", "200-", "200, 202", "200,", "200-299,301", "200-500"]
)
def test_a_matcher_that_the_load_balancer_does_not_take_is_refused(matcher):
    assert refused(load_balancer={"health_check": {"matcher": matcher}}) == {
        "loadBalancer.healthCheck.matcher": f'got "{matcher}", allowed is one status code, several (200,202) '
        "or a range (200-299), within 200 to 499"
    }


@pytest.mark.parametrize("path", ["/", "/health?full=1", "/" + "a" * 1023])
def test_a_health_check_may_ask_any_path(path):
    assert configured(load_balancer={"health_check": {"path": path}}).load_balancer.health_check.path == path


@pytest.mark.parametrize("path", ["", "health", "/a b", "/" + "a" * 1024, "/\n"])
def test_a_path_that_is_none_is_refused(path):
    (sentence,) = refused(load_balancer={"health_check": {"path": path}}).values()

    assert sentence.endswith("allowed is a path that starts with /, of at most 1024 characters without spaces")


@pytest.mark.parametrize("seconds", [0, 3600])
def test_a_task_may_take_up_to_an_hour_to_finish(seconds):
    group = {"deregistration_delay_seconds": seconds}

    assert configured(load_balancer=group).load_balancer.deregistration_delay_seconds == seconds


@pytest.mark.parametrize("seconds", [-1, 3601])
def test_a_delay_outside_the_limits_is_refused(seconds):
    assert refused(load_balancer={"deregistration_delay_seconds": seconds}) == {
        "loadBalancer.deregistrationDelaySeconds": f"got {seconds}, allowed are 0 to 3600 seconds"
    }


def test_a_health_check_that_is_no_map_is_refused():
    assert refused(load_balancer={"health_check": "/health"}) == {
        "loadBalancer.healthCheck": 'got "/health", allowed is a map of settings, '
        "for example loadBalancer.healthCheck: {path: /}"
    }
