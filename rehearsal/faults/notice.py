"""Who noticed that a release was no good, in a user's words."""

from rehearsal.deploy import DeploymentResult
from rehearsal.deploy.result import ARTIFACT, DEPLOYMENT_GROUP

DEPLOY_ACTION = "the pipeline's deploy action"
CODEDEPLOY_AT_START = "CodeDeploy, before anything changes"
HEALTH_CHECKS = "health checks, after an hour"
TEST_TRAFFIC = "the first request through the test listener"
ECS = "ECS"
NOBODY = "nobody"


def who_noticed(result: DeploymentResult) -> str:
    """From how the deployment ended."""
    if result.succeeded:
        return NOBODY
    if result.failed_at == ARTIFACT:
        return DEPLOY_ACTION
    if result.failed_at == DEPLOYMENT_GROUP:
        return CODEDEPLOY_AT_START
    if result.error_code == "TIMEOUT" and result.failed_at == "Install":
        return HEALTH_CHECKS
    if result.failed_at == "AllowTestTraffic":
        return TEST_TRAFFIC
    return f"{result.failed_at}: {result.error_code}"
