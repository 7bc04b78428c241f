"""EC2 and CodeDeploy: what the function asks them, and what it does when they refuse or do not answer."""

import socket
import threading
import time
from typing import Any

import pytest

from blue_green_ecs_pipeline.smoke_test.function import handler, report
from blue_green_ecs_pipeline.smoke_test.function.aws_call import endpoint
from blue_green_ecs_pipeline.smoke_test.function.nodes import NoNodesError, find_nodes
from tests.components.smoke_test.application import answers, node
from tests.components.smoke_test.aws_api import HOOK, FakeApis
from tests.components.smoke_test.conftest import Context, Function

ENVIRONMENT = {
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "DNS_SUFFIX": "amazonaws.com",
}
ALREADY_COMPLETED = (400, {"__type": "LifecycleEventAlreadyCompletedException", "message": "done"})
THROTTLED = (400, {"__type": "ThrottlingException", "message": "slow down"})


def test_the_nodes_are_looked_up_by_what_elastic_load_balancing_calls_them(function: Function) -> None:
    function.run()

    assert function.apis.calls[0] == {
        "Action": ["DescribeNetworkInterfaces"],
        "Version": ["2016-11-15"],
        "Filter.1.Name": ["description"],
        "Filter.1.Value.1": ["ELB app/shop-web/0123456789abcdef"],
    }


def test_the_nodes_are_looked_up_at_each_attempt(function: Function) -> None:
    """The load balancer grows and shrinks."""
    with node(answers(500)) as green:
        function.ask(green, ATTEMPTS="3")
        function.run()

    assert len(function.apis.calls) == 3


def test_nodes_on_further_pages_are_found(apis: FakeApis) -> None:
    apis.nodes = [f"10.0.0.{number}" for number in range(1, 6)]
    apis.page_size = 2

    found = find_nodes("app/shop-web/0123456789abcdef", {**ENVIRONMENT, "AWS_ENDPOINT_URL": apis.url}, 5)

    assert found == ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"]
    assert len(apis.calls) == 3


def test_another_load_balancers_nodes_are_not_asked(apis: FakeApis) -> None:
    with pytest.raises(NoNodesError, match="no network interface that is described as ELB app/other/1"):
        find_nodes("app/other/1", {**ENVIRONMENT, "AWS_ENDPOINT_URL": apis.url}, 5)


def test_a_load_balancer_without_nodes_fails_the_release(function: Function) -> None:
    function.apis.nodes = ()

    assert function.run() == ["Failed"]
    assert "Failed: NoNodesError: EC2 knows no network interface" in function.printed


def test_a_refusal_of_ec2_is_tried_again_with_the_next_attempt(function: Function) -> None:
    function.apis.ec2_refuses = 1
    with node(answers()) as green:
        function.ask(green)
        assert function.run() == ["Succeeded"]

    assert "attempt 1 of 2: AwsRefusalError: ec2 answered with status 403" in function.printed
    assert "UnauthorizedOperation" in function.printed


def test_a_lasting_refusal_of_ec2_fails_the_release(function: Function) -> None:
    function.apis.ec2_refuses = 99

    assert function.run() == ["Failed"]


def test_an_api_that_does_not_answer_takes_no_longer_than_it_may(
    function: Function, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "LOOKUP_SECONDS", 0.2)
    function.apis.hang = threading.Event()
    started = time.monotonic()

    with pytest.raises(report.NotReportedError):
        handler.handle(HOOK, Context(60))

    # Two attempts, then three tries to report.
    assert time.monotonic() - started < 10


def test_a_name_that_does_not_resolve_takes_no_longer_than_it_may(function: Function) -> None:
    """No timeout of a connection counts while its address is looked up."""
    function.monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(10))
    function.monkeypatch.setattr(handler, "LOOKUP_SECONDS", 0.1)
    started = time.monotonic()

    with pytest.raises(report.NotReportedError, match="TimeoutError"):
        handler.handle(HOOK, Context(60))

    assert time.monotonic() - started < 5


@pytest.mark.parametrize("first", [[THROTTLED], [THROTTLED, (500, {})]])
def test_a_report_that_is_refused_is_tried_again(function: Function, first: Any) -> None:
    function.apis.code_deploy_refuses = list(first)
    with node(answers()) as green:
        function.ask(green)
        assert function.run() == ["Succeeded"]

    assert "Succeeded was not reported: AwsRefusalError: codedeploy answered with status 400" in function.printed


def test_a_report_whose_answer_was_lost_counts(function: Function) -> None:
    function.apis.code_deploy_refuses = [(500, {}), ALREADY_COMPLETED, ALREADY_COMPLETED]
    with node(answers()) as green:
        function.ask(green)
        assert handler.handle(HOOK, Context(60)) == {"status": "Succeeded"}


def test_a_report_that_is_always_refused_ends_with_an_error(function: Function) -> None:
    """Lambda's metric Errors counts it, and its alarm stops the release."""
    function.apis.code_deploy_refuses = [THROTTLED] * 3
    with node(answers()) as green:
        function.ask(green)
        with pytest.raises(report.NotReportedError, match=r"Succeeded was not reported.*slow down"):
            handler.handle(HOOK, Context(60))

    assert function.apis.reports == []


@pytest.mark.parametrize("variable", ["AWS_ACCESS_KEY_ID", "AWS_REGION"])
def test_a_function_that_cannot_report_ends_with_an_error(function: Function, variable: str) -> None:
    function.monkeypatch.delenv(variable)

    with pytest.raises(report.NotReportedError):
        handler.handle(HOOK, Context(60))


def test_an_event_that_is_not_codedeploys_ends_with_an_error(function: Function) -> None:
    with pytest.raises(KeyError, match="DeploymentId"):
        handler.handle({}, Context(60))


def test_calls_are_signed_for_their_service_with_the_roles_session(function: Function) -> None:
    with node(answers()) as green:
        function.ask(green)
        function.run()

    first, last = function.apis.headers[0], function.apis.headers[-1]
    assert "/eu-central-1/ec2/aws4_request" in first["authorization"]
    assert "/eu-central-1/codedeploy/aws4_request" in last["authorization"]
    assert {first["x-amz-security-token"], last["x-amz-security-token"]} == {"token"}


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "https://ec2.eu-central-1.amazonaws.com"),
        (
            {"AWS_REGION": "cn-north-1", "DNS_SUFFIX": "amazonaws.com.cn"},
            "https://ec2.cn-north-1.amazonaws.com.cn",
        ),
        ({"AWS_ENDPOINT_URL": "http://localhost:5000"}, "http://localhost:5000"),
        (
            {"AWS_ENDPOINT_URL": "http://localhost:5000", "AWS_ENDPOINT_URL_EC2": "http://localhost:5001"},
            "http://localhost:5001",
        ),
        ({"AWS_ENDPOINT_URL_CODEDEPLOY": "http://localhost:5001"}, "https://ec2.eu-central-1.amazonaws.com"),
    ],
)
def test_an_api_is_where_its_region_is_or_where_a_variable_says(variables: dict[str, str], address: str) -> None:
    assert endpoint("ec2", {**ENVIRONMENT, **variables}) == address
