"""Each role of the tasks may do exactly what it has to."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import Service
from tests.components.builders import NAME, PARAMETER_ARN, SECRET_ARN, TAGS, service_args
from tests.graph import Graph, create

PULL_AND_LOG: list[dict[str, Any]] = [
    {"Sid": "LogInToRegistry", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": ["*"]},
    {
        "Sid": "PullImage",
        "Effect": "Allow",
        "Action": ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
        "Resource": ["arn:aws:ecr:eu-central-1:123456789012:repository/web"],
    },
    {
        "Sid": "WriteLogs",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/ecs/shop-dev-web-29d8601b:*"],
    },
]


def service(**settings: Any) -> Graph:
    return create(lambda: Service("web", service_args(**settings)))


def execution_policy(**settings: Any) -> Any:
    return service(**settings)["web-execution-policy"].json("policy")


@pytest.fixture(scope="module")
def default() -> Graph:
    return service()


@pytest.mark.parametrize("purpose", ["execution", "task"])
def test_only_tasks_of_this_account_and_region_get_a_role(default: Graph, purpose: str) -> None:
    role = default[f"web-{purpose}-role"]

    assert role.type == "aws:iam/role:Role"
    assert (role.inputs["name"], role.inputs["tags"]) == (f"{NAME}-{purpose}", TAGS)
    assert role.json("assumeRolePolicy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": "123456789012"},
                    "ArnLike": {"aws:SourceArn": "arn:aws:ecs:eu-central-1:123456789012:*"},
                },
            }
        ],
    }


def test_the_execution_role_pulls_from_one_repository_and_writes_to_one_log_group(default: Graph) -> None:
    policy = default["web-execution-policy"]

    assert policy.type == "aws:iam/rolePolicy:RolePolicy"
    assert (policy.inputs["name"], policy.inputs["role"]) == ("start-tasks", f"{NAME}-execution")
    assert policy.json("policy") == {"Version": "2012-10-17", "Statement": PULL_AND_LOG}


def test_the_task_role_may_do_nothing_until_its_owner_says_so(default: Graph) -> None:
    policies = [r for r in default if r.type.startswith("aws:iam/") and r.type != "aws:iam/role:Role"]

    assert [policy.inputs["role"] for policy in policies] == [f"{NAME}-execution"]
    assert [r.name for r in default.of_type("aws:iam/role:Role") if r.inputs.keys() & {"managedPolicyArns"}] == []


def test_a_secret_of_each_kind_is_read_by_its_own_service() -> None:
    policy = execution_policy(secrets={"DATABASE": SECRET_ARN, "API_URL": PARAMETER_ARN})

    assert policy == {
        "Version": "2012-10-17",
        "Statement": [
            *PULL_AND_LOG,
            {
                "Sid": "ReadSecrets",
                "Effect": "Allow",
                "Action": ["secretsmanager:GetSecretValue"],
                "Resource": ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf"],
            },
            {
                "Sid": "ReadParameters",
                "Effect": "Allow",
                "Action": ["ssm:GetParameters"],
                "Resource": ["arn:aws:ssm:eu-central-1:123456789012:parameter/web/api-url"],
            },
        ],
    }


@pytest.mark.parametrize(
    ("reference", "statement"),
    [
        (
            SECRET_ARN,
            {
                "Sid": "ReadSecrets",
                "Effect": "Allow",
                "Action": ["secretsmanager:GetSecretValue"],
                "Resource": ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf"],
            },
        ),
        (
            PARAMETER_ARN,
            {
                "Sid": "ReadParameters",
                "Effect": "Allow",
                "Action": ["ssm:GetParameters"],
                "Resource": ["arn:aws:ssm:eu-central-1:123456789012:parameter/web/api-url"],
            },
        ),
    ],
)
def test_one_kind_of_secret_grants_nothing_of_the_other(reference: str, statement: dict[str, Any]) -> None:
    assert execution_policy(secrets={"ONE": reference}) == {
        "Version": "2012-10-17",
        "Statement": [*PULL_AND_LOG, statement],
    }


def test_the_suffix_of_a_reference_is_no_part_of_what_may_be_read() -> None:
    policy = execution_policy(
        secrets={"USER": f"{SECRET_ARN}:user::", "PASSWORD": f"{SECRET_ARN}:password:AWSPREVIOUS:"}
    )

    *_, read_secrets = policy["Statement"]
    assert read_secrets["Resource"] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf"]


def test_the_grants_stand_in_the_order_of_their_arns_whatever_the_order_of_the_settings() -> None:
    other = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-GhIjKl"

    policy = execution_policy(secrets={"A": SECRET_ARN, "B": other})

    *_, read_secrets = policy["Statement"]
    assert read_secrets["Resource"] == [
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-GhIjKl",
        "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf",
    ]


def test_a_secret_that_is_known_later_gets_its_grant_too() -> None:
    graph = create(lambda: Service("web", service_args(secrets={"A": pulumi.Output.from_input(f"{SECRET_ARN}:a::")})))

    *_, read_secrets = graph["web-execution-policy"].json("policy")["Statement"]
    assert read_secrets["Resource"] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf"]
