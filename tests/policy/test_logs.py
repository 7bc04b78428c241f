"""What is logged, and for how long."""

import json
from typing import Any

import pytest

from tests.policy.judged import UNKNOWN, Made, complaints, complaints_of_stack

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
FUNCTION = "aws:lambda/function:Function"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (30, []),
        (7, []),
        (6, ["keeps its logs for 6 days, fewer than 7"]),
        (0, ["keeps its logs for ever"]),
        (None, ["keeps its logs for ever"]),
        (UNKNOWN, []),
    ],
)
def test_a_log_group_forgets_after_a_stated_time(days: Any, expected: list[str]) -> None:
    assert complaints("log-retention", LOG_GROUP, {"retentionInDays": days}) == expected


def test_the_fewest_days_are_the_companys_to_say() -> None:
    days = {"retentionInDays": 30}

    assert complaints("log-retention", LOG_GROUP, days, config={"minimumDays": 90.0}) == [
        "keeps its logs for 30 days, fewer than 90"
    ]


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ({"logDriver": "awslogs", "options": {"awslogs-group": "/aws/ecs/web"}}, []),
        ({"logDriver": "awsfirelens"}, []),
        (None, ["the container app logs nowhere"]),
        (
            {"logDriver": "awslogs", "options": {"awslogs-create-group": "true"}},
            ["the container app makes its own log group, which keeps logs for ever"],
        ),
    ],
)
def test_every_container_logs_to_a_group_of_the_stack(log: Any, expected: list[str]) -> None:
    containers = json.dumps([{"name": "app", **({"logConfiguration": log} if log else {})}])

    assert complaints("task-logs", "aws:ecs/taskDefinition:TaskDefinition", {"containerDefinitions": containers}) == (
        expected
    )


@pytest.mark.parametrize("containers", [UNKNOWN, None, "{", "[null]"])
def test_containers_that_cannot_be_read_are_not_judged(containers: Any) -> None:
    found = complaints("task-logs", "aws:ecs/taskDefinition:TaskDefinition", {"containerDefinitions": containers})

    assert found == []


NAMELESS = "names no log group, so CodeBuild makes one that keeps logs for ever"


@pytest.mark.parametrize(
    ("logs", "expected"),
    [
        ({"cloudwatchLogs": {"status": "ENABLED", "groupName": "/aws/codebuild/web"}}, []),
        ({"cloudwatchLogs": {"groupName": UNKNOWN}}, []),
        (UNKNOWN, []),
        ({"s3Logs": {"status": "ENABLED"}}, []),
        ({"cloudwatchLogs": {"status": "DISABLED"}}, ["its builds log nowhere"]),
        ({"cloudwatchLogs": {"status": "ENABLED"}}, [NAMELESS]),
        (None, [NAMELESS]),
    ],
)
def test_builds_log_to_a_group_of_the_stack(logs: Any, expected: list[str]) -> None:
    assert complaints("build-logs", "aws:codebuild/project:Project", {"logsConfig": logs}) == expected


def test_the_log_group_of_a_function_is_a_resource() -> None:
    group = Made(LOG_GROUP, "group", {"name": "/aws/lambda/web"})

    def said(function: dict[str, Any], *groups: Made) -> int:
        return len(complaints_of_stack("function-logs", Made(FUNCTION, "function", function), *groups))

    assert said({"name": "web"}, group) == 0
    assert said({"name": "other"}, group) == 1
    assert said({"name": "other", "loggingConfig": {"logGroup": "/aws/lambda/web"}}, group) == 0
    assert said({"name": "web"}) == 1
    assert said({"name": UNKNOWN}, group) == 0
    assert said({"name": "other"}, Made(LOG_GROUP, "group", {"name": UNKNOWN})) == 0
