"""Pipelines on the embedded AWS."""

import copy

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import CONNECTION, PROJECT

PIPELINE = "aws:codepipeline/pipeline:Pipeline"


def action(name, category, provider, configuration, **changes):
    return {
        "name": name,
        "category": category,
        "owner": "AWS",
        "provider": provider,
        "version": "1",
        "configuration": configuration,
        **changes,
    }


@pytest.fixture
def inputs(account):
    """A pipeline's inputs in an account that has everything they refer to."""
    account.deployment_group()
    account.role("build", "codebuild.amazonaws.com")
    account.create(PROJECT, account.project_inputs())
    connection = account.create(CONNECTION, {"name": "web", "providerType": "GitHub"})
    account.aws.client("s3").create_bucket(
        Bucket="web-artifacts", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    source = action(
        "Source",
        "Source",
        "CodeStarSourceConnection",
        {"ConnectionArn": connection.id, "FullRepositoryId": "acme/web", "BranchName": "main"},
        outputArtifacts=["SourceArtifact"],
        namespace="SourceVariables",
    )
    build = action(
        "Build",
        "Build",
        "CodeBuild",
        {"ProjectName": "web"},
        inputArtifacts=["SourceArtifact"],
        outputArtifacts=["BuildArtifact"],
        namespace="BuildVariables",
    )
    deploy = action(
        "Deploy",
        "Deploy",
        "CodeDeployToECS",
        {
            "ApplicationName": "web",
            "DeploymentGroupName": "web",
            "TaskDefinitionTemplateArtifact": "BuildArtifact",
            "AppSpecTemplateArtifact": "BuildArtifact",
            "Image1ArtifactName": "BuildArtifact",
            "Image1ContainerName": "IMAGE1_NAME",
        },
        inputArtifacts=["BuildArtifact"],
    )
    trigger = {
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": {"sourceActionName": "Source", "pushes": [{"branches": {"includes": ["main"]}}]},
    }
    return {
        "name": "web",
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "roleArn": account.role("pipeline", "codepipeline.amazonaws.com"),
        "artifactStores": [{"location": "web-artifacts", "type": "S3"}],
        "stages": [{"name": step["name"], "actions": [step]} for step in (source, build, deploy)],
        "triggers": [trigger],
        "tags": {"team": "web"},
    }


def with_action(inputs, stage, **changes):
    changed = copy.deepcopy(inputs)
    changed["stages"][stage]["actions"][0].update(changes)
    return changed


def with_configuration(inputs, stage, **changes):
    changed = copy.deepcopy(inputs)
    configuration = changed["stages"][stage]["actions"][0]["configuration"]
    configuration.update(changes)
    return changed


def test_a_pipeline_is_there_as_the_program_wrote_it(account, inputs):
    created = account.create(PIPELINE, inputs)

    live = account.aws.client("codepipeline").get_pipeline(name="web")["pipeline"]

    assert created.id == "web"
    assert created.outputs["arn"] == "arn:aws:codepipeline:eu-central-1:123456789012:web"
    assert live["artifactStore"] == {"location": "web-artifacts", "type": "S3"}
    assert (live["pipelineType"], live["executionMode"]) == ("V2", "QUEUED")
    assert live["triggers"] == [
        {
            "providerType": "CodeStarSourceConnection",
            "gitConfiguration": {"sourceActionName": "Source", "push": [{"branches": {"includes": ["main"]}}]},
        }
    ]
    assert live["stages"][1]["actions"][0]["actionTypeId"] == {
        "category": "Build",
        "owner": "AWS",
        "provider": "CodeBuild",
        "version": "1",
    }
    assert live["stages"][2]["actions"][0]["inputArtifacts"] == [{"name": "BuildArtifact"}]
    assert created.read() == (created.inputs, created.outputs)


def test_a_pipeline_changes_in_place(account, inputs):
    created = account.create(PIPELINE, inputs)
    changed = with_configuration(inputs, 0, BranchName="release")

    created.update(stages=changed["stages"], executionMode="SUPERSEDED", tags={"team": "shop"})

    live = account.aws.client("codepipeline").get_pipeline(name="web")["pipeline"]
    assert live["version"] == 2
    assert live["stages"][0]["actions"][0]["configuration"]["BranchName"] == "release"
    assert created.read() == (created.inputs, created.outputs)


def test_a_pipeline_shows_what_was_changed_behind_the_programs_back(account, inputs):
    created = account.create(PIPELINE, inputs)
    codepipeline = account.aws.client("codepipeline")
    pipeline = codepipeline.get_pipeline(name="web")["pipeline"]
    pipeline["stages"][0]["actions"][0]["configuration"]["BranchName"] = "elsewhere"
    codepipeline.update_pipeline(pipeline=pipeline)

    assert created.read()[0] == with_configuration(inputs, 0, BranchName="elsewhere")


def test_conditions_of_a_stage_survive_the_way_there_and_back(account, inputs):
    rule = {
        "name": "alarm",
        "ruleTypeId": {"category": "Rule", "owner": "AWS", "provider": "CloudWatchAlarm", "version": "1"},
        "configuration": {"AlarmName": "web-errors"},
        "inputArtifacts": ["BuildArtifact"],
    }
    inputs["stages"][2]["onFailure"] = {"result": "ROLLBACK"}
    inputs["stages"][2]["beforeEntry"] = {"condition": {"result": "FAIL", "rules": [rule]}}

    created = account.create(PIPELINE, inputs)

    assert created.read()[0] == inputs


def test_a_deleted_pipeline_is_gone_and_deleting_it_again_is_no_error(account, inputs):
    created = account.create(PIPELINE, inputs)

    created.delete()
    created.delete()

    assert created.read() is None


def refusal_of(account, inputs):
    with pytest.raises(ResourceError) as refused:
        account.create(PIPELINE, inputs)
    start = "aws:codepipeline/pipeline:Pipeline web: "
    assert str(refused.value).startswith(start)
    return str(refused.value).removeprefix(start)


def test_references_to_what_is_not_there_name_the_property(account, inputs):
    connection = inputs["stages"][0]["actions"][0]["configuration"]["ConnectionArn"]
    gone = f"{connection[:-1]}x"

    assert refusal_of(account, with_configuration(inputs, 0, ConnectionArn=gone)) == (
        f"stages[0].actions[0].configuration.ConnectionArn: there is no connection {gone}"
    )
    assert refusal_of(account, with_configuration(inputs, 1, ProjectName="none")) == (
        "stages[1].actions[0].configuration.ProjectName: there is no CodeBuild project none"
    )
    assert refusal_of(account, with_configuration(inputs, 2, ApplicationName="none")) == (
        "stages[2].actions[0].configuration.ApplicationName: there is no CodeDeploy application none"
    )
    assert refusal_of(account, with_configuration(inputs, 2, DeploymentGroupName="none")) == (
        "stages[2].actions[0].configuration.DeploymentGroupName: "
        "there is no deployment group none in the CodeDeploy application web"
    )
    assert refusal_of(account, {**inputs, "artifactStores": [{"location": "none", "type": "S3"}]}) == (
        "artifactStores[0].location: there is no bucket none"
    )
    assert refusal_of(account, {**inputs, "roleArn": "arn:aws:iam::123456789012:role/none"}) == (
        "roleArn: there is no role arn:aws:iam::123456789012:role/none"
    )


def test_a_connection_of_another_account_is_believed(account, inputs):
    other = "arn:aws:codeconnections:eu-central-1:210987654321:connection/aEXAMPLE-8aad-4d5d-8878-dfcab0bc441f"

    created = account.create(PIPELINE, with_configuration(inputs, 0, ConnectionArn=other))

    assert created.read()[0]["stages"][0]["actions"][0]["configuration"]["ConnectionArn"] == other


def test_actions_that_do_not_fit_together_name_the_property(account, inputs):
    assert refusal_of(account, with_action(inputs, 1, inputArtifacts=["Sources"])) == (
        "stages[1].actions[0].inputArtifacts: no action before it makes Sources"
    )
    assert refusal_of(account, with_action(inputs, 1, outputArtifacts=["SourceArtifact"])) == (
        "stages[1].actions[0].outputArtifacts: another action makes SourceArtifact already"
    )
    assert refusal_of(account, with_action(inputs, 1, namespace="SourceVariables")) == (
        "stages[1].actions[0].namespace: another action has the namespace SourceVariables already"
    )
    assert refusal_of(account, with_configuration(inputs, 2, Image1ArtifactName="SourceArtifact")) == (
        "stages[2].actions[0].configuration.Image1ArtifactName: SourceArtifact is no input artifact of this action"
    )
    assert refusal_of(account, with_configuration(inputs, 1, Project="web")) == (
        "stages[1].actions[0].configuration.Project: the CodeBuild action has no such key"
    )
    assert refusal_of(account, with_action(inputs, 0, configuration={})) == (
        "stages[0].actions[0].configuration: the CodeStarSourceConnection action needs BranchName"
    )
    assert refusal_of(account, with_action(inputs, 1, artefacts=["SourceArtifact"])).startswith(
        "pipeline.stages.actions.artefacts: CreatePipeline has no such property"
    )


def test_a_pipeline_begins_with_its_sources(account, inputs):
    swapped = {**inputs, "stages": [inputs["stages"][1], inputs["stages"][0]]}

    assert refusal_of(account, swapped) == (
        "stages[0].actions[0].category: got Build, the first stage holds source actions alone"
    )
    assert refusal_of(account, {**inputs, "stages": inputs["stages"][:1]}) == (
        "stages: got 1 stages, a pipeline needs at least 2"
    )


def test_triggers_and_modes_are_for_pipelines_of_the_second_type(account, inputs):
    elsewhere = copy.deepcopy(inputs)
    elsewhere["triggers"][0]["gitConfiguration"]["sourceActionName"] = "Sources"

    assert refusal_of(account, {**inputs, "pipelineType": "V1"}) == (
        "triggers: only pipelines of pipelineType V2 have triggers"
    )
    assert refusal_of(account, {**inputs, "pipelineType": "V1", "triggers": []}) == (
        "executionMode: QUEUED is for pipelines of pipelineType V2"
    )
    assert refusal_of(account, elsewhere) == (
        "triggers[0].gitConfiguration.sourceActionName: there is no source action Sources"
    )


def test_the_pipelines_role_admits_code_pipeline_for_this_pipeline(account, inputs):
    other = account.role("other", "codebuild.amazonaws.com")
    source = {"ArnEquals": {"aws:SourceArn": "arn:aws:codepipeline:eu-central-1:123456789012:other"}}
    wrong = account.role("wrong", "codepipeline.amazonaws.com", source)

    assert "does not admit codepipeline.amazonaws.com" in refusal_of(account, {**inputs, "roleArn": other})
    assert "conditions refuse codepipeline.amazonaws.com for arn:aws:codepipeline:eu-central-1:123456789012:web" in (
        refusal_of(account, {**inputs, "roleArn": wrong})
    )
