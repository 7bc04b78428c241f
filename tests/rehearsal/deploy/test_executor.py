"""A release, from the artifact to the end of blue, under the eyes of a client."""

import time

from rehearsal.checks import Release, SteadyClient, check_release
from rehearsal.deploy import Clock, EcsDeployment

# Green has two seconds to become healthy, instead of an hour.
IMPATIENT = Clock(speed=1800)
VERY_IMPATIENT = Clock(speed=7200)
BLUE, GREEN = Release("blue", "1"), Release("green", "2")


def test_a_release_moves_every_user_once_and_loses_no_request(serve):
    served = serve(desired_count=2)
    first = served.deploy(served.stack.artifact(served.stack.push("blue", "1")))

    with SteadyClient(served.production_url) as client:
        second = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert (first.failure, second.failure) == (None, None)
    assert check_release(client.answers, BLUE, GREEN).problems == ()
    assert client.sent > 50


def test_the_first_release_replaces_the_bootstrap_task_without_a_lost_request(serve):
    served = serve()

    with SteadyClient(served.production_url) as client:
        result = served.deploy(served.stack.artifact(served.stack.push("blue", "1")))

    assert result.succeeded
    assert check_release(client.answers, None, BLUE).problems == ()


def test_after_a_release_the_embedded_aws_shows_green_alone(serve):
    served = serve()
    ecs = served.stack.aws.client("ecs")

    result = served.deploy(served.stack.artifact(served.stack.push("blue", "1")))

    task_sets = served.stack.task_sets()
    assert [(task_set["status"], task_set["taskDefinition"]) for task_set in task_sets] == [
        ("PRIMARY", result.task_definition_arn)
    ]
    assert task_sets[0]["loadBalancers"][0]["targetGroupArn"] == served.stack.ids["second"]
    assert task_sets[0]["networkConfiguration"]["awsvpcConfiguration"]["subnets"] == [served.stack.ids["subnet"]]
    assert served.stack.action_of("production") == {"first": 0, "second": 100}
    assert served.stack.action_of("test") == {"first": 0, "second": 100}
    assert len(ecs.list_tasks(cluster="web", desiredStatus="RUNNING")["taskArns"]) == 1
    assert len(served.tasks.all()) == 1
    deployment = served.stack.aws.client("codedeploy").get_deployment(deploymentId=result.deployment_id)
    assert deployment["deploymentInfo"]["status"] == "Succeeded"


def test_the_target_groups_swap_their_roles_with_every_release(serve):
    served = serve()

    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))
    result = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert result.blue_target_group_arn == served.stack.ids["second"]
    assert result.green_target_group_arn == served.stack.ids["first"]
    assert served.stack.action_of("production") == {"second": 0, "first": 100}


def test_the_events_are_those_of_the_console_in_its_order(serve):
    served = serve()

    result = served.deploy(served.stack.artifact(served.stack.push("blue", "1")))

    assert [(event.name, event.status) for event in result.events] == [
        ("BeforeInstall", "Succeeded"),
        ("Install", "Succeeded"),
        ("AfterInstall", "Succeeded"),
        ("AllowTestTraffic", "Succeeded"),
        ("AfterAllowTestTraffic", "Succeeded"),
        ("BeforeAllowTraffic", "Succeeded"),
        ("AllowTraffic", "Succeeded"),
        ("AfterAllowTraffic", "Succeeded"),
        ("End", "Succeeded"),
    ]
    end = result.events[-1]
    assert end.duration_seconds >= 0.1  # a minute at 600 times the speed


def test_a_slow_request_that_blue_has_begun_is_answered_although_blue_ends(serve):
    served = serve()
    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))
    artifact = served.stack.artifact(served.stack.push("green", "2"))

    with SteadyClient(served.production_url, "/slow?seconds=1.5", requests_per_second=20) as client:
        result = served.deploy(artifact)

    assert result.succeeded
    assert sum(answer.started < answer.ended - 1.4 for answer in client.answers) > 5
    assert client.problems() == {}


class BlueStopsFirst(EcsDeployment):
    """A deployer as nobody should write one."""

    def before_install(self) -> None:
        self.tasks.stop(self.blue["taskSetArn"])


def test_a_deployer_that_stops_blue_first_is_seen_to_lose_requests(serve):
    served = serve()

    with SteadyClient(served.production_url) as client:
        result = served.deploy(served.stack.artifact(served.stack.push("blue", "1")), deployment=BlueStopsFirst)

    assert result.succeeded
    assert client.lost > 0
    assert "503 from awselb/2.0" in check_release(client.answers, None, BLUE).problems[0]


class BlueKilled(EcsDeployment):
    """A deployer that forgets the load balancer."""

    def after_allow_test_traffic(self) -> None:
        for task in self.tasks.get(self.blue["taskSetArn"]).tasks:
            task.kill()
        time.sleep(0.1)


def test_a_deployer_that_kills_blue_under_load_is_seen_to_lose_requests(serve):
    served = serve()

    with SteadyClient(served.production_url, requests_per_second=400) as client:
        served.deploy(served.stack.artifact(served.stack.push("blue", "1")), deployment=BlueKilled)

    assert client.lost > 0


def test_an_unhealthy_green_is_rolled_back_and_no_user_notices(serve):
    served = serve()
    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))

    with SteadyClient(served.production_url) as client:
        result = served.deploy(served.stack.artifact(served.stack.push("green", "2", "unhealthy")), clock=IMPATIENT)

    assert (result.succeeded, result.failed_at, result.error_code) == (False, "Install", "TIMEOUT")
    assert "Health checks failed with these codes: [500]" in result.failure
    assert result.rolled_back
    assert client.lost == 0
    assert {answer.release for answer in client.answers} == {BLUE}
    assert served.stack.action_of("production") == {"second": 100, "first": 0}
    assert served.stack.action_of("test") == {"second": 100, "first": 0}
    assert [task_set["status"] for task_set in served.stack.task_sets()] == ["PRIMARY"]


def test_the_next_good_release_succeeds_after_a_rollback(serve):
    served = serve()
    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))
    served.deploy(served.stack.artifact(served.stack.push("bad", "2", "unhealthy")), clock=VERY_IMPATIENT)

    with SteadyClient(served.production_url) as client:
        result = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert result.succeeded
    assert check_release(client.answers, BLUE, GREEN).problems == ()


def test_a_green_whose_process_dies_is_rolled_back_with_its_last_words(serve):
    served = serve()

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2", "dies")), clock=IMPATIENT)

    assert result.rolled_back
    assert "exit code 1: no database" in result.failure


def test_an_image_that_is_not_in_the_registry_is_rolled_back_as_a_failed_pull(serve):
    served = serve()

    result = served.deploy(served.stack.artifact("sha256:" + "0" * 64), clock=VERY_IMPATIENT)

    assert result.rolled_back
    assert "CannotPullContainerError" in result.failure


def test_an_entry_point_that_does_not_exist_is_rolled_back_as_a_failed_start(serve):
    served = serve()

    artifact = served.stack.artifact(served.stack.push("green", "2", cmd=("/srv/missing",)))
    result = served.deploy(artifact, clock=VERY_IMPATIENT)

    assert result.rolled_back
    assert "CannotStartContainerError" in result.failure


def test_a_failed_deployment_stays_as_it_is_without_automatic_rollback(serve):
    served = serve(rollback=False)

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2", "unhealthy")), clock=VERY_IMPATIENT)

    assert not result.rolled_back
    assert [task_set["status"] for task_set in served.stack.task_sets()] == ["PRIMARY", "ACTIVE"]


def test_a_rollback_is_a_deployment_of_its_own(serve):
    served = serve()

    result = served.deploy(served.stack.artifact(served.stack.push("green", "2", "dies")), clock=VERY_IMPATIENT)

    codedeploy = served.stack.aws.client("codedeploy")
    rollback = codedeploy.get_deployment(deploymentId=result.rollback_deployment_id)["deploymentInfo"]
    failed = codedeploy.get_deployment(deploymentId=result.deployment_id)["deploymentInfo"]
    assert (rollback["creator"], rollback["status"], failed["status"]) == ("codeDeployRollback", "Succeeded", "Failed")


class ObservesShares(EcsDeployment):
    """Notes what the production listener says at each wait."""

    shares: list[int]

    def wait(self, seconds: float) -> None:
        described = self.aws.client("elbv2").describe_listeners(ListenerArns=[self.plan.group.production_listener_arn])
        groups = described["Listeners"][0]["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
        self.shares.append(next(g["Weight"] for g in groups if g["TargetGroupArn"] == self.plan.green_target_group_arn))
        super().wait(seconds)


def test_a_canary_gives_green_a_tenth_and_then_everything(serve):
    served = serve(configuration="CodeDeployDefault.ECSCanary10Percent5Minutes")
    served.deploy(served.stack.artifact(served.stack.push("blue", "1")))
    ObservesShares.shares = []

    with SteadyClient(served.production_url) as client:
        artifact = served.stack.artifact(served.stack.push("green", "2"))
        result = served.deploy(artifact, deployment=ObservesShares)

    assert result.succeeded
    assert client.lost == 0
    assert ObservesShares.shares == [10, 100, 100]


def test_a_second_deployment_is_refused_while_one_is_active(serve):
    served = serve()
    first = served.deploy(served.stack.artifact(served.stack.push("blue", "1")))
    # The embedded CodeDeploy as it looks in the middle of a release.
    created = served.stack.aws.client("codedeploy").create_deployment(
        applicationName="web",
        deploymentGroupName="web",
        revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": "{}"}},
    )

    second = served.deploy(served.stack.artifact(served.stack.push("green", "2")))

    assert first.succeeded
    assert second.failed_at == "deployment group"
    assert second.failure == f"The Deployment Group 'web' already has an active Deployment '{created['deploymentId']}'"
    assert served.stack.action_of("production") == {"first": 0, "second": 100}


def test_a_listener_that_does_not_forward_to_the_primary_task_set_is_refused_as_aws_does(serve):
    served = serve()
    served.stack.aws.client("elbv2").modify_listener(
        ListenerArn=served.stack.ids["production"],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": served.stack.ids["second"]}],
    )

    result = served.deploy(served.stack.artifact(served.stack.push("blue", "1")))

    assert result.failure.startswith(
        "The ELB could not be updated due to the following error: Primary taskset target group must be behind listener"
    )
