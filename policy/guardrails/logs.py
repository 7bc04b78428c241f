"""What happens is written down, and forgotten after a time."""

from collections.abc import Iterator

from pulumi_policy import Severity

from .resources import Resource, Stack
from .rule import MANDATORY, Options, Rule
from .values import UNKNOWN, at, mappings, number, parsed

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
PROJECT = "aws:codebuild/project:Project"
FUNCTION = "aws:lambda/function:Function"


def _retention(resource: Resource, options: Options) -> Iterator[str]:
    days, least = resource.at("retentionInDays"), number(options["minimumDays"]) or 0
    if days is UNKNOWN:
        return
    kept = number(days) or 0
    # 0 is how AWS spells for ever.
    if kept == 0:
        yield "keeps its logs for ever"
    elif kept < least:
        yield f"keeps its logs for {kept:g} days, fewer than {least:g}"


def _task_logs(resource: Resource, _options: Options) -> Iterator[str]:
    for container in mappings(parsed(resource.at("containerDefinitions"))):
        driver, options = (at(container, f"logConfiguration.{key}") for key in ("logDriver", "options"))
        name = container.get("name")
        if driver is None:
            yield f"the container {name} logs nowhere"
        elif driver == "awslogs" and str(at(options, "awslogs-create-group")).lower() == "true":
            yield f"the container {name} makes its own log group, which keeps logs for ever"


def _build_logs(resource: Resource, _options: Options) -> Iterator[str]:
    group = resource.at("logsConfig.cloudwatchLogs.groupName")
    if resource.at("logsConfig.cloudwatchLogs.status") == "DISABLED":
        yield "its builds log nowhere"
    elif group is None and resource.at("logsConfig.s3Logs.status") != "ENABLED":
        yield "names no log group, so CodeBuild makes one that keeps logs for ever"


def _function_logs(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    groups = stack.of_type(LOG_GROUP)
    names = {each.at("name") for each in groups if isinstance(each.at("name"), str)}
    for function in stack.of_type(FUNCTION):
        chosen, name = function.at("loggingConfig.logGroup"), function.at("name")
        if UNKNOWN in (chosen, name) or name is None:
            continue
        # A name that is not known yet may be the function's.
        unknown = any(each.at("name") in (None, UNKNOWN) for each in groups)
        group = chosen or f"/aws/lambda/{name}"
        if group not in names and not unknown:
            yield (
                function,
                f"its log group {group} is none of this stack's, so Lambda makes it and it keeps logs for ever",
            )


POLICIES = (
    Rule(
        name="log-retention",
        what="Log groups keep their logs for a stated time.",
        why="Kept for ever they cost more each month and hold what nobody remembers; kept for a day they help no one.",
        fix="Set retentionInDays.",
        level=MANDATORY,
        severity=Severity.MEDIUM,
        options={
            "minimumDays": {
                "type": "integer",
                "description": "The fewest days that logs are kept.",
                "minimum": 1,
                "default": 7,
            }
        },
    ).over((LOG_GROUP,), _retention),
    Rule(
        name="task-logs",
        what="Every container logs, to a log group of the stack.",
        why="A task that ended leaves nothing else behind.",
        fix="Give each container a logConfiguration, and make its log group a resource with a retention.",
        level=MANDATORY,
        severity=Severity.MEDIUM,
    ).over((TASK_DEFINITION,), _task_logs),
    Rule(
        name="build-logs",
        what="Builds log, to a log group of the stack.",
        why="They are the record of what went into an image.",
        fix="Name the log group in logsConfig.cloudwatchLogs.groupName, and make it a resource with a retention.",
        level=MANDATORY,
        severity=Severity.MEDIUM,
    ).over((PROJECT,), _build_logs),
    Rule(
        name="function-logs",
        what="The log group of every function is a resource of the stack.",
        why="One that Lambda makes at the first call keeps logs for ever, and outlives the stack.",
        fix="Add a LogGroup named /aws/lambda/ and the function's name, with a retention.",
        level=MANDATORY,
        severity=Severity.LOW,
    ).over_stack(_function_logs),
)
