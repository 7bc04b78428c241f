"""Every artifact that AWS would refuse is one sentence, before anything of the service is touched."""

import json

import pytest

from rehearsal.build.image_store import ImageStore
from rehearsal.deploy import Clock, deploy
from rehearsal.deploy import artifact as artifact_module
from rehearsal.deploy.executor import make_plan
from tests.rehearsal.deploy.embedded_stack import ACTION, APPSPEC, EmbeddedStack

ZEROS = "sha256:" + "0" * 64


@pytest.fixture(scope="module")
def stack(module_aws, tmp_path_factory):
    """One for all of these tests: none of them may change it."""
    folder = tmp_path_factory.mktemp("stack")
    return EmbeddedStack(module_aws, ImageStore(folder / "images"), folder)


def fail(stack, bucket_and_key, action=ACTION):
    """The failure of a deployment that must not get as far as the service."""
    said = []
    result = deploy(stack.aws, *bucket_and_key, action, None, None, Clock(), said.append)
    assert (result.succeeded, result.failed_at, result.deployment_id, result.events) == (False, "artifact", None, ())
    assert said == [f"failed at artifact: {result.failure}"]
    return result.failure


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (
            "taskdef_json",
            "Exception while trying to read the task definition artifact file from: BuildArtifact "
            "(taskdef.json is not in it)",
        ),
        (
            "appspec_yaml",
            "Exception while trying to read the AppSpec artifact file from: BuildArtifact (appspec.yaml is not in it)",
        ),
        (
            "imageDetail_json",
            "Exception while trying to read the image artifact file from: BuildArtifact "
            "(imageDetail.json is not in it)",
        ),
    ],
)
def test_a_missing_file_is_named(stack, missing, sentence):
    assert fail(stack, stack.artifact(ZEROS, **{missing: None})) == sentence


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("taskdef_json", '{"family": "web",', "taskdef.json is no JSON: "),
        ("taskdef_json", "[]", "taskdef.json is no JSON object"),
        ("taskdef_json", '{"family": "web"}', "taskdef.json has no containerDefinitions"),
        ("imageDetail_json", '{"ImageURI": "', "imageDetail.json is no JSON: "),
        ("imageDetail_json", '{"imageUri": "a"}', "imageDetail.json has no ImageURI"),
        ("appspec_yaml", "version: [0.0\n<TASK_DEFINITION>", "appspec.yaml is no YAML: "),
        ("appspec_yaml", "version: 0.0", "appspec.yaml lacks <TASK_DEFINITION>"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(stack, file, text, sentence):
    assert fail(stack, stack.artifact(ZEROS, **{file: text})).startswith(sentence)


def test_a_placeholder_that_nothing_replaces_is_named(stack):
    definition = stack.task_definition("<IMAGE1_NAME>")
    definition["containerDefinitions"].append({"name": "proxy", "image": "<IMAGE2_NAME>", "memory": 64})

    sentence = fail(stack, stack.artifact(ZEROS, taskdef_json=json.dumps(definition)))

    assert sentence == "taskdef.json still has the placeholder <IMAGE2_NAME> after everything was replaced"


def test_another_placeholder_name_than_the_actions_is_named(stack):
    sentence = fail(stack, stack.artifact(ZEROS), ACTION | {"Image1ContainerName": "IMAGE_NAME"})

    assert sentence == "taskdef.json still has the placeholder <IMAGE1_NAME> after everything was replaced"


def test_more_than_3_mb_is_refused_in_awss_words(stack):
    key = "build/large"
    stack.aws.client("s3").put_object(Bucket="artifacts", Key=key, Body=b"x" * (3 * 1024 * 1024 + 1))

    assert fail(stack, ("artifacts", key)) == (
        "Exception while trying to read the task definition artifact file from: BuildArtifact "
        "(it has 3145729 bytes, the action takes 3145728 at most)"
    )


def test_what_is_no_archive_is_said_to_be_none(stack):
    stack.aws.client("s3").put_object(Bucket="artifacts", Key="build/text", Body=b"text")

    assert fail(stack, ("artifacts", "build/text")).startswith("artifact BuildArtifact is no ZIP archive of text files")


def test_an_artifact_that_is_not_there_is_said_not_to_be(stack):
    assert fail(stack, ("artifacts", "build/none")).startswith(
        "artifact BuildArtifact cannot be read from s3://artifacts/build/none: "
    )


def test_a_task_definition_that_ecs_refuses_is_given_with_ecss_reason(stack):
    definition = stack.task_definition("<IMAGE1_NAME>") | {"cpu": "300"}

    sentence = fail(stack, stack.artifact(ZEROS, taskdef_json=json.dumps(definition)))

    assert sentence.startswith("the task definition cannot be registered: ")
    assert "No Fargate configuration exists for given values" in sentence


@pytest.mark.parametrize("key", ["taskDefinitionArn", "self", "Api_params", ""])
def test_an_unknown_key_of_the_task_definition_is_named(stack, key):
    definition = stack.task_definition("<IMAGE1_NAME>") | {key: "x"}

    sentence = fail(stack, stack.artifact(ZEROS, taskdef_json=json.dumps(definition)))

    assert sentence == f"the task definition has the unknown key {key}"


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        ("ContainerName: web", "ContainerName: api", "appspec.yaml names container api, the task definition has web"),
        (
            "ContainerPort: 8080",
            "ContainerPort: 80",
            "appspec.yaml names port 80 of container web, the task definition has 8080",
        ),
    ],
)
def test_an_appspec_that_does_not_fit_the_task_definition_is_refused(stack, ours, theirs, sentence):
    appspec = APPSPEC.format(subnet="subnet-1", security_group="sg-1").replace(ours, theirs)

    assert fail(stack, stack.artifact(ZEROS, appspec_yaml=appspec)) == sentence


def test_a_release_may_move_to_another_port_than_the_service_was_created_with(stack):
    """The new task set brings its own port; the service's counts for its first tasks only."""
    definition = stack.task_definition("<IMAGE1_NAME>")
    definition["containerDefinitions"][0]["portMappings"] = [{"containerPort": 9090}]
    appspec = APPSPEC.format(subnet="subnet-1", security_group="sg-1").replace("Port: 8080", "Port: 9090")
    artifact = stack.artifact(ZEROS, taskdef_json=json.dumps(definition), appspec_yaml=appspec)

    plan = make_plan(stack.aws, *artifact, ACTION)

    assert (plan.appspec.container_name, plan.appspec.container_port) == ("web", 9090)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ApplicationName": ""}, "the action's configuration lacks ApplicationName"),
        ({"AppSpecTemplateArtifact": ""}, "the action's configuration lacks AppSpecTemplateArtifact"),
        (
            {"Image1ContainerName": ""},
            "the action's configuration needs both of Image1ArtifactName and Image1ContainerName, or none",
        ),
        (
            {"Image1ArtifactName": "SourceArtifact"},
            "the action reads from several artifacts (BuildArtifact, SourceArtifact), the rehearsal has one",
        ),
    ],
)
def test_an_incomplete_action_is_refused(changed, sentence):
    with pytest.raises(artifact_module.DeploymentFailure) as failure:
        artifact_module.artifact_name(ACTION | changed)

    assert failure.value.reason == sentence


def test_paths_and_placeholders_are_those_of_the_action():
    files = {
        "ecs/definition.json": '{"containerDefinitions": [{"image": "<THE_IMAGE>"}]}',
        "ecs/spec.yaml": "TaskDefinition: <TASK_DEFINITION>",
        "imageDetail.json": '{"ImageURI": "registry/web@sha256:1"}',
    }
    action = ACTION | {
        "TaskDefinitionTemplatePath": "ecs/definition.json",
        "AppSpecTemplatePath": "ecs/spec.yaml",
        "Image1ContainerName": "THE_IMAGE",
    }
    artifact = artifact_module.Artifact("BuildArtifact", files)

    definition = artifact_module.render_task_definition(artifact, action)
    path, text = artifact_module.read_appspec(artifact, action)

    assert definition == {"containerDefinitions": [{"image": "registry/web@sha256:1"}]}
    assert (path, text) == ("ecs/spec.yaml", "TaskDefinition: <TASK_DEFINITION>")
