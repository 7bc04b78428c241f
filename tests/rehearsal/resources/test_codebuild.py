"""Build projects on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import PROJECT


def project(account, **changes):
    account.role("build", "codebuild.amazonaws.com")
    return account.create(PROJECT, account.project_inputs(**changes))


def live_project(account):
    return account.aws.client("codebuild").batch_get_projects(names=["web"])["projects"][0]


def test_a_pipelines_project_is_kept_in_full(account):
    created = project(
        account,
        description="builds",
        concurrentBuildLimit=1,
        sourceVersion="main",
        cache={"type": "LOCAL", "modes": ["LOCAL_DOCKER_LAYER_CACHE"]},
        tags={"team": "web"},
    )

    live = live_project(account)

    assert created.id == created.outputs["arn"] == "arn:aws:codebuild:eu-central-1:123456789012:project/web"
    assert live["source"] == {"type": "CODEPIPELINE", "buildspec": "version: 0.2"}
    assert live["artifacts"] == {"type": "CODEPIPELINE"}
    assert live["environment"]["environmentVariables"] == [
        {"name": "CONTAINER_NAME", "value": "web", "type": "PLAINTEXT"},
        {"name": "APPSPEC_TEMPLATE", "value": "/web/appspec", "type": "PARAMETER_STORE"},
    ]
    assert (live["timeoutInMinutes"], live["queuedTimeoutInMinutes"]) == (30, 480)
    assert (live["concurrentBuildLimit"], live["description"], live["sourceVersion"]) == (1, "builds", "main")
    assert live["logsConfig"] == {"cloudWatchLogs": {"groupName": "/web", "status": "ENABLED"}}
    assert created.read() == (created.inputs, created.outputs)


def test_a_project_changes_in_place(account):
    created = project(account, description="builds", tags={"team": "web"})
    environment = {**created.inputs["environment"], "computeType": "BUILD_GENERAL1_LARGE"}

    created.update(description=None, buildTimeout=60, environment=environment, tags={"team": "shop"})

    live = live_project(account)
    assert live["environment"]["computeType"] == "BUILD_GENERAL1_LARGE"
    assert live["timeoutInMinutes"] == 60
    assert live["description"] == ""
    assert live["tags"] == [{"key": "team", "value": "shop"}]
    assert created.read()[0] == created.inputs


def test_a_project_shows_what_was_changed_behind_the_programs_back(account):
    created = project(account)
    source = {"type": "CODEPIPELINE", "buildspec": "version: 0.1"}
    account.aws.client("codebuild").update_project(name="web", source=source)

    assert created.read()[0]["source"] == source


def test_a_deleted_project_is_gone_and_deleting_it_again_is_no_error(account):
    created = project(account)

    created.delete()
    created.delete()

    assert created.read() is None


@pytest.mark.parametrize(
    ("machine", "size"),
    [("ARM_CONTAINER", "BUILD_GENERAL1_XLARGE"), ("LINUX_LAMBDA_CONTAINER", "BUILD_LAMBDA_1GB")],
)
def test_machines_that_moto_does_not_know_are_taken(account, machine, size):
    environment = {"type": machine, "computeType": size, "image": "image"}

    assert project(account, environment=environment).outputs["environment"]["type"] == machine


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"serviceRole": "arn:aws:iam::123456789012:role/none"}, "serviceRole: there is no role"),
        ({"vpcConfig": {"vpcId": "vpc-0", "subnets": ["subnet-0"]}}, "vpcConfig.subnets: there is no subnet subnet-0"),
        ({"buildTimeout": 4}, "timeoutInMinutes: got 4, allowed are 5 to 2160"),
        ({"buildTimeouts": 30}, "buildTimeouts: CreateProject has no such property"),
        ({"projectVisibility": "PUBLIC_READ"}, "projectVisibility: the rehearsal knows PRIVATE projects alone"),
        ({"artifacts": {"type": "S3"}}, "artifacts.type: got S3 with a source of type CODEPIPELINE"),
    ],
)
def test_a_project_that_aws_would_refuse_names_the_property(account, changes, refusal):
    with pytest.raises(ResourceError) as refused:
        project(account, **changes)

    assert str(refused.value).startswith("aws:codebuild/project:Project web: ")
    assert refusal in str(refused.value)


@pytest.mark.parametrize(
    ("source_arn", "assumed"),
    [
        ("arn:aws:codebuild:eu-central-1:123456789012:project/web", True),
        ("arn:aws:codebuild:eu-central-1:123456789012:project/other", False),
    ],
)
def test_a_role_for_another_project_cannot_be_assumed(account, source_arn, assumed):
    account.role("build", "codebuild.amazonaws.com", {"ArnLike": {"aws:SourceArn": source_arn}})

    if assumed:
        assert account.create(PROJECT, account.project_inputs()).read() is not None
    else:
        with pytest.raises(ResourceError, match="Project web: serviceRole: cannot assume role .* conditions refuse"):
            account.create(PROJECT, account.project_inputs())


def test_a_role_that_admits_another_service_cannot_be_assumed(account):
    account.role("build", "codepipeline.amazonaws.com")

    with pytest.raises(ResourceError, match="serviceRole: cannot assume role .*does not admit codebuild.amazonaws.com"):
        account.create(PROJECT, account.project_inputs())
