"""PutLifecycleEventHookExecutionStatus: what a hook's function says of its execution, for the executor to read."""

import uuid

from moto.codedeploy.exceptions import CodeDeployException
from moto.codedeploy.models import CodeDeployBackend, DeploymentInfo
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult

from rehearsal.embedded_aws.put_into import put_into

# What a function may say; the API's enumeration has more, which only CodeDeploy itself sets.
REPORTED = ("Succeeded", "Failed")


def open_hook_execution(deployment: DeploymentInfo) -> str:
    """A new execution that waits for its function; answers with its id, which goes into the function's event."""
    id = str(uuid.uuid4())
    _executions(deployment)[id] = None
    return id


def hook_status(deployment: DeploymentInfo, execution_id: str) -> str | None:
    """Succeeded or Failed, as the function said; None as long as it has not said anything."""
    return _executions(deployment)[execution_id]


def put_hook_status(backend: CodeDeployBackend, deployment_id: str, execution_id: str, status: str) -> None:
    """Keep what the function says, once."""
    executions = _executions(backend.get_deployment(deployment_id))
    if execution_id not in executions:
        raise CodeDeployException(
            "InvalidLifecycleEventHookExecutionIdException",
            f"There is no hook execution {execution_id} in the deployment {deployment_id}.",
        )
    if status not in REPORTED:
        raise CodeDeployException(
            "InvalidLifecycleEventHookExecutionStatusException",
            f"The status is {status}, allowed are {' and '.join(REPORTED)}.",
        )
    if executions[execution_id] is not None:
        raise CodeDeployException(
            "LifecycleEventAlreadyCompletedException", f"The hook execution {execution_id} has ended already."
        )
    executions[execution_id] = status


def _executions(deployment: DeploymentInfo) -> dict[str, str | None]:
    if "hook_executions" not in vars(deployment):
        put_into(deployment, hook_executions={})
    kept: dict[str, str | None] = vars(deployment)["hook_executions"]
    return kept


def _put(response: CodeDeployResponse) -> ActionResult:
    execution_id = response._get_param("lifecycleEventHookExecutionId")
    put_hook_status(
        response.codedeploy_backend, response._get_param("deploymentId"), execution_id, response._get_param("status")
    )
    return ActionResult({"lifecycleEventHookExecutionId": execution_id})


def install() -> None:
    """Adds the operation to moto."""
    put_into(CodeDeployResponse, put_lifecycle_event_hook_execution_status=_put)
