"""What operators and hooks say to a deployment of the embedded CodeDeploy."""

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.codedeploy.models import codedeploy_backends
from moto.core.base_backend import BackendDict

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.embedded_aws.codedeploy.deployment_control import requests_of
from rehearsal.embedded_aws.codedeploy.hook_executions import hook_status, open_hook_execution


@pytest.fixture(scope="module")
def aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture(params=["in process", "over the server"])
def codedeploy(request, aws):
    """A client of either way in, with an application and its deployment group."""
    if request.param == "in process":
        client = aws.client("codedeploy")
    else:
        client = boto3.client("codedeploy", region_name=aws.region, endpoint_url=aws.endpoint_url)
    client.create_application(applicationName="web", computePlatform="ECS")
    client.create_deployment_group(
        applicationName="web",
        deploymentGroupName="web",
        serviceRoleArn="arn:aws:iam::123456789012:role/deployment",
        autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_STOP_ON_REQUEST"]},
    )
    yield client
    BackendDict.reset()


@pytest.fixture
def deployment(aws, codedeploy):
    id = codedeploy.create_deployment(
        applicationName="web",
        deploymentGroupName="web",
        revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": "{}"}},
    )["deploymentId"]
    made = codedeploy_backends[aws.account_id][aws.region].deployments[id]
    made.status = "InProgress"
    return made


def code_of(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"]


@pytest.mark.parametrize(("asked", "rolls_back"), [({}, True), ({"autoRollbackEnabled": False}, False)])
def test_a_stop_rolls_back_as_it_says_or_as_the_deployment_group_says(codedeploy, deployment, asked, rolls_back):
    before = requests_of(deployment).stop

    answer = codedeploy.stop_deployment(deploymentId=deployment.deployment_id, **asked)

    assert answer["status"] == "Pending"
    requests = requests_of(deployment)
    assert (before, requests.stop, requests.stop_rolls_back) == (False, True, rolls_back)


def test_a_deployment_that_ended_takes_no_request(codedeploy, deployment):
    deployment.status = "Succeeded"

    stopped = code_of(codedeploy.stop_deployment, deploymentId=deployment.deployment_id)
    continued = code_of(codedeploy.continue_deployment, deploymentId=deployment.deployment_id)

    assert (stopped, continued) == ("DeploymentAlreadyCompletedException", "DeploymentAlreadyCompletedException")


def test_a_wait_ends_only_while_the_deployment_waits(codedeploy, deployment):
    id = deployment.deployment_id
    too_early = code_of(codedeploy.continue_deployment, deploymentId=id)

    deployment.status = "Ready"
    codedeploy.continue_deployment(deploymentId=id)
    first = set(requests_of(deployment).continued)
    no_termination = code_of(codedeploy.continue_deployment, deploymentId=id, deploymentWaitType="TERMINATION_WAIT")
    deployment.instance_termination_wait_time_started = True
    codedeploy.continue_deployment(deploymentId=id, deploymentWaitType="TERMINATION_WAIT")

    assert too_early == no_termination == "DeploymentIsNotInReadyStateException"
    assert (first, requests_of(deployment).continued) == ({"READY_WAIT"}, {"READY_WAIT", "TERMINATION_WAIT"})


def test_a_hook_reports_once(codedeploy, deployment):
    execution = open_hook_execution(deployment)
    report = {"deploymentId": deployment.deployment_id, "lifecycleEventHookExecutionId": execution}
    before = hook_status(deployment, execution)

    answer = codedeploy.put_lifecycle_event_hook_execution_status(**report, status="Failed")
    again = code_of(codedeploy.put_lifecycle_event_hook_execution_status, **report, status="Succeeded")

    assert answer["lifecycleEventHookExecutionId"] == execution
    assert (before, hook_status(deployment, execution)) == (None, "Failed")
    assert again == "LifecycleEventAlreadyCompletedException"


@pytest.mark.parametrize("status", ["Pending", "InProgress", "Skipped", "Unknown"])
def test_a_hook_cannot_say_what_codedeploy_alone_says(codedeploy, deployment, status):
    execution = open_hook_execution(deployment)

    refused = code_of(
        codedeploy.put_lifecycle_event_hook_execution_status,
        deploymentId=deployment.deployment_id,
        lifecycleEventHookExecutionId=execution,
        status=status,
    )

    assert refused == "InvalidLifecycleEventHookExecutionStatusException"
    assert hook_status(deployment, execution) is None


def test_unknown_ids_are_refused(codedeploy, deployment):
    put = codedeploy.put_lifecycle_event_hook_execution_status
    execution = open_hook_execution(deployment)

    no_deployment = code_of(put, deploymentId="none", lifecycleEventHookExecutionId=execution, status="Succeeded")
    no_execution = code_of(
        put, deploymentId=deployment.deployment_id, lifecycleEventHookExecutionId="none", status="Succeeded"
    )

    assert no_deployment == "DeploymentDoesNotExistException"
    assert no_execution == "InvalidLifecycleEventHookExecutionIdException"
    assert code_of(codedeploy.stop_deployment, deploymentId="none") == "DeploymentDoesNotExistException"
