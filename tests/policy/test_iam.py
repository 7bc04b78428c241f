"""Statements that are narrow enough, and those that are not."""

import json
from typing import Any

import pytest

from guardrails.iam import POLICIES_OF_IDENTITIES
from guardrails.iam_actions import ON_EVERY_RESOURCE, SENDS_ITS_SOURCE
from tests.policy.judged import UNKNOWN, complaints

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
ACCOUNT = "arn:aws:iam::123456789012:role"
TO_TASKS = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}


def document(action: Any, resource: Any = "arn:aws:s3:::web/*", **more: Any) -> str:
    return json.dumps({"Statement": {"Effect": "Allow", "Action": action, "Resource": resource, **more}})


def said(rule: str, text: Any, **config: Any) -> list[str]:
    """Of each kind of policy that an identity can have; they must agree."""
    (found,) = {
        tuple(complaints(rule, type, properties, config=config))
        for type, properties in [
            *((type, {"policy": text}) for type in POLICIES_OF_IDENTITIES),
            (ROLE, {"inlinePolicies": [{"name": "web", "policy": text}]}),
        ]
    }
    return list(found)


@pytest.mark.parametrize("action", ["*", "s3:*", "ecs:Describe*", "s3:Get?bject", ["s3:GetObject", "s3:Put*"]])
def test_a_wildcard_within_an_action_is_refused(action: Any) -> None:
    (complaint,) = said("iam-wildcard-action", document(action))

    assert complaint.startswith("statement 1 allows ")


@pytest.mark.parametrize("key", ["NotAction", "NotResource"])
def test_all_but_some_is_refused(key: str) -> None:
    text = json.dumps({"Statement": [{"Sid": "Most", "Effect": "Allow", key: "iam:PassRole"}]})

    assert said("iam-wildcard-action", text) == ["statement Most allows all but what it names"]


@pytest.mark.parametrize(
    "text",
    [
        document(["s3:GetObject", "s3:PutObject"]),
        json.dumps({"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}),
        UNKNOWN,
        None,
        "",
        "{",
        "[1]",
        json.dumps({"Statement": [None, "x", {"Effect": "Allow", "Action": None, "Resource": 3}]}),
    ],
)
@pytest.mark.parametrize("rule", ["iam-wildcard-action", "iam-wildcard-resource", "iam-pass-role"])
def test_what_is_narrow_denied_or_unknown_is_right(rule: str, text: Any) -> None:
    assert said(rule, text) == []


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        ["arn:aws:s3:::web", "*"],
        "arn:aws:s3:::*",
        "arn:aws:ecs:eu-central-1:123456789012:*",
        "arn:aws:lambda:eu-central-1:123456789012:function:*",
        "arn:aws:iam::*:role/*",
        "arn:*",
    ],
)
def test_an_action_on_everything_is_refused(resource: Any) -> None:
    assert said("iam-wildcard-resource", document("ecs:UpdateService", resource)) == [
        "statement 1 allows ecs:UpdateService on every resource"
    ]


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:s3:::artifacts/*",
        "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/ecs/web:*",
        "arn:aws:ecs:eu-central-1:123456789012:task-set/web/web/*",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-??????",
    ],
)
def test_a_pattern_within_what_is_ones_own_is_right(resource: str) -> None:
    assert said("iam-wildcard-resource", document("s3:GetObject", resource)) == []


@pytest.mark.parametrize("action", ON_EVERY_RESOURCE)
def test_what_aws_lets_no_one_narrow_may_be_allowed_on_everything(action: str) -> None:
    assert ON_EVERY_RESOURCE[action]
    assert said("iam-wildcard-resource", document(action.upper(), "*")) == []


def test_more_of_these_actions_are_the_companys_to_name() -> None:
    text = document(["ecr:GetAuthorizationToken", "polly:DescribeVoices"], "*")

    assert said("iam-wildcard-resource", text) == ["statement 1 allows polly:DescribeVoices on every resource"]
    assert said("iam-wildcard-resource", text, actions=["polly:DescribeVoices"]) == []


@pytest.mark.parametrize(
    ("resource", "condition", "expected"),
    [
        ([f"{ACCOUNT}/execution", f"{ACCOUNT}/task"], TO_TASKS, []),
        (f"{ACCOUNT}/web-*", TO_TASKS, ["statement 1 passes more than exact roles"]),
        (f"{ACCOUNT}/task", {}, ["statement 1 passes roles to any service"]),
        (f"{ACCOUNT}/task", {"StringLike": {"iam:PassedToService": "*"}}, ["statement 1 passes roles to any service"]),
        (
            f"{ACCOUNT}/task",
            {"StringEqualsIfExists": TO_TASKS["StringEquals"]},
            ["statement 1 passes roles to any service"],
        ),
        ("*", {}, ["statement 1 passes more than exact roles", "statement 1 passes roles to any service"]),
    ],
)
def test_roles_are_passed_by_name_and_to_one_service(resource: Any, condition: Any, expected: list[str]) -> None:
    assert said("iam-pass-role", document("iam:PassRole", resource, Condition=condition)) == expected
    assert said("iam-pass-role", document(["iam:passrole"], resource, Condition=condition)) == expected


@pytest.mark.parametrize(
    ("type", "key", "value"),
    [
        (
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "policyArn",
            "arn:aws:iam::aws:policy/AdministratorAccess",
        ),
        ("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns", None),
        (ROLE, "managedPolicyArns", None),
    ],
)
def test_a_policy_of_aws_is_refused_and_ones_own_is_not(type: str, key: str, value: Any) -> None:
    managed = "arn:aws:iam::aws:policy/AdministratorAccess"

    assert complaints("iam-managed-policy", type, {key: value or [managed]}) == [
        "has the policy AdministratorAccess that AWS manages"
    ]
    assert complaints("iam-managed-policy", type, {key: "arn:aws:iam::123456789012:policy/web"}) == []
    assert complaints("iam-managed-policy", type, {key: UNKNOWN}) == []


def trust(service: Any, condition: Any = None) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"assumeRolePolicy": json.dumps({"Statement": [{**statement, "Condition": condition or {}}]})}


@pytest.mark.parametrize("service", SENDS_ITS_SOURCE)
def test_a_service_that_says_for_whom_it_comes_is_asked(service: str) -> None:
    host = f"{service}.amazonaws.com"
    ours = {"StringEquals": {"aws:SourceAccount": "123456789012"}}

    assert complaints("iam-service-trust", ROLE, trust(host)) == [
        f"statement 1 trusts {service} on behalf of any account"
    ]
    assert complaints("iam-service-trust", ROLE, trust(host, ours)) == []


@pytest.mark.parametrize("service", ["codepipeline.amazonaws.com", "lambda.amazonaws.com"])
def test_a_service_that_does_not_say_is_not_asked_unless_the_company_says_so(service: str) -> None:
    host = service.split(".")[0]

    assert complaints("iam-service-trust", ROLE, trust(service)) == []
    assert complaints("iam-service-trust", ROLE, trust(service), config={"services": [host]}) == [
        f"statement 1 trusts {host} on behalf of any account"
    ]


def test_a_service_of_one_region_is_the_same_service() -> None:
    assert complaints("iam-service-trust", ROLE, trust(["codedeploy.eu-central-1.amazonaws.com"])) == [
        "statement 1 trusts codedeploy on behalf of any account"
    ]


def test_a_trust_that_is_not_known_yet_is_judged_later() -> None:
    assert complaints("iam-service-trust", ROLE, {"assumeRolePolicy": UNKNOWN}) == []
