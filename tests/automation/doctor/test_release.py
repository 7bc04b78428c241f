"""Why the last release failed, from what AWS has written down."""

from datetime import datetime, timedelta

from automation.doctor import release
from automation.doctor.finding import State
from tests.automation.doctor.fake_session import case, refused

OUTPUTS = {"pipeline_name": "web", "cluster_name": "web", "service_name": "web"}
BEGAN = datetime(2026, 11, 1, 12, 0)


def executions(status, execution_id="11111111-aaaa"):
    revisions = [{"revisionSummary": "Fix the page", "revisionId": "abc"}]
    return {
        "pipelineExecutionSummaries": [
            {"pipelineExecutionId": execution_id, "status": status, "sourceRevisions": revisions}
        ]
    }


def stage(name, action, status, execution_id="11111111-aaaa", **latest):
    return {
        "stageName": name,
        "latestExecution": {"pipelineExecutionId": execution_id},
        "actionStates": [{"actionName": action, "latestExecution": {"status": status, **latest}}],
    }


def pipeline(status, *stages):
    return {"list_pipeline_executions": executions(status), "get_pipeline_state": {"stageStates": list(stages)}}


def told(tmp_path, services, outputs=None):
    findings = release.look(case(tmp_path, services, outputs=OUTPUTS if outputs is None else outputs))
    return [(finding.state, finding.about, finding.sentence, finding.way_out) for finding in findings]


def test_a_failed_source_is_told_with_its_cause(tmp_path):
    details = {"code": "ConfigurationError", "message": "No Branch [main] found for FullRepositoryName [acme/web]"}
    services = {"codepipeline": pipeline("Failed", stage("Source", "Repository", "Failed", errorDetails=details))}

    assert told(tmp_path, services) == [
        (State.NOTE, "release", "the last release, 11111111 (Fix the page), is Failed", ""),
        (
            State.MISSING,
            "likely cause",
            "the repository has no branch of the name in source.branch",
            "Source, Repository: ConfigurationError: No Branch [main] found for FullRepositoryName [acme/web]",
        ),
    ]


def test_a_failed_build_is_told_by_its_phase_and_its_log(tmp_path):
    phases = [
        {"phaseType": "PRE_BUILD", "phaseStatus": "SUCCEEDED"},
        {
            "phaseType": "BUILD",
            "phaseStatus": "FAILED",
            "contexts": [{"statusCode": "COMMAND_EXECUTION_ERROR", "message": "Error while executing command: make"}],
        },
    ]
    builds = {"builds": [{"phases": phases, "logs": {"deepLink": "https://log"}}]}
    failed = stage("Build", "Image", "Failed", externalExecutionId="web:1", summary="Build terminated")
    services = {"codepipeline": pipeline("Failed", failed), "codebuild": {"batch_get_builds": builds}}

    assert told(tmp_path, services)[1:] == [
        (
            State.MISSING,
            "Build, Image, BUILD",
            "COMMAND_EXECUTION_ERROR: Error while executing command: make https://log",
            "",
        ),
        (State.MISSING, "Build, Image", "Build terminated", ""),
    ]


def deployment(status, tasks, events=(), **error):
    info = {"status": status, "createTime": BEGAN} | ({"errorInformation": error} if error else {})
    return {
        "codedeploy": {"get_deployment": {"deploymentInfo": info}},
        "ecs": {
            "describe_services": {"services": [{"events": list(events)}]},
            "list_tasks": {"taskArns": [task["taskArn"] for task in tasks]},
            "describe_tasks": {"tasks": tasks},
        },
    }


def task(reason, name="t1", stop_code="EssentialContainerExited", **container):
    return {
        "taskArn": f"arn:aws:ecs:eu-central-1:1:task/web/{name}",
        "stopCode": stop_code,
        "stoppedReason": reason,
        "containers": [container],
    }


def test_of_a_failed_deployment_the_stopped_task_is_told_first(tmp_path):
    failed = stage(
        "Deploy", "BlueGreen", "Failed", externalExecutionId="d-1", errorDetails={"message": "Deployment d-1 failed"}
    )
    services = {"codepipeline": pipeline("Failed", failed)} | deployment(
        "Failed", [task("Essential container in task exited", exitCode=1)], code="TIMEOUT", message="too long"
    )

    cause, *others = told(tmp_path, services)[1:]

    assert cause == (
        State.MISSING,
        "likely cause",
        "the application ended by itself; its last words are in the log group",
        "task t1: Essential container in task exited; exit code: 1",
    )
    assert [(about, sentence) for _, about, sentence, _ in others] == [
        (
            "likely cause",
            "the new tasks did not become healthy in time; why is in the service's events and its stopped tasks",
        ),
        ("Deploy, BlueGreen", "Deployment d-1 failed"),
    ]


def test_a_release_that_still_runs_is_told_by_the_tasks_that_stop(tmp_path):
    """Without a circuit breaker a broken image keeps a deployment busy for up to an hour."""
    running = stage("Deploy", "BlueGreen", "InProgress", externalExecutionId="d-1")
    services = {"codepipeline": pipeline("InProgress", running)} | deployment(
        "InProgress", [task("exec format error", exitCode=1), task("exec format error", "t2", exitCode=1)]
    )

    assert [(about, sentence) for _, about, sentence, _ in told(tmp_path, services)] == [
        ("release", "the last release, 11111111 (Fix the page), is InProgress"),
        (
            "likely cause",
            "the image is built for the other processor: build.architecture and the image's platform differ",
        ),
    ]


def test_events_from_before_the_deployment_and_tasks_that_it_ended_itself_are_left_out(tmp_path):
    old = {"createdAt": BEGAN - timedelta(hours=1), "message": "(service web) was unable to place a task"}
    failed = stage("Deploy", "BlueGreen", "Failed", externalExecutionId="d-1", errorDetails={"message": "no"})
    services = {"codepipeline": pipeline("Failed", failed)} | deployment(
        "Failed", [task("Scaling activity", stop_code="ServiceSchedulerInitiated")], [old]
    )

    assert [sentence for _, _, sentence, _ in told(tmp_path, services)[1:]] == ["no"]


def test_a_stage_that_this_release_has_not_reached_is_left_out(tmp_path):
    before = stage("Deploy", "BlueGreen", "Failed", execution_id="00000000-bbbb", errorDetails={"message": "older"})
    services = {"codepipeline": pipeline("InProgress", before)}

    assert told(tmp_path, services) == [
        (State.NOTE, "release", "the last release, 11111111 (Fix the page), is under way", "")
    ]


def test_what_may_not_be_read_does_not_hide_the_rest(tmp_path):
    failed = stage("Deploy", "BlueGreen", "Failed", externalExecutionId="d-1", errorDetails={"message": "no"})
    services = {
        "codepipeline": pipeline("Failed", failed),
        "codedeploy": {"get_deployment": refused("AccessDeniedException")},
    }

    assert [(state, sentence) for state, _, sentence, _ in told(tmp_path, services)[1:]] == [
        (State.MISSING, "no"),
        (State.NOTE, "could not be looked into (AccessDeniedException: no)"),
    ]


def test_a_good_release_is_good(tmp_path):
    services = {"codepipeline": pipeline("Succeeded")}

    assert told(tmp_path, services) == [
        (State.OK, "release", "the last release, 11111111 (Fix the page), succeeded", "")
    ]


def test_before_the_first_release_there_is_nothing_to_say(tmp_path):
    services = {"codepipeline": {"list_pipeline_executions": {"pipelineExecutionSummaries": []}}}

    assert told(tmp_path, services) == [(State.NOTE, "release", "there was no release yet", "push to the branch")]


def test_without_permission_it_says_so(tmp_path):
    services = {"codepipeline": {"list_pipeline_executions": refused("AccessDeniedException")}}

    assert told(tmp_path, services) == [
        (State.UNKNOWN, "release", "the pipeline could not be read (AccessDeniedException: no)", "")
    ]
