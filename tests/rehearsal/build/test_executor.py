import json

import pytest

from rehearsal.failure import RehearsalError
from tests.rehearsal.build.codebuild_account import BUCKET, buildspec_of


def create_pipeline(aws, **configuration):
    """A pipeline whose build action has this configuration."""

    def action(name, category, provider, inputs, outputs, **values):
        kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
        artifacts = {
            "inputArtifacts": [{"name": one} for one in inputs],
            "outputArtifacts": [{"name": one} for one in outputs],
        }
        return {"name": name, "actionTypeId": kind, "configuration": values, **artifacts}

    role = "arn:aws:iam::123456789012:role/pipeline"
    trust = {
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "codepipeline.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ]
    }
    aws.client("iam").create_role(
        RoleName="pipeline", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", **trust})
    )
    source = action("Source", "Source", "S3", [], ["SourceArtifact"], S3Bucket=BUCKET, S3ObjectKey="source.zip")
    build = action(
        "Build", "Build", "CodeBuild", ["SourceArtifact"], ["Packed"], ProjectName="web-build", **configuration
    )
    aws.client("codepipeline").create_pipeline(
        pipeline={
            "name": "acme-production-release-pipeline",
            "roleArn": role,
            "artifactStore": {"type": "S3", "location": BUCKET},
            "stages": [{"name": "Source", "actions": [source]}, {"name": "Build", "actions": [build]}],
        }
    )


def test_a_project_that_does_not_exist_is_named(account):
    with pytest.raises(RehearsalError, match="build, web-build: there is no CodeBuild project of this name"):
        account.build()


def test_the_pipelines_action_decides_the_artifacts_name_and_wins_over_the_project(account):
    overrides = json.dumps([{"name": "COLOUR", "value": "red", "type": "PLAINTEXT"}])
    create_pipeline(account.aws, EnvironmentVariables=overrides)
    buildspec = {
        "version": 0.2,
        "phases": {"build": {"commands": ['echo "$COLOUR $CODEBUILD_INITIATOR" > seen.txt']}},
        "artifacts": {"files": ["seen.txt"]},
    }
    account.create_project(buildspec=json.dumps(buildspec, indent=1), COLOUR=("green", "PLAINTEXT"))

    result = account.build()

    assert account.artifact(result) == {"seen.txt": "red codepipeline/acme-production-release-pipeline\n"}
    assert result.artifact_key.startswith("acme-production-rele/Packed/")


def test_another_actions_variable_is_refused_rather_than_left_empty(account):
    overrides = json.dumps([{"name": "COMMIT", "value": "#{SourceVariables.CommitId}"}])
    create_pipeline(account.aws, EnvironmentVariables=overrides)
    account.create_project(buildspec=buildspec_of(build=["true"]))

    with pytest.raises(RehearsalError, match="COMMIT takes another action's variable, which is not rehearsed"):
        account.build()


def test_a_buildspec_that_is_not_in_the_source_fails_the_build(account):
    account.create_project(buildspec="buildspec/gone.yml")

    result = account.build()

    assert result.failure == (
        "DOWNLOAD_SOURCE: buildspec/gone.yml: "
        "the source has no such file, and the project takes its buildspec from there"
    )


def test_an_unknown_key_of_the_buildspec_fails_the_build(account):
    account.create_project(buildspec=buildspec_of(build=["true"]).replace("commands", "comands"))

    result = account.build()

    assert result.failure == "DOWNLOAD_SOURCE: phases.build.comands: is no key of a buildspec; did you mean commands?"
    assert not result.succeeded


def test_a_command_that_fails_in_the_middle_fails_the_build_and_hands_nothing_on(account):
    account.create_project(buildspec=buildspec_of(build=["touch before", "cat gone", "touch after"], post_build=["ls"]))

    result = account.build()

    assert not result.succeeded
    assert [(phase.name, phase.status) for phase in result.phases] == [
        ("BUILD", "FAILED"),
        ("POST_BUILD", "SUCCEEDED"),
        ("UPLOAD_ARTIFACTS", "FAILED"),
    ]
    assert result.failure == "BUILD: exit status 1: cat: gone: No such file or directory"
    assert "before" in result.log
    assert "after" not in result.log


def test_a_build_without_artifacts_leaves_the_pipeline_nothing_to_deploy(account):
    account.create_project(buildspec=buildspec_of(build=["true"]))

    failure = account.build().failure

    assert failure == (
        "UPLOAD_ARTIFACTS: the buildspec has no artifacts, and the pipeline's next action waits for them"
    )


def test_every_build_has_the_next_number_and_is_recorded(account):
    account.create_project(buildspec=buildspec_of(build=["true"]))

    numbers = [account.build().build_number for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert len(account.aws.client("codebuild").list_builds_for_project(projectName="web-build")["ids"]) == 3


def test_scripts_in_the_source_can_be_executed(account):
    account.write("run.sh", "#!/bin/sh\necho >&2 'ran'\n")
    (account.source / "run.sh").chmod(0o755)
    account.create_project(buildspec=buildspec_of(build=["./run.sh"]))

    assert "ran" in account.build().log


def test_a_build_shows_its_phases_and_commands_in_short_and_why_it_failed(account):
    account.create_project(
        buildspec=buildspec_of(pre_build=["(\n  set -e\n  echo one\n  echo two\n)"], build=["false"])
    )

    account.build()

    assert account.shown == [
        "Entering phase DOWNLOAD_SOURCE",
        "Entering phase PRE_BUILD",
        "  $ echo one ...",
        "  one",
        "Entering phase BUILD",
        "  $ false",
        "Phase complete: BUILD State: FAILED",
        "Phase context status code: COMMAND_EXECUTION_ERROR Message: exit status 1: false",
    ]
    assert "Phase complete: PRE_BUILD State: SUCCEEDED" in account.printed
