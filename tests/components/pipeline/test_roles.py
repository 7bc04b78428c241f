"""The pipeline's role: the calls of its three actions, on exactly what they work with."""

from typing import Any

import pytest

from blue_green_ecs_pipeline import Pipeline
from tests.components.delivery_parts import pipeline_args
from tests.graph import Graph, create

BOTH_CONNECTIONS = [
    "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d",
    "arn:aws:codestar-connections:eu-central-1:123456789012:connection/0a1b2c3d",
]


def pipeline(**settings: Any) -> Graph:
    return create(lambda: Pipeline("web", pipeline_args(**settings)))


def statement(sid: str, **settings: Any) -> dict[str, Any]:
    listed = pipeline(**settings)["web-pipeline-policy"].json("policy")["Statement"]
    (found,) = [each for each in listed if each["Sid"] == sid]
    assert isinstance(found, dict)
    return found


def test_the_pipeline_fetches_builds_and_deploys_this_component_and_nothing_else() -> None:
    policy = pipeline()["web-pipeline-policy"]

    assert policy.inputs["role"] == "shop-dev-web-29d8601b-pipeline"
    assert policy.inputs["name"] == "run-stages"
    assert policy.json("policy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "UseConnection",
                "Effect": "Allow",
                "Action": ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
                "Resource": BOTH_CONNECTIONS,
            },
            {
                "Sid": "Build",
                "Effect": "Allow",
                "Action": ["codebuild:StartBuild", "codebuild:BatchGetBuilds", "codebuild:StopBuild"],
                "Resource": ["arn:aws:codebuild:eu-central-1:123456789012:project/shop-project"],
            },
            {
                "Sid": "Deploy",
                "Effect": "Allow",
                "Action": ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
                "Resource": [
                    "arn:aws:codedeploy:eu-central-1:123456789012:deploymentgroup:shop-application/shop-group"
                ],
            },
            {
                "Sid": "Revision",
                "Effect": "Allow",
                "Action": [
                    "codedeploy:GetApplication",
                    "codedeploy:GetApplicationRevision",
                    "codedeploy:RegisterApplicationRevision",
                ],
                "Resource": ["arn:aws:codedeploy:eu-central-1:123456789012:application:shop-application"],
            },
            {
                "Sid": "DeploymentConfiguration",
                "Effect": "Allow",
                "Action": ["codedeploy:GetDeploymentConfig"],
                "Resource": [
                    "arn:aws:codedeploy:eu-central-1:123456789012:deploymentconfig:CodeDeployDefault.ECSAllAtOnce"
                ],
            },
            {
                "Sid": "RegisterTaskDefinition",
                "Effect": "Allow",
                "Action": ["ecs:RegisterTaskDefinition"],
                "Resource": ["*"],
            },
            {
                "Sid": "RegisterRolesOfTasks",
                "Effect": "Allow",
                "Action": ["iam:PassRole"],
                "Resource": [
                    "arn:aws:iam::123456789012:role/shop-web-execution",
                    "arn:aws:iam::123456789012:role/shop-web-task",
                ],
                "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            },
        ],
    }


def test_codepipeline_alone_works_under_the_role_and_documents_no_source_to_ask_for() -> None:
    role = pipeline()["web-pipeline-role"]

    assert role.inputs["name"] == "shop-dev-web-29d8601b-pipeline"
    assert role.json("assumeRolePolicy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "codepipeline.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }


@pytest.mark.parametrize("connection_arn", BOTH_CONNECTIONS)
def test_an_existing_connection_is_allowed_under_both_of_its_names(connection_arn: str) -> None:
    source = {"repository": "acme/web", "connection_arn": connection_arn}

    assert statement("UseConnection", source=source)["Resource"] == BOTH_CONNECTIONS


def test_the_configuration_that_may_be_read_is_the_one_in_use() -> None:
    canary = "CodeDeployDefault.ECSCanary10Percent5Minutes"

    allowed = statement("DeploymentConfiguration", deployment_configuration=canary)

    assert allowed["Resource"] == [f"arn:aws:codedeploy:eu-central-1:123456789012:deploymentconfig:{canary}"]
