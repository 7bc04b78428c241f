"""Every role of the whole component: what it may do, on what, and who may be it. Added permissions show here first."""

import re
from collections import defaultdict
from typing import Any

import pytest

from tests.components.policies import ROLE, ROLE_POLICY, denials, grants, trusts
from tests.components.whole_component import EVERY_OPTION, PARAMETER, SECRET, whole
from tests.graph import Graph

ACTIONS_BY_ROLE = {
    "web-execution-role": {
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    },
    "web-build-role": {
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetAuthorizationToken",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetBucketAcl",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:PutObject",
        "ssm:GetParameters",
    },
    "web-deployment-role": {
        "cloudwatch:DescribeAlarms",
        "ecs:CreateTaskSet",
        "ecs:DeleteTaskSet",
        "ecs:DescribeServices",
        "ecs:UpdateServicePrimaryTaskSet",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyRule",
        "iam:PassRole",
        "s3:GetObject",
        "s3:GetObjectVersion",
    },
    "web-pipeline-role": {
        "codebuild:BatchGetBuilds",
        "codebuild:StartBuild",
        "codebuild:StopBuild",
        "codeconnections:UseConnection",
        "codedeploy:CreateDeployment",
        "codedeploy:GetApplication",
        "codedeploy:GetApplicationRevision",
        "codedeploy:GetDeployment",
        "codedeploy:GetDeploymentConfig",
        "codedeploy:RegisterApplicationRevision",
        "codestar-connections:UseConnection",
        "ecs:RegisterTaskDefinition",
        "iam:PassRole",
        "s3:GetBucketAcl",
        "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:PutObject",
        "s3:PutObjectAcl",
    },
}

SMOKE_TEST_ACTIONS = {
    "codedeploy:PutLifecycleEventHookExecutionStatus",
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
}

# Of all the actions above, those that AWS lets no one narrow to a resource; RegisterTaskDefinition by AWS's own page.
ON_EVERY_RESOURCE = {
    "ecr:GetAuthorizationToken",
    "ecs:RegisterTaskDefinition",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTargetGroups",
}

# Lambda takes no role with less for a function in a VPC.
SMOKE_TEST_ON_EVERY_RESOURCE = SMOKE_TEST_ACTIONS - {"logs:CreateLogStream", "logs:PutLogEvents"}

NAME = "shop-dev-web-29d8601b"
BUCKET = f"{NAME}-123456789012-eu-central-1"
PATTERNS = {
    f"arn:aws:s3:::{BUCKET}/*",
    f"arn:aws:logs:eu-central-1:123456789012:log-group:/aws/ecs/{NAME}:*",
    f"arn:aws:logs:eu-central-1:123456789012:log-group:/aws/codebuild/{NAME}:*",
    f"arn:aws:ecs:eu-central-1:123456789012:task-set/{NAME}/{NAME}/*",
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/lb/1/web-production-listener/*",
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/lb/1/web-test-listener/*",
}
"""Every ARN with a wildcard in it: objects, streams, task sets and rules, whose names come later and are not ours."""


@pytest.fixture(scope="module", params=["defaults", "every option"])
def graph(request: pytest.FixtureRequest) -> Graph:
    return whole() if request.param == "defaults" else whole(**EVERY_OPTION)


def actions_by_role(graph: Graph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for grant in grants(graph):
        found[grant.role].update(grant.actions)
    return found


def test_each_role_has_exactly_the_actions_that_its_service_calls() -> None:
    assert actions_by_role(whole()) == ACTIONS_BY_ROLE


def test_secrets_parameters_and_hooks_add_the_right_to_use_them_and_nothing_else() -> None:
    with_every_option = actions_by_role(whole(**EVERY_OPTION))

    added = {role: actions - ACTIONS_BY_ROLE.get(role, set()) for role, actions in with_every_option.items()}
    assert added == {
        "web-execution-role": {"secretsmanager:GetSecretValue", "ssm:GetParameters"},
        "web-build-role": {"secretsmanager:GetSecretValue"},
        "web-deployment-role": {"lambda:InvokeFunction"},
        "web-pipeline-role": set(),
        "web-smoke-test-role": SMOKE_TEST_ACTIONS,
    }
    assert all(with_every_option[role] >= actions for role, actions in ACTIONS_BY_ROLE.items())


def test_only_the_secrets_and_parameters_that_were_set_can_be_read() -> None:
    readable: dict[tuple[str, str], list[str]] = {}
    for grant in grants(whole(**EVERY_OPTION)):
        for action in {"secretsmanager:GetSecretValue", "ssm:GetParameters"} & set(grant.actions):
            readable[(grant.role, action)] = grant.resources

    assert readable == {
        ("web-execution-role", "secretsmanager:GetSecretValue"): [SECRET],
        ("web-execution-role", "ssm:GetParameters"): [PARAMETER],
        ("web-build-role", "secretsmanager:GetSecretValue"): [SECRET],
        ("web-build-role", "ssm:GetParameters"): [
            f"arn:aws:ssm:eu-central-1:123456789012:parameter/{NAME}/taskdef.json",
            f"arn:aws:ssm:eu-central-1:123456789012:parameter/{NAME}/appspec.yaml",
            PARAMETER,
        ],
    }


def test_the_task_role_is_the_owners_to_fill(graph: Graph) -> None:
    assert "web-task-role" in graph
    assert "web-task-role" not in {grant.role for grant in grants(graph)}


def test_there_are_no_policies_but_those_written_here(graph: Graph) -> None:
    of_iam = {each.type for each in graph.resources if each.type.startswith("aws:iam/")}
    inputs = {key for role in graph.of_type(ROLE) for key in role.inputs}

    assert of_iam == {ROLE, ROLE_POLICY}
    assert inputs == {"name", "assumeRolePolicy", "tags"}


def test_every_statement_allows_named_actions_on_named_resources(graph: Graph) -> None:
    for grant in grants(graph):
        assert set(grant.statement) <= {"Sid", "Effect", "Action", "Resource", "Condition"}
        assert all(re.fullmatch(r"[a-z0-9-]+:[A-Za-z]+", action) for action in grant.actions), grant.actions
        assert len(set(grant.actions)) == len(grant.actions)
        assert len(set(grant.resources)) == len(grant.resources)
        assert grant.resources


def test_a_hooks_code_may_not_do_what_lambda_does_with_its_role() -> None:
    assert list(denials(whole())) == []
    (denial,) = denials(whole(**EVERY_OPTION))

    assert denial.role == "web-smoke-test-role"
    assert denial.statement["Effect"] == "Deny"
    assert set(denial.actions) == {
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
    }
    assert denial.condition == {
        "ArnEquals": {
            "lambda:SourceFunctionArn": (
                f"arn:aws:lambda:eu-central-1:123456789012:function:CodeDeployHook_{NAME}-smoke-test"
            )
        }
    }


def test_every_resource_is_allowed_only_where_aws_cannot_narrow_it(graph: Graph) -> None:
    on_everything = {action for grant in grants(graph) for action in grant.actions if "*" in grant.resources}
    alone = [grant.resources for grant in grants(graph) if "*" in grant.resources]

    tested = "web-smoke-test-role" in graph
    assert on_everything == ON_EVERY_RESOURCE | (SMOKE_TEST_ON_EVERY_RESOURCE if tested else set())
    assert all(resources == ["*"] for resources in alone)


def test_a_wildcard_within_an_arn_stands_for_what_this_component_owns(graph: Graph) -> None:
    resources = {resource for grant in grants(graph) for resource in grant.resources if resource != "*"}

    log_streams = f"arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/CodeDeployHook_{NAME}-smoke-test:*"
    tested = "web-smoke-test-role" in graph
    assert {resource for resource in resources if "*" in resource or "?" in resource} == (
        PATTERNS | ({log_streams} if tested else set())
    )


def test_every_arn_is_of_this_account() -> None:
    for grant in grants(whole(**EVERY_OPTION)):
        for resource in grant.resources:
            if resource == "*" or resource.startswith("arn:aws:s3:::"):
                continue
            _, partition, service, region, account, _ = resource.split(":", 5)
            assert partition == "aws"
            assert region == ("" if service == "iam" else "eu-central-1")
            assert account == "123456789012"


def test_roles_can_be_passed_to_tasks_alone_and_only_the_two_that_tasks_have(graph: Graph) -> None:
    passing = {grant.role: grant for grant in grants(graph) if "iam:PassRole" in grant.actions}

    assert sorted(passing) == ["web-deployment-role", "web-pipeline-role"]
    for grant in passing.values():
        assert grant.actions == ["iam:PassRole"]
        assert grant.resources == [
            f"arn:aws:iam::123456789012:role/{NAME}-execution",
            f"arn:aws:iam::123456789012:role/{NAME}-task",
        ]
        assert grant.condition == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}


def test_to_pass_a_role_is_the_only_right_that_anyone_has_in_iam(graph: Graph) -> None:
    of_iam = {action for grant in grants(graph) for action in grant.actions if action.startswith(("iam:", "sts:"))}

    assert of_iam == {"iam:PassRole"}


TRUSTS: dict[str, tuple[str, str]] = {
    "web-execution-role": ("ecs-tasks.amazonaws.com", "arn:aws:ecs:eu-central-1:123456789012:*"),
    "web-task-role": ("ecs-tasks.amazonaws.com", "arn:aws:ecs:eu-central-1:123456789012:*"),
    "web-build-role": ("codebuild.amazonaws.com", f"arn:aws:codebuild:eu-central-1:123456789012:project/{NAME}"),
    "web-deployment-role": (
        "codedeploy.amazonaws.com",
        f"arn:aws:codedeploy:eu-central-1:123456789012:deploymentgroup:{NAME}/*",
    ),
}


def test_each_role_is_one_services_and_for_this_accounts_work_only(graph: Graph) -> None:
    expected: dict[str, Any] = {
        role: {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "123456789012"},
                "ArnLike": {"aws:SourceArn": source},
            },
        }
        for role, (service, source) in TRUSTS.items()
    }
    # CodePipeline documents no source that it would send; a condition on one would refuse it.
    expected["web-pipeline-role"] = {
        "Effect": "Allow",
        "Principal": {"Service": "codepipeline.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }

    # Nor does Lambda.
    if "web-smoke-test-role" in graph:
        expected["web-smoke-test-role"] = {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }

    assert trusts(graph) == expected
