"""StopDeployment and ContinueDeployment: what an operator asks of a deployment, for its executor to read.

Nothing happens here: the request is kept with the deployment, and who runs it looks with `requests_of`.
"""

from dataclasses import dataclass, field

from moto.codedeploy.exceptions import CodeDeployException
from moto.codedeploy.models import CodeDeployBackend, DeploymentInfo
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult

from rehearsal.embedded_aws.put_into import put_into

ENDED = ("Succeeded", "Failed", "Stopped")
READY_WAIT, TERMINATION_WAIT = "READY_WAIT", "TERMINATION_WAIT"


@dataclass
class Requests:
    """What was asked of one deployment so far."""

    stop: bool = False
    """Whether it is to stop."""
    stop_rolls_back: bool = False
    """Whether traffic goes back to blue with the stop, as the request or else the deployment group says."""
    continued: set[str] = field(default_factory=set)
    """The waits that are to end now: READY_WAIT, TERMINATION_WAIT."""


def requests_of(deployment: DeploymentInfo) -> Requests:
    """The requests for this deployment."""
    if "operator_requests" not in vars(deployment):
        put_into(deployment, operator_requests=Requests())
    kept: Requests = vars(deployment)["operator_requests"]
    return kept


def stop(backend: CodeDeployBackend, id: str, roll_back: bool | None) -> DeploymentInfo:
    """Ask for the end of a deployment; one that has ended refuses it."""
    deployment = backend.get_deployment(id)
    if deployment.status in ENDED:
        raise CodeDeployException("DeploymentAlreadyCompletedException", f"The deployment {id} is {deployment.status}.")
    requests = requests_of(deployment)
    requests.stop = True
    requests.stop_rolls_back = _rolls_back(deployment) if roll_back is None else roll_back
    return deployment


def resume(backend: CodeDeployBackend, id: str, wait: str) -> None:
    """Ask for the end of a wait; a deployment that does not wait refuses it."""
    deployment = backend.get_deployment(id)
    if deployment.status in ENDED:
        raise CodeDeployException("DeploymentAlreadyCompletedException", f"The deployment {id} is {deployment.status}.")
    waits = deployment.instance_termination_wait_time_started
    if not (waits if wait == TERMINATION_WAIT else deployment.status == "Ready"):
        raise CodeDeployException(
            "DeploymentIsNotInReadyStateException", f"The deployment {id} is {deployment.status}, not in {wait}."
        )
    requests_of(deployment).continued.add(wait)


def _rolls_back(deployment: DeploymentInfo) -> bool:
    rollback = deployment.auto_rollback_configuration or deployment.deployment_group.auto_rollback_configuration or {}
    return bool(rollback.get("enabled")) and "DEPLOYMENT_STOP_ON_REQUEST" in (rollback.get("events") or [])


def _stop_deployment(response: CodeDeployResponse) -> ActionResult:
    stop(response.codedeploy_backend, response._get_param("deploymentId"), response._get_param("autoRollbackEnabled"))
    return ActionResult({"status": "Pending", "statusMessage": "Stopping deployment"})


def _continue_deployment(response: CodeDeployResponse) -> ActionResult:
    wait = response._get_param("deploymentWaitType") or READY_WAIT
    resume(response.codedeploy_backend, response._get_param("deploymentId"), wait)
    return EmptyResult()


def install() -> None:
    """Adds both operations to moto."""
    put_into(CodeDeployResponse, stop_deployment=_stop_deployment, continue_deployment=_continue_deployment)
