"""The component's own buildspec, run on the embedded AWS: what it hands to the deployment, and when it refuses to."""

import urllib.request

import pytest

from tests.rehearsal.build.codebuild_account import APPSPEC, BUILDSPEC, HOST, TASK_DEFINITION, CodeBuildAccount

COMMIT_TAG_LENGTH = 12


@pytest.fixture(scope="module")
def released(embedded, tmp_path_factory):
    """One commit built twice: the account and both results."""
    urllib.request.urlopen(f"{embedded.endpoint_url}/moto-api/reset", data=b"").close()
    account = CodeBuildAccount(embedded, tmp_path_factory.mktemp("released"))
    # What a repository of the article's kind still holds must not be deployed.
    account.write("taskdef.json", '{"image": "old"}')
    account.write("imageDetail.json", '{"ImageURI": "old"}')
    account.create_project()
    results = account.build(), account.build()
    artifact = account.artifact(results[1])
    return account, results, artifact, account.tags()


def test_a_build_hands_exactly_the_four_files_to_the_deployment(released):
    _, (_, result), artifact, tags = released

    tag = result.exported_variables["IMAGE_TAG"]
    assert result.succeeded, result.failure
    assert artifact == {
        "appspec.yaml": APPSPEC + "\n",
        "imageDetail.json": f'{{"ImageURI":"{HOST}/web@{tags[tag]}"}}\n',
        "imagedefinitions.json": f'[{{"name":"web","imageUri":"{HOST}/web:{tag}"}}]\n',
        "taskdef.json": TASK_DEFINITION + "\n",
    }


def test_the_artifact_lies_under_the_pipelines_key(released):
    _, (result, _), _, _ = released

    assert result.artifact_bucket == "artifacts-123456789012"
    assert result.artifact_key.startswith("web-pipeline/BuildArtif/")


def test_a_second_build_of_a_commit_has_a_tag_and_a_digest_of_its_own_and_moves_latest(released):
    _, (first, second), _, tags = released

    commit = first.exported_variables["IMAGE_TAG"].rpartition("-")[0]
    assert len(commit) == COMMIT_TAG_LENGTH
    assert first.exported_variables == {"IMAGE_TAG": f"{commit}-1", "IMAGE_DIGEST": tags[f"{commit}-1"]}
    assert second.exported_variables == {"IMAGE_TAG": f"{commit}-2", "IMAGE_DIGEST": tags[f"{commit}-2"]}
    assert first.image_digest != second.image_digest
    assert tags["latest"] == second.image_digest


def test_the_pushed_image_can_be_started_from_the_image_store(released):
    account, (result, _), _, _ = released

    image = account.images.load(result.image_digest)

    assert (image.rootfs / "app" / "server.py").read_text() == "print('hello')\n"
    assert (image.cmd, image.workdir, image.env) == (("python", "server.py"), "/app", {"PYTHONUNBUFFERED": "1"})


def test_the_log_shows_no_template(released):
    _, (result, _), _, _ = released

    assert "containerDefinitions" not in "\n".join(result.log)


def test_a_build_says_what_made_the_image(released):
    account, (result, _), _, _ = released

    assert result.docker == "from a manifest: no docker engine answers"
    assert "Built from a manifest: no docker engine answers" in account.printed


def test_the_buildspec_is_taken_from_the_source_when_the_project_names_a_path(account):
    account.write("buildspec/buildspec.yml", BUILDSPEC)
    account.create_project(buildspec="buildspec/buildspec.yml")

    result = account.build()

    assert result.succeeded, result.failure


@pytest.mark.parametrize(
    "name", ["REPOSITORY_URI", "REPOSITORY_NAME", "CONTAINER_NAME", "APPLICATION_PATH", "DOCKERFILE"]
)
def test_an_empty_variable_fails_before_anything_is_built(account, name):
    account.create_project(**{name: ("", "PLAINTEXT")})

    result = account.build()

    assert not result.succeeded
    assert result.failure.startswith("PRE_BUILD: exit status")
    assert f"{name}: is empty" in result.failure
    assert account.tags() == {}


@pytest.mark.parametrize("name", ["TASK_DEFINITION_TEMPLATE", "APPSPEC_TEMPLATE"])
def test_an_empty_template_fails_before_anything_is_built(account, name):
    account.create_project(**{name: ("", "PLAINTEXT")})

    result = account.build()

    assert not result.succeeded
    assert f"{name}: is empty" in result.failure


@pytest.mark.parametrize(
    ("parameter", "value", "failure"),
    [
        ("/web/taskdef", '{"image": "web:latest"}', "TASK_DEFINITION_TEMPLATE lacks the placeholder <IMAGE1_NAME>"),
        ("/web/appspec", "TaskDefinition: web:7", "APPSPEC_TEMPLATE lacks the placeholder <TASK_DEFINITION>"),
    ],
)
def test_a_template_without_its_placeholder_fails(account, parameter, value, failure):
    account.put_parameter(parameter, value)
    account.create_project()

    result = account.build()

    assert result.failure == f"PRE_BUILD: exit status 1: {failure}"


def test_a_missing_dockerfile_fails_as_docker_says_it_and_writes_no_release(account):
    account.create_project(DOCKERFILE=("Containerfile", "PLAINTEXT"))

    result = account.build()

    assert result.failure == (
        "BUILD: exit status 1: ERROR: failed to solve: failed to read dockerfile: "
        "open application/Containerfile: no such file or directory"
    )
    assert "The build failed, so no release is written." in result.log
    assert account.tags() == {}
    assert result.artifact_key == ""


def test_the_digest_is_never_asked_for_when_the_push_fails(account):
    account.create_project(REPOSITORY_URI=(f"{HOST}/gone", "PLAINTEXT"), REPOSITORY_NAME=("gone", "PLAINTEXT"))

    result = account.build()

    assert "The repository with name 'gone' does not exist in the registry" in result.failure
    assert list(result.exported_variables) == ["IMAGE_TAG"]


def test_a_tag_that_exists_already_fails_the_push(account):
    fixed_tag = BUILDSPEC.replace('"${CODEBUILD_RESOLVED_SOURCE_VERSION:0:12}-$CODEBUILD_BUILD_NUMBER"', "v1")
    account.create_project(buildspec=fixed_tag)
    first = account.build()

    second = account.build()

    assert first.succeeded
    assert second.failure == (
        "BUILD: exit status 1: tag invalid: The image tag 'v1' already exists in the 'web' repository "
        "and cannot be overwritten because the repository is immutable."
    )
    assert account.tags() == {"v1": first.image_digest, "latest": first.image_digest}


def test_a_file_that_the_build_does_not_write_fails_the_upload(account):
    account.create_project(buildspec=BUILDSPEC + "    - appspec.yml\n")

    result = account.build()

    assert result.failure == "UPLOAD_ARTIFACTS: no matching artifact paths found: appspec.yml was not written"
    assert result.artifact_key == ""


def test_a_release_of_more_than_three_megabytes_fails(account):
    written = "printf '%s\\n' \"$TASK_DEFINITION_TEMPLATE\" > taskdef.json"
    account.create_project(buildspec=BUILDSPEC.replace(written, "head -c 3000000 /dev/zero > taskdef.json"))

    result = account.build()

    assert not result.succeeded
    assert "bytes, CodePipeline hands at most 3 MB to CodeDeploy" in result.failure


def test_a_project_without_privileges_has_no_docker_daemon(account):
    account.create_project(privileged=False)

    result = account.build()

    assert result.failure == (
        "BUILD: exit status 1: "
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
    )
