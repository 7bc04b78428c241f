"""What all rules have in common: words, options, exceptions, and patience with what they cannot read."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi_policy import ResourceValidationPolicy, StackValidationPolicy

from guardrails import FAMILIES, POLICIES, exposure, iam, logs, plain_secrets, production, storage_exposure
from tests.policy.judged import RULES, UNKNOWN, Made, complaints, complaints_of_stack

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def test_each_rule_has_a_name_of_its_own_and_a_family() -> None:
    assert len(RULES) == len(POLICIES) == sum(len(family) for family in FAMILIES.values())


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_each_rule_says_what_why_and_how_to_comply(policy: Any) -> None:
    what, why, fix = policy.description.split("\n")

    assert what == policy.display_name
    assert what.endswith(".")
    assert why.startswith("Why: ")
    assert fix == f"Fix: {policy.remediation_steps}"
    assert len(fix) > 15
    assert policy.enforcement_level is not None
    assert policy.severity is not None


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_each_option_says_what_it_is_and_has_a_default(policy: Any) -> None:
    for option in policy.config_schema.properties.values():
        assert {"type", "description", "default"} <= set(option)
    assert "exceptions" in policy.config_schema.properties


@pytest.mark.parametrize(
    ("exceptions", "said"),
    [
        ({"web": "Audited elsewhere"}, 0),
        ({"w*": "Audited elsewhere"}, 0),
        ({"web": ""}, 1),
        ({"web": " "}, 1),
        ({"other": "Audited elsewhere"}, 1),
        ({}, 1),
    ],
)
def test_an_exception_needs_a_reason(exceptions: dict[str, str], said: int) -> None:
    assert len(complaints("log-retention", LOG_GROUP, {}, config={"exceptions": exceptions})) == said


def test_a_rule_over_the_stack_knows_exceptions_too() -> None:
    bucket = Made("aws:s3/bucket:Bucket", "web")
    config = {"exceptions": {"web": "Public on purpose: the company's logo"}}

    assert complaints_of_stack("bucket-has-public-access-block", bucket, config=config) == []


TYPES = sorted(
    {
        *exposure.LISTENERS,
        *exposure.LOAD_BALANCERS,
        exposure.DEPLOYMENT_GROUP,
        exposure.INGRESS_RULE,
        exposure.OLD_RULE,
        exposure.SECURITY_GROUP,
        exposure.SERVICE,
        *iam.ATTACHMENTS,
        *iam.POLICIES_OF_IDENTITIES,
        logs.LOG_GROUP,
        *plain_secrets.HOLDERS,
        *production.KEYS,
        *production.PROTECTION,
        *storage_exposure.ACLS,
        *storage_exposure.RESOURCE_POLICIES,
        storage_exposure.BLOCK,
    }
)
KEYS = sorted(
    [
        "accessLogs",
        "acl",
        "alarmConfiguration",
        "artifactStores",
        "assumeRolePolicy",
        "autoRollbackConfiguration",
        "bucket",
        "cidrIpv4",
        "containerDefinitions",
        "defaultActions",
        "encryptionConfigurations",
        "encryptionKey",
        "environment",
        "fromPort",
        "imageTagMutabilityExclusionFilters",
        "ingress",
        "inlinePolicies",
        "insecureValue",
        "ipProtocol",
        "kmsKeyId",
        "loadBalancerArn",
        "loadBalancerInfo",
        "logsConfig",
        "managedPolicyArns",
        "networkConfiguration",
        "policy",
        "policyArn",
        "port",
        "principal",
        "protocol",
        "retentionInDays",
        "rules",
        "securityGroupId",
        "securityGroups",
        "stages",
        "tags",
        "toPort",
        "type",
        "value",
        "vpcId",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([UNKNOWN, "*", "", "-1", "{", "[]"])
TEXTS = st.text(max_size=8) | st.sampled_from(
    ['{"Statement": [{"Effect": "Allow", "Action": 3, "Condition": {"StringEquals": null}}]}', '{"Statement": 7}']
)
ANYTHING = st.recursive(
    SCALARS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner),
    max_leaves=6,
)


# Each example asks all rules; on a busy machine that takes as long as it takes.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(type=st.sampled_from(TYPES), properties=st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_no_shape_of_a_resource_is_too_strange_for_a_rule(type: str, properties: dict[str, Any]) -> None:
    """A rule that crashes stops everybody's update, whatever they change."""
    for rule, policy in RULES.items():
        if isinstance(policy, ResourceValidationPolicy):
            assert all(isinstance(each, str) for each in complaints(rule, type, properties, stack="prod"))
        else:
            assert isinstance(policy, StackValidationPolicy)
            other = Made("aws:lb/loadBalancer:LoadBalancer", "other", properties)
            complaints_of_stack(rule, Made(type, "web", properties, {"bucket": ["other"]}), other, stack="prod")
