"""The deployer is killed half-way; whoever starts it again finds the deployment and brings it to its end."""

import pytest

from rehearsal.checks import Release, SteadyClient
from rehearsal.deploy import EcsDeployment, resume
from tests.rehearsal.deploy.embedded_stack import ACTION

BLUE, GREEN = Release("blue", "1"), Release("green", "2")


class Killed(BaseException):
    """The process is gone: nothing of the deployer's own runs after it."""


def killed_at(method: str, call: int, after: bool) -> type[EcsDeployment]:
    """A deployer that is killed at the n-th call of a method, before or after what it does."""

    class KilledDeployment(EcsDeployment):
        pass

    calls = [0]

    def dying(self, *arguments, **options):
        calls[0] += 1
        if calls[0] == call and not after:
            raise Killed
        result = getattr(EcsDeployment, method)(self, *arguments, **options)
        if calls[0] == call:
            raise Killed
        return result

    setattr(KilledDeployment, method, dying)
    return KilledDeployment


def go_on(served, deployment=EcsDeployment):
    return resume(served.stack.aws, ACTION, served.tasks, served.front, served.clock, served.said.append, deployment)


def active(served):
    return served.stack.aws.client("codedeploy").list_deployments(
        applicationName="web", deploymentGroupName="web", includeOnlyStatuses=["Created", "InProgress", "Ready"]
    )["deployments"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("method", "call"),
    [("create_green", 1), ("forward", 1), ("forward", 2), ("forward", 3), ("wait", 1), ("make_primary", 1),
     ("run_hook", 2), ("remove", 1)],
)  # fmt: skip
def test_a_deployer_that_was_killed_is_started_again_and_finishes_without_a_lost_request(serve, method, call, after):
    served = serve(configuration="CodeDeployDefault.ECSCanary10Percent5Minutes")
    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))
    artifact = served.stack.artifact(served.stack.push("green", "2"))

    with SteadyClient(served.production_url) as client:
        with pytest.raises(Killed):
            served.deploy(artifact, deployment=killed_at(method, call, after))
        half_way = active(served)
        refused = served.deploy(artifact)
        result = go_on(served)

    assert len(half_way) == 1
    assert refused.failure.startswith("The Deployment Group 'web' already has an active Deployment")
    assert (result.succeeded, result.deployment_id) == (True, half_way[0])
    assert [event.name for event in result.events] == [
        "BeforeInstall", "Install", "AfterInstall", "AllowTestTraffic", "AfterAllowTestTraffic", "BeforeAllowTraffic",
        "AllowTraffic", "AfterAllowTraffic", "End",
    ]  # fmt: skip
    assert client.lost == 0
    assert served.stack.action_of("production") == {"second": 0, "first": 100}
    assert [(task_set["status"], task_set["externalId"]) for task_set in served.stack.task_sets()] == [
        ("PRIMARY", result.deployment_id)
    ]
    assert len(served.tasks.all()) == 1
    assert active(served) == []


@pytest.mark.parametrize(("method", "call"), [("forward", 4), ("make_primary", 1), ("remove", 1)])
def test_a_deployer_that_was_killed_in_the_rollback_is_started_again_and_brings_blue_back(serve, method, call):
    served = serve()
    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))
    artifact = served.stack.artifact(served.stack.push("green", "2"))

    class Broken(killed_at(method, call, after=False)):
        def before_allow_traffic(self) -> None:
            self.forward("arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/web/1/2", 100)

    with SteadyClient(served.production_url) as client:
        with pytest.raises(Killed):
            served.deploy(artifact, deployment=Broken)
        result = go_on(served)

    assert (result.succeeded, result.rolled_back, result.failed_at) == (False, True, "BeforeAllowTraffic")
    assert client.lost == 0
    assert {answer.release for answer in client.answers} == {BLUE}
    assert [task_set["status"] for task_set in served.stack.task_sets()] == ["PRIMARY"]
    assert active(served) == []


def test_a_deployment_that_was_stopped_meanwhile_is_not_gone_on_with_but_rolled_back(serve):
    served = serve(events=("DEPLOYMENT_STOP_ON_REQUEST",))
    artifact = served.stack.artifact(served.stack.push("green", "2"))
    with pytest.raises(Killed):
        served.deploy(artifact, deployment=killed_at("run_hook", 3, after=False))
    served.stack.aws.client("codedeploy").stop_deployment(deploymentId=active(served)[0])

    result = go_on(served)

    assert (result.status, result.rolled_back) == ("Stopped", True)


def test_without_an_active_deployment_there_is_nothing_to_go_on_with(serve):
    served = serve()
    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))

    assert go_on(served) is None
