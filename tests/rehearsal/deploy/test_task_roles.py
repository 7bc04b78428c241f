"""Under which roles a task is started and runs."""

import pytest

from rehearsal.deploy.task_roles import ask_for_image, ask_for_log, take_roles
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.iam.refusal import AccessRefused
from tests.rehearsal.iam.account import make_role, trusted
from tests.rehearsal.iam.documents import allow

TASK = f"arn:aws:ecs:{EmbeddedAws.region}:{EmbeddedAws.account_id}:task/web/1"
CONTAINER = {
    "name": "web",
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "web", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "web"},
    },
}


@pytest.fixture(scope="module")
def aws():
    """An embedded AWS that asks IAM."""
    with EmbeddedAws(authorise=True) as embedded:
        yield embedded


@pytest.fixture(scope="module")
def definition(aws):
    """A task definition with both roles."""
    stream = f"arn:aws:logs:{aws.region}:{aws.account_id}:log-group:web:log-stream:web/web/1"
    may = allow(["logs:CreateLogStream", "logs:PutLogEvents"], stream)
    return {
        "executionRoleArn": make_role(aws, "execution", trusted("ecs-tasks"), may),
        "taskRoleArn": make_role(aws, "task", trusted("ecs-tasks"), allow("s3:GetObject")),
    }


def test_the_agent_writes_the_log_under_the_execution_role(aws, definition):
    roles = take_roles(aws, definition, TASK)

    ask_for_log(roles.agent, CONTAINER, TASK)

    asked = aws.authority.decided[-1].request
    assert (asked.action, asked.resource.rpartition(":")[2]) == ("logs:PutLogEvents", "web/web/1")


def test_the_agent_needs_the_execution_role_to_allow_the_pull(aws, definition):
    with pytest.raises(AccessRefused, match=r"role execution: may not ecr:GetAuthorizationToken on \*"):
        ask_for_image(take_roles(aws, definition, TASK).agent, "web")


def test_a_log_that_goes_elsewhere_asks_nobody(aws, definition):
    roles = take_roles(aws, definition, TASK)
    before = len(aws.authority.decided)

    ask_for_log(roles.agent, {"name": "web"}, TASK)

    assert len(aws.authority.decided) == before


def test_the_application_gets_the_task_role_and_no_other(aws, definition):
    agent, application = take_roles(aws, definition, TASK).agent, take_roles(aws, definition, TASK).application

    assert application.environment()["AWS_ACCESS_KEY_ID"] != agent.environment()["AWS_ACCESS_KEY_ID"]
    assert ":assumed-role/task/" in application.client("sts").get_caller_identity()["Arn"]


def test_without_a_task_role_the_application_has_no_keys(aws, definition):
    roles = take_roles(aws, {"executionRoleArn": definition["executionRoleArn"]}, TASK)

    assert "AWS_ACCESS_KEY_ID" not in roles.application.environment()
    assert "AWS_ENDPOINT_URL" in roles.application.environment()


def test_without_an_execution_role_nothing_can_be_pulled(aws):
    with pytest.raises(RehearsalError, match="ECS agent has no role, and needs one"):
        ask_for_image(take_roles(aws, {}, TASK).agent, "web")


def test_a_role_that_does_not_trust_ecs_is_refused(aws):
    other = make_role(aws, "other", trusted("ec2"), allow("s3:GetObject"))

    with pytest.raises(AccessRefused, match=r"ecs-tasks\.amazonaws\.com: may not sts:AssumeRole"):
        take_roles(aws, {"taskRoleArn": other}, TASK)
