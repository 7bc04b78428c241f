"""The build's role: what builds may do, and who may be the build."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import Build
from tests.components.delivery_parts import build_args
from tests.graph import Graph, create

SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:npm-AbCdEf"
REPOSITORY = "arn:aws:ecr:eu-central-1:123456789012:repository/shop-web"

WRITE_LOGS = {
    "Sid": "WriteLogs",
    "Effect": "Allow",
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/codebuild/shop-dev-web-29d8601b:*"],
}
LOG_IN = {"Sid": "LogInToRegistry", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": ["*"]}
PUSH = {
    "Sid": "PushImage",
    "Effect": "Allow",
    "Action": [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    ],
    "Resource": [REPOSITORY],
}
READ_DIGEST = {"Sid": "ReadDigest", "Effect": "Allow", "Action": ["ecr:DescribeImages"], "Resource": [REPOSITORY]}
TEMPLATES = [
    "arn:aws:ssm:eu-central-1:123456789012:parameter/shop-dev-web-29d8601b/taskdef.json",
    "arn:aws:ssm:eu-central-1:123456789012:parameter/shop-dev-web-29d8601b/appspec.yaml",
]
READ_TEMPLATES = {"Sid": "ReadParameters", "Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": TEMPLATES}


def build(**settings: Any) -> Graph:
    return create(lambda: Build("web", build_args(**settings)))


def statements(graph: Graph) -> dict[str, dict[str, Any]]:
    listed = graph["web-build-policy"].json("policy")["Statement"]
    return {statement["Sid"]: statement for statement in listed}


def test_a_build_writes_its_log_pushes_its_image_and_reads_its_templates_and_nothing_else() -> None:
    policy = build()["web-build-policy"]

    assert policy.json("policy") == {
        "Version": "2012-10-17",
        "Statement": [WRITE_LOGS, LOG_IN, PUSH, READ_DIGEST, READ_TEMPLATES],
    }
    assert policy.inputs["role"] == "shop-dev-web-29d8601b-build"
    assert policy.inputs["name"] == "build-images"


def test_only_this_project_of_this_account_works_under_the_role() -> None:
    role = build()["web-build-role"]

    assert role.inputs["name"] == "shop-dev-web-29d8601b-build"
    assert role.json("assumeRolePolicy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "codebuild.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": "123456789012"},
                    "ArnLike": {
                        "aws:SourceArn": "arn:aws:codebuild:eu-central-1:123456789012:project/shop-dev-web-29d8601b"
                    },
                },
            }
        ],
    }


def test_the_trust_names_the_project_that_is_created() -> None:
    graph = build()

    (statement,) = graph["web-build-role"].json("assumeRolePolicy")["Statement"]

    source = statement["Condition"]["ArnLike"]["aws:SourceArn"]
    assert source.endswith(f":project/{graph['web-project'].inputs['name']}")


@pytest.mark.parametrize(
    "reference",
    [SECRET, f"{SECRET}:token", f"{SECRET}:token:AWSCURRENT", f"{SECRET}:token:AWSCURRENT:", f"{SECRET}:token::1a2b"],
)
def test_a_secret_may_be_read_whatever_part_of_it_the_build_wants(reference: str) -> None:
    graph = build(secrets={"NPM_TOKEN": reference})

    assert statements(graph)["ReadSecrets"] == {
        "Sid": "ReadSecrets",
        "Effect": "Allow",
        "Action": ["secretsmanager:GetSecretValue"],
        "Resource": [SECRET],
    }


def test_the_arn_of_a_secret_may_be_an_output() -> None:
    graph = create(lambda: Build("web", build_args(secrets={"NPM_TOKEN": pulumi.Output.from_input(f"{SECRET}:a")})))

    assert statements(graph)["ReadSecrets"]["Resource"] == [SECRET]


@pytest.mark.parametrize(
    ("parameter", "arn"),
    [
        ("/web/api-url", "arn:aws:ssm:eu-central-1:123456789012:parameter/web/api-url"),
        # AWS writes one slash between the two, whether the name begins with one or not.
        ("api-url", "arn:aws:ssm:eu-central-1:123456789012:parameter/api-url"),
    ],
)
def test_a_parameter_may_be_read_beside_the_templates(parameter: str, arn: str) -> None:
    graph = build(parameters={"API_URL": parameter})

    assert statements(graph)["ReadParameters"]["Resource"] == [*TEMPLATES, arn]


def test_two_variables_from_one_secret_name_it_once() -> None:
    graph = build(secrets={"NPM_TOKEN": f"{SECRET}:npm", "PIP_TOKEN": f"{SECRET}:pip"})

    assert statements(graph)["ReadSecrets"]["Resource"] == [SECRET]


def test_a_project_is_created_when_its_role_may_do_its_work() -> None:
    assert build().depends_on("web-project", on="web-build-policy")
