from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline.problems import ConfigurationError
from blue_green_ecs_pipeline.smoke_test.component import SmokeTest
from tests.components.builders import NAME, TAGS
from tests.graph import Graph, attempt, create

FUNCTION = f"CodeDeployHook_{NAME}-smoke-test"
ENDPOINTS = ["web-codedeploy-endpoint", "web-ec2-endpoint"]


def smoke_test_args(**settings: Any) -> Any:
    """The smoke test's alone, beside a load balancer that somebody else made."""
    return {
        "vpc_id": "vpc-1",
        "vpc_cidr_block": "10.0.0.0/16",
        "private_subnet_ids": ["subnet-c", "subnet-d"],
        "load_balancer_arn_suffix": "app/lb/1",
        "load_balancer_security_group_id": "sg-load-balancer",
        "test_port": 8080,
        "tls": False,
        "host": "lb.elb.example",
        "log_retention_days": 14,
        "tags": TAGS,
        **settings,
    }


def graph_of(**settings: Any) -> Graph:
    return create(lambda: SmokeTest("web", smoke_test_args(**settings)))


def function_inputs(graph: Graph) -> dict[str, Any]:
    return {key: value for key, value in graph["web-smoke-test-function"].inputs.items() if key != "code"}


def test_the_function_is_made_with_what_green_must_answer() -> None:
    assert function_inputs(graph_of()) == {
        "name": FUNCTION,
        "description": "Asks the new tasks before users reach them, and tells CodeDeploy",
        "runtime": "python3.13",
        "architectures": ["arm64"],
        "handler": "smoke_test.handler.handle",
        "role": f"arn:aws:iam::123456789012:role/{NAME}-smoke-test",
        "memorySize": 256,
        "timeout": 95,
        "vpcConfig": {
            "subnetIds": ["subnet-c", "subnet-d"],
            "securityGroupIds": ["web-smoke-test-security-group-id"],
        },
        "environment": {
            "variables": {
                "LOAD_BALANCER": "app/lb/1",
                "SCHEME": "http",
                "HOST": "lb.elb.example",
                "TEST_PORT": "8080",
                "REQUEST_PATH": "/",
                "EXPECTED_STATUS": "200",
                "ATTEMPTS": "3",
                "REQUIRED_SUCCESSES": "1",
                "INTERVAL_SECONDS": "5",
                "DNS_SUFFIX": "amazonaws.com",
            }
        },
        "tags": TAGS,
    }


def test_every_setting_reaches_the_function() -> None:
    graph = graph_of(
        path="/health",
        expected_status=204,
        expected_text="welcome",
        max_latency_ms=250,
        attempts=5,
        required_successes=4,
        interval_seconds=2,
        tls=True,
        test_port=8443,
        host="www.example.com",
    )

    function = function_inputs(graph)
    assert function["timeout"] == 5 + 5 * 11 + 4 * 2 + 20
    assert function["environment"]["variables"] == {
        "LOAD_BALANCER": "app/lb/1",
        "SCHEME": "https",
        "HOST": "www.example.com",
        "TEST_PORT": "8443",
        "REQUEST_PATH": "/health",
        "EXPECTED_STATUS": "204",
        "EXPECTED_TEXT": "welcome",
        "MAX_LATENCY_MS": "250",
        "ATTEMPTS": "5",
        "REQUIRED_SUCCESSES": "4",
        "INTERVAL_SECONDS": "2",
        "DNS_SUFFIX": "amazonaws.com",
    }


def test_numbers_from_other_languages_are_written_as_whole_numbers() -> None:
    variables = function_inputs(graph_of(test_port=8080.0))["environment"]["variables"]

    assert variables["TEST_PORT"] == "8080"


def test_its_outputs_name_the_function_and_its_log() -> None:
    assert graph_of().outputs == {"function_name": FUNCTION, "log_group_name": f"/aws/lambda/{FUNCTION}"}


def test_a_long_name_keeps_what_codedeploys_own_policies_ask_for() -> None:
    graph = create(lambda: SmokeTest("w" * 100, smoke_test_args()))

    name = graph.outputs["function_name"]
    assert name.startswith("CodeDeployHook_")
    assert name.endswith("-smoke-test")
    assert len(name) <= 64


def test_its_log_is_kept_as_long_as_the_others() -> None:
    assert graph_of()["web-smoke-test-log-group"].inputs == {
        "name": f"/aws/lambda/{FUNCTION}",
        "retentionInDays": 14,
        "tags": TAGS,
    }


def test_the_function_waits_for_its_role_its_log_and_its_way_out() -> None:
    graph = graph_of(interface_endpoints=True)

    for name in [
        "web-smoke-test-policy",
        "web-smoke-test-log-group",
        "web-smoke-test-ingress",
        "web-smoke-test-egress-load-balancer",
        "web-smoke-test-egress-endpoints",
        *ENDPOINTS,
    ]:
        assert graph.depends_on("web-smoke-test-function", on=name)


def test_the_role_may_do_what_the_function_and_lambda_do() -> None:
    graph = graph_of()
    change = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
    ]

    assert graph["web-smoke-test-policy"].inputs["role"] == f"{NAME}-smoke-test"
    assert graph["web-smoke-test-policy"].json("policy")["Statement"] == [
        {
            "Sid": "WriteLogs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [f"arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/{FUNCTION}:*"],
        },
        {
            "Sid": "FindNetworkInterfaces",
            "Effect": "Allow",
            "Action": ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
            "Resource": ["*"],
        },
        {"Sid": "JoinVpc", "Effect": "Allow", "Action": change, "Resource": ["*"]},
        {
            "Sid": "LeaveVpcToLambda",
            "Effect": "Deny",
            "Action": change,
            "Resource": ["*"],
            "Condition": {
                "ArnEquals": {
                    "lambda:SourceFunctionArn": f"arn:aws:lambda:eu-central-1:123456789012:function:{FUNCTION}"
                }
            },
        },
        {
            "Sid": "ReportResult",
            "Effect": "Allow",
            "Action": ["codedeploy:PutLifecycleEventHookExecutionStatus"],
            "Resource": ["*"],
        },
    ]


def test_lambda_alone_may_take_the_role() -> None:
    assert graph_of()["web-smoke-test-role"].json("assumeRolePolicy")["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]


# Network


def rule(graph: Graph, name: str) -> dict[str, Any]:
    found = dict(graph[name].inputs)
    assert (found.pop("ipProtocol"), found.pop("tags")) == ("tcp", TAGS)
    assert found.pop("description")
    return found


def test_the_function_reaches_the_test_port_of_the_load_balancer() -> None:
    graph = graph_of(test_port=9000)

    assert rule(graph, "web-smoke-test-egress-load-balancer") == {
        "securityGroupId": "web-smoke-test-security-group-id",
        "referencedSecurityGroupId": "sg-load-balancer",
        "fromPort": 9000,
        "toPort": 9000,
    }
    assert rule(graph, "web-smoke-test-ingress") == {
        "securityGroupId": "sg-load-balancer",
        "referencedSecurityGroupId": "web-smoke-test-security-group-id",
        "fromPort": 9000,
        "toPort": 9000,
    }


def test_with_a_way_out_the_function_reaches_the_apis_over_it_and_no_endpoint_is_made() -> None:
    graph = graph_of()

    assert rule(graph, "web-smoke-test-egress-aws") == {
        "securityGroupId": "web-smoke-test-security-group-id",
        "cidrIpv4": "0.0.0.0/0",
        "fromPort": 443,
        "toPort": 443,
    }
    assert [each.name for each in graph.resources if "endpoint" in each.name] == []


def test_without_a_way_out_endpoints_are_made_in_one_zone() -> None:
    graph = graph_of(interface_endpoints=True)

    for service in ("ec2", "codedeploy"):
        assert graph[f"web-{service}-endpoint"].inputs == {
            "vpcId": "vpc-1",
            "vpcEndpointType": "Interface",
            "serviceName": f"com.amazonaws.eu-central-1.{service}",
            "subnetIds": ["subnet-c"],
            "securityGroupIds": ["web-endpoint-security-group-id"],
            "privateDnsEnabled": True,
            "tags": TAGS,
        }
    assert rule(graph, "web-smoke-test-egress-endpoints") == {
        "securityGroupId": "web-smoke-test-security-group-id",
        "referencedSecurityGroupId": "web-endpoint-security-group-id",
        "fromPort": 443,
        "toPort": 443,
    }
    assert "web-smoke-test-egress-aws" not in graph


def test_all_of_the_vpc_reaches_the_endpoints() -> None:
    """The names of both APIs lead there from everywhere in the VPC, also for what the application calls."""
    assert rule(graph_of(interface_endpoints=True), "web-endpoint-ingress") == {
        "securityGroupId": "web-endpoint-security-group-id",
        "cidrIpv4": "10.0.0.0/16",
        "fromPort": 443,
        "toPort": 443,
    }


def test_the_end_of_the_function_waits_for_its_network_interfaces() -> None:
    """Lambda takes up to 45 minutes for them, and needs the role until then."""
    graph = graph_of()

    assert graph["web-smoke-test-security-group"].delete_timeout == "60m"
    assert graph.depends_on("web-smoke-test-security-group", on="web-smoke-test-policy")
    assert graph.depends_on("web-smoke-test-function", on="web-smoke-test-security-group")


def test_a_refused_setting_is_named_and_nothing_is_made() -> None:
    graph = attempt(lambda: SmokeTest("web", smoke_test_args(path="health", interface_endpoints="yes")))

    assert isinstance(graph.error, ConfigurationError)
    assert [problem.setting for problem in graph.error.problems] == ["smokeTest.path", "smokeTest.interfaceEndpoints"]
    assert graph.registrations == []


def test_whether_endpoints_are_made_must_be_known() -> None:
    args = smoke_test_args(interface_endpoints=pulumi.Output.from_input(True))

    with pytest.raises(ConfigurationError, match="smokeTest.interfaceEndpoints: got an Output"):
        create(lambda: SmokeTest("web", args))
