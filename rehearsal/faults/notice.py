"""Who noticed that a release was no good, in a user's words."""

from rehearsal.deploy import DeploymentResult
from rehearsal.deploy.result import ARTIFACT, DEPLOYMENT_GROUP

NOBODY = "nobody"
DEPLOY_ACTION = "the pipeline's deploy action"
CODEDEPLOY = "CodeDeploy"
HEALTH_CHECKS = "the health checks, after an hour"
SMOKE_TEST = "the smoke test"
HOOK = "a hook"
OPERATOR = "its operator"
ECS = "ECS"
NEXT_DEPLOYER = "who starts it again"

ERRORS = "the alarm on errors"
LATENCY = "the alarm on latency"
UNHEALTHY_HOSTS = "the alarm on unhealthy hosts"
STOPPED_TASKS = "the alarm on stopped tasks"
HOOK_ERRORS = "the alarm on hooks"
OWN_ALARM = "an alarm of your own"
# A part of the alarm's name.
ALARMS = {
    "hook-errors": HOOK_ERRORS,
    "unhealthy-hosts": UNHEALTHY_HOSTS,
    "stopped-tasks": STOPPED_TASKS,
    "latency": LATENCY,
    "errors": ERRORS,
}


def who_noticed(result: DeploymentResult) -> str:
    """From how the deployment ended."""
    if result.succeeded:
        return NOBODY
    if result.failed_at == ARTIFACT:
        return DEPLOY_ACTION
    if result.failed_at == DEPLOYMENT_GROUP:
        return CODEDEPLOY
    if result.error_code == "ALARM_ACTIVE":
        return _alarm(str(result.failure))
    if result.error_code == "MANUAL_STOP":
        return OPERATOR
    if result.error_code == "TIMEOUT" and result.failed_at == "Install":
        return HEALTH_CHECKS
    if result.failed_at == "AfterAllowTestTraffic":
        return SMOKE_TEST
    return f"{result.failed_at}: {result.error_code}"


def _alarm(failure: str) -> str:
    # "One or more alarms have been activated: <name>: <values>"
    name = failure.partition(": ")[2].partition(": ")[0]
    return next((words for part, words in ALARMS.items() if part in name), OWN_ALARM)
