"""What AWS has written down about the last release, from the pipeline down to the single task."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from automation.doctor.case import AWS_ERRORS, Case, said
from automation.doctor.failures import CODEBUILD, CODEDEPLOY_CODES, CODEPIPELINE, ECS_EVENTS, ECS_STOPPED

LATEST_EVENTS = 10
TROUBLE = ("unable", "unhealthy", "failed", "error", "limit")


@dataclass(frozen=True)
class Evidence:
    """One text of AWS's."""

    where: str
    text: str
    page: str
    """About this step in general, for a text without a known cause."""
    depth: int
    """How near to the cause: a task knows more than the pipeline."""


@dataclass(frozen=True)
class LastRelease:
    """The pipeline's last execution."""

    execution_id: str
    status: str
    revision: str = ""


def last_release(case: Case, pipeline: str) -> LastRelease | None:
    """The newest execution of the pipeline; None before the first."""
    answer = case.client("codepipeline").list_pipeline_executions(pipelineName=pipeline, maxResults=1)
    for execution in answer["pipelineExecutionSummaries"]:
        revisions = [
            one.get("revisionSummary") or one.get("revisionId", "") for one in execution.get("sourceRevisions", [])
        ]
        return LastRelease(execution["pipelineExecutionId"], execution["status"], " ".join(revisions)[:80])
    return None


def collect(case: Case, pipeline: str, release: LastRelease) -> list[Evidence]:
    """Everything that went wrong in this release, what is nearest to the cause first."""
    found: list[Evidence] = []
    for stage, action in _actions(case, pipeline, release):
        execution = action.get("latestExecution", {})
        if execution.get("status") not in ("Failed", "InProgress"):
            continue
        where = f"{stage}, {action['actionName']}"
        if execution["status"] == "Failed":
            found.append(Evidence(where, _words(execution), CODEPIPELINE, depth=0))
        found += _attempt(lambda outer=execution, at=where: _below(case, at, outer), where)
    return sorted(found, key=lambda one: -one.depth)


def _actions(case: Case, pipeline: str, release: LastRelease) -> Iterator[tuple[str, Any]]:
    """The actions of those stages that this execution has reached."""
    for stage in case.client("codepipeline").get_pipeline_state(name=pipeline)["stageStates"]:
        if stage.get("latestExecution", {}).get("pipelineExecutionId") == release.execution_id:
            for action in stage.get("actionStates", []):
                yield stage["stageName"], action


def _words(execution: Any) -> str:
    details = execution.get("errorDetails", {})
    parts = (details.get("code"), details.get("message") or execution.get("summary"))
    return ": ".join(part for part in parts if part) or "failed, and AWS does not say why"


def _below(case: Case, where: str, execution: Any) -> Iterator[Evidence]:
    external = execution.get("externalExecutionId", "")
    if external.startswith("d-"):
        yield from _deployment(case, external)
    elif ":" in external and execution["status"] == "Failed":
        yield from _build(case, where, external)


def _build(case: Case, where: str, build_id: str) -> Iterator[Evidence]:
    for build in case.client("codebuild").batch_get_builds(ids=[build_id])["builds"]:
        for phase in build.get("phases", []):
            if phase.get("phaseStatus") in ("FAILED", "FAULT", "TIMED_OUT", "CLIENT_ERROR"):
                said_so = [
                    f"{one.get('statusCode', '')}: {one.get('message', '')}" for one in phase.get("contexts", [])
                ]
                text = "; ".join(said_so) or phase["phaseStatus"]
                log = build.get("logs", {}).get("deepLink", "")
                yield Evidence(f"{where}, {phase['phaseType']}", f"{text} {log}".strip(), CODEBUILD, depth=1)


def _deployment(case: Case, deployment_id: str) -> Iterator[Evidence]:
    info = case.client("codedeploy").get_deployment(deploymentId=deployment_id)["deploymentInfo"]
    if error := info.get("errorInformation"):
        text = f"{error.get('code', '')}: {error.get('message', '')}"
        yield Evidence(f"deployment {deployment_id}", text, CODEDEPLOY_CODES, depth=1)
    cluster, service = case.outputs.get("cluster_name"), case.outputs.get("service_name")
    if cluster and service and info.get("status") != "Succeeded":
        yield from _service_events(case, cluster, service, info)
        yield from _stopped_tasks(case, cluster, service)


def _service_events(case: Case, cluster: str, service: str, info: Any) -> Iterator[Evidence]:
    for described in case.client("ecs").describe_services(cluster=cluster, services=[service])["services"]:
        for event in described.get("events", [])[:LATEST_EVENTS]:
            since = info.get("createTime")
            if since is not None and event["createdAt"] < since:
                continue
            if any(word in event["message"].lower() for word in TROUBLE):
                yield Evidence("the service's events", event["message"], ECS_EVENTS, depth=2)


def _stopped_tasks(case: Case, cluster: str, service: str) -> Iterator[Evidence]:
    """ECS keeps a stopped task for about an hour."""
    client = case.client("ecs")
    arns = client.list_tasks(cluster=cluster, serviceName=service, desiredStatus="STOPPED")["taskArns"]
    if not arns:
        return
    for task in client.describe_tasks(cluster=cluster, tasks=arns[:LATEST_EVENTS])["tasks"]:
        # Ended because the deployment ended, not the other way round.
        if task.get("stopCode") in ("ServiceSchedulerInitiated", "UserInitiated") and not _unhealthy(task):
            continue
        reasons = [task.get("stoppedReason", "")]
        for container in task.get("containers", []):
            code = container.get("exitCode")
            reasons.append(container.get("reason") or (f"exit code: {code}" if code else ""))
        text = "; ".join(filter(None, reasons))
        if text:
            yield Evidence(f"task {task['taskArn'].rpartition('/')[2]}", text, ECS_STOPPED, depth=3)


def _unhealthy(task: Any) -> bool:
    return "health" in task.get("stoppedReason", "").lower()


def _attempt(read: Any, where: str) -> list[Evidence]:
    """What may not be read is said, and the rest still looked at."""
    found: list[Evidence] = []
    try:
        for evidence in read():
            found.append(evidence)
    except AWS_ERRORS as error:
        found.append(Evidence(where, f"could not be looked into ({said(error)})", CODEPIPELINE, depth=-1))
    return found
