"""The component's own smoke test, as it is packaged, in the hook runner."""

import io
import zipfile

import pytest

from blue_green_ecs_pipeline.smoke_test.package import FOLDER, HANDLER, PACKAGE, RUNTIME
from rehearsal.deploy import Clock
from tests.rehearsal.deploy.hooked_stack import HookedStack


def packed() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for module in FOLDER.glob("*.py"):
            package.writestr(f"{PACKAGE}/{module.name}", module.read_text("utf-8"))
    return archive.getvalue()


def release(serve, behaviour="", services=("codedeploy", "ec2"), certificate=None, **variables):
    served = serve(clock=Clock(speed=600))
    if certificate:
        arn = served.stack.aws.client("acm").request_certificate(DomainName=certificate)["CertificateArn"]
        served.stack.aws.client("elbv2").modify_listener(
            ListenerArn=served.stack.ids["test"], Protocol="HTTPS", Certificates=[{"CertificateArn": arn}]
        )
    hooked = HookedStack(served.stack, services=services)
    question = {
        "LOAD_BALANCER": served.stack.ids["load_balancer"].partition("loadbalancer/")[2],
        "SCHEME": "http",
        "HOST": "www.example.com",
        "TEST_PORT": "8080",
        "REQUEST_PATH": "/version",
        "EXPECTED_STATUS": "200",
        "ATTEMPTS": "2",
        "REQUIRED_SUCCESSES": "1",
        "INTERVAL_SECONDS": "5",
        "DNS_SUFFIX": "amazonaws.com",
    }
    hooked.function(
        "pass",
        timeout=120,
        Runtime=RUNTIME,
        Handler=HANDLER,
        Code={"ZipFile": packed()},
        Environment={"Variables": question | variables},
    )
    return served, served.deploy(hooked.artifact("AfterAllowTestTraffic", behaviour=behaviour))


def test_a_good_green_passes_through_every_node(serve):
    served, result = release(serve, EXPECTED_TEXT="green")

    assert result.failure is None
    assert any("Succeeded: every node gave the right answer" in line for line in served.said)


@pytest.mark.parametrize(
    ("behaviour", "variables", "said"),
    [
        ("errors", {}, "status 500 instead of 200"),
        ("", {"EXPECTED_TEXT": "purple"}, "'purple' is not in the answer"),
        ("", {"REQUEST_PATH": "/slow?seconds=2", "MAX_LATENCY_MS": "300"}, "no whole answer within 300 ms"),
        ("", {"TEST_PORT": "8081"}, "no connection: "),
    ],
)
def test_a_wrong_green_is_reported_before_any_user_sees_it(serve, behaviour, variables, said):
    served, result = release(serve, behaviour, **variables)

    assert (result.failed_at, result.error_code) == ("AfterAllowTestTraffic", "HOOK_EXECUTION_FAILURE")
    assert "has reported Failed" in result.failure
    assert any(said in line for line in served.said)
    assert served.stack.action_of("production") == {"first": 100, "second": 0}


def test_without_a_way_to_ec2_the_failure_is_still_reported(serve):
    served, result = release(serve, services=("codedeploy",))

    assert "has reported Failed" in result.failure
    assert any("no usable endpoint for AWS's ec2" in line for line in served.said)


@pytest.mark.parametrize("certificate", ["www.example.com", "*.example.com"])
def test_a_listener_with_tls_proves_its_name(serve, certificate):
    _, result = release(serve, certificate=certificate, SCHEME="https")

    assert result.failure is None


@pytest.mark.parametrize(
    ("certificate", "scheme", "host", "said"),
    [
        ("www.example.com", "https", "www.example.org", "certificate is not valid for 'www.example.org'"),
        ("*.example.com", "https", "example.com", "certificate is not valid for 'example.com'"),
        ("*.example.com", "https", "a.b.example.com", "certificate is not valid for 'a.b.example.com'"),
        ("www.example.com", "http", "www.example.com", "plain HTTP was sent to an HTTPS port"),
        (None, "https", "www.example.com", "wrong version number"),
    ],
)
def test_the_wrong_name_and_the_wrong_protocol_fail_as_they_would_in_aws(serve, certificate, scheme, host, said):
    served, result = release(serve, certificate=certificate, SCHEME=scheme, HOST=host)

    assert "has reported Failed" in result.failure
    assert any(said in line for line in served.said)
