"""What production needs and a stack to try things out does not."""

from typing import Any

import pytest

from guardrails.production import PROTECTION
from tests.policy.judged import UNKNOWN, Made, complaints, complaints_of_stack

LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"


@pytest.mark.parametrize(
    ("stack", "said"), [("dev", 0), ("prod", 1), ("eu-prod", 1), ("production", 1), ("products", 0)]
)
def test_a_stack_is_production_by_its_name(stack: str, said: int) -> None:
    assert len(complaints("production-deletion-protection", LOAD_BALANCER, {}, stack=stack)) == said


def test_which_names_are_production_is_the_companys_to_say() -> None:
    config = {"stacks": ["live-*"]}

    assert complaints("production-deletion-protection", LOAD_BALANCER, {}, config=config, stack="prod") == []
    assert len(complaints("production-deletion-protection", LOAD_BALANCER, {}, config=config, stack="live-eu")) == 1


def test_rules_over_the_whole_stack_ask_its_name_too() -> None:
    balancer = Made(LOAD_BALANCER, "web")

    assert complaints_of_stack("production-web-acl", balancer, stack="dev") == []
    assert complaints_of_stack("production-web-acl", balancer, stack="prod") == ["web: has no web ACL"]


@pytest.mark.parametrize("type", PROTECTION)
def test_nothing_that_is_needed_goes_with_one_command(type: str) -> None:
    key, wanted, consequence = PROTECTION[type]

    def said(properties: dict[str, Any]) -> list[str]:
        return complaints("production-deletion-protection", type, properties, stack="prod")

    assert said({key: wanted}) == []
    assert said({key: UNKNOWN}) == []
    assert said({key: not wanted}) == [f"{consequence}: {key} is not {str(wanted).lower()}"]
    # Left out, nothing is protected, and nothing is deleted with what is in it.
    assert len(said({})) == wanted


@pytest.mark.parametrize(
    ("days", "expected"),
    [(365, []), (364, ["keeps its logs for 364 days, fewer than 365"]), (UNKNOWN, []), (None, [])],
)
def test_logs_are_kept_for_a_year(days: Any, expected: list[str]) -> None:
    """For ever is another rule's."""
    assert complaints("production-log-retention", LOG_GROUP, {"retentionInDays": days}, stack="prod") == expected


@pytest.mark.parametrize(
    ("logs", "said"), [({"enabled": True, "bucket": UNKNOWN}, 0), (UNKNOWN, 0), ({"enabled": False}, 1), (None, 1)]
)
def test_load_balancers_write_access_logs(logs: Any, said: int) -> None:
    found = complaints("production-access-logs", LOAD_BALANCER, {"accessLogs": logs}, stack="prod")

    assert found == ["writes no access logs"] * said


@pytest.mark.parametrize("vpc", ["aws:ec2/vpc:Vpc", "awsx:ec2:Vpc"])
def test_a_vpc_writes_flow_logs(vpc: str) -> None:
    network, log = Made(vpc, "vpc"), Made("aws:ec2/flowLog:FlowLog", "log", {"vpcId": UNKNOWN}, {"vpcId": ["vpc"]})

    assert complaints_of_stack("production-flow-logs", network, log, stack="prod") == []
    assert complaints_of_stack("production-flow-logs", network, stack="prod") == ["vpc: writes no flow logs"]


def test_of_awsxs_vpc_and_the_one_that_it_makes_only_one_is_named() -> None:
    both = (Made("awsx:ec2:Vpc", "vpc"), Made("aws:ec2/vpc:Vpc", "vpc-inside"))

    assert complaints_of_stack("production-flow-logs", *both, stack="prod") == ["vpc-inside: writes no flow logs"]


def bucket_rule(algorithm: str, **key: Any) -> dict[str, Any]:
    return {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm, **key}}]}


KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"


@pytest.mark.parametrize(
    ("type", "properties", "said"),
    [
        (LOG_GROUP, {"kmsKeyId": KEY}, 0),
        (LOG_GROUP, {"kmsKeyId": UNKNOWN}, 0),
        (LOG_GROUP, {}, 1),
        ("aws:codebuild/project:Project", {"encryptionKey": KEY}, 0),
        ("aws:codebuild/project:Project", {}, 1),
        ("aws:codepipeline/pipeline:Pipeline", {"artifactStores": [{"encryptionKey": {"id": KEY}}]}, 0),
        ("aws:codepipeline/pipeline:Pipeline", {"artifactStores": [{"type": "S3"}]}, 1),
        ("aws:codepipeline/pipeline:Pipeline", {"artifactStores": UNKNOWN}, 0),
        ("aws:ecr/repository:Repository", {"encryptionConfigurations": [{"kmsKey": KEY}]}, 0),
        ("aws:ecr/repository:Repository", {"encryptionConfigurations": [{"encryptionType": "KMS"}]}, 1),
        (ENCRYPTION, bucket_rule("aws:kms", kmsMasterKeyId=KEY), 0),
        (ENCRYPTION, bucket_rule("aws:kms"), 1),
        (ENCRYPTION, bucket_rule("AES256"), 0),
    ],
)
def test_the_companys_own_key_encrypts(type: str, properties: dict[str, Any], said: int) -> None:
    found = complaints("production-own-key", type, properties, stack="prod")

    assert found == ["is encrypted with a key that AWS manages"] * said


@pytest.mark.parametrize(
    ("properties", "said"),
    [({}, 1), ({"internal": False}, 1), ({"internal": True}, 0), ({"loadBalancerType": "network"}, 0)],
)
def test_what_faces_the_internet_has_a_web_acl(properties: dict[str, Any], said: int) -> None:
    balancer = Made(LOAD_BALANCER, "web", properties)
    acl = Made(
        "aws:wafv2/webAclAssociation:WebAclAssociation", "acl", {"resourceArn": UNKNOWN}, {"resourceArn": ["web"]}
    )

    assert len(complaints_of_stack("production-web-acl", balancer, stack="prod")) == said
    assert complaints_of_stack("production-web-acl", balancer, acl, stack="prod") == []
