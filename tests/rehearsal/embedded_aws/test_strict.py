"""What AWS would refuse is refused here, although moto would take it."""

import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.embedded_aws.strict import InvalidRequest


@pytest.fixture(scope="module")
def aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "reason"),
    [
        (
            "elbv2",
            "create_target_group",
            {"Name": "web", "Protocol": "HTPP"},
            "CreateTargetGroup: Protocol: got 'HTPP', allowed are HTTP, HTTPS, TCP,",
        ),
        (
            "codebuild",
            "create_project",
            {"environment": {"environmentVariables": [{"name": "A", "value": "1", "type": "PLAIN"}]}},
            "environment.environmentVariables[0].type: got 'PLAIN', allowed are PLAINTEXT, PARAMETER_STORE,",
        ),
        (
            "application-autoscaling",
            "put_scaling_policy",
            {"PolicyName": "tab\t", "ResourceId": "service/web/web"},
            "PolicyName: got 'tab\\t', allowed is the form \\p{Print}+",
        ),
        ("iam", "get_role", {"RoleName": "a role"}, r"RoleName: got 'a role', allowed is the form [\w+=,.@-]+"),
        ("iam", "get_role", {"RoleName": "x" * 65}, "got 65 characters, allowed are 1 to 64"),
        ("iam", "get_role", {"RoleName": ""}, "got 0 characters, allowed are 1 to 64"),
        ("elbv2", "create_listener", {"LoadBalancerArn": "x", "Port": 0}, "Port: got 0, allowed are 1 to 65535"),
        ("ssm", "get_parameters", {"Names": []}, "Names: got 0 entries, allowed are 1 to 10"),
        ("ec2", "create_vpc", {"Cidr": "10.0.0.0/16"}, "Cidr: unknown, allowed are CidrBlock,"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(aws, service, operation, parameters, reason):
    with pytest.raises(InvalidRequest) as refused:
        getattr(aws.client(service), operation)(**parameters)

    assert reason in str(refused.value)


def test_all_problems_are_named_at_once(aws):
    with pytest.raises(InvalidRequest) as refused:
        aws.client("elbv2").create_target_group(Name="web", Protocol="HTPP", Port=70000, Vpc="vpc-1")

    message = str(refused.value)
    assert "Protocol: got 'HTPP'" in message
    assert "Port: got 70000" in message
    assert "Vpc: unknown" in message


def test_a_sensitive_value_is_not_shown(aws):
    with pytest.raises(InvalidRequest) as refused:
        aws.client("secretsmanager").create_secret(Name="web", SecretString="hunter2" * 10_000)

    assert "hunter2" not in str(refused.value)
    assert "got 70000 characters, allowed are 1 to 65536" in str(refused.value)


@pytest.mark.parametrize("port", [1, 65535])
def test_a_value_at_the_limit_is_taken(aws, port):
    vpc = aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    created = aws.client("elbv2").create_target_group(Name=f"web-{port}", Protocol="HTTP", Port=port, VpcId=vpc)

    assert created["TargetGroups"][0]["Port"] == port


def test_calls_are_counted_when_they_are_sent(aws):
    before = aws.calls

    aws.client("ec2").describe_vpcs()
    with pytest.raises(InvalidRequest):
        aws.client("ec2").describe_vpcs(Vpc="vpc-1")

    assert aws.calls == before + 1


def test_a_service_has_one_client(aws):
    assert aws.client("ec2") is aws.client("ec2")
