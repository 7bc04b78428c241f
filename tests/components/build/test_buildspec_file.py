"""The component's buildspec as a file: one source for the package and for this repository, and nothing AWS refuses."""

import re
from pathlib import Path

import yaml

PROJECT_DIRECTORY = Path(__file__).resolve().parents[3]
COMPONENTS_COPY = PROJECT_DIRECTORY / "components" / "blue_green_ecs_pipeline" / "build" / "buildspec.yml"
REPOSITORYS_COPY = PROJECT_DIRECTORY / "buildspec" / "buildspec.yml"
COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)


def buildspec():
    return yaml.safe_load(COMPONENTS_COPY.read_text())


def commands():
    """Every command, without the comments inside."""
    listed = [command for phase in buildspec()["phases"].values() for command in phase["commands"]]
    return [COMMENT.sub("", command) for command in listed]


def test_the_component_and_the_repository_have_the_same_buildspec():
    assert REPOSITORYS_COPY.read_bytes() == COMPONENTS_COPY.read_bytes()


def test_it_begins_with_its_version_as_every_inline_buildspec_of_awss_pages_does():
    assert COMPONENTS_COPY.read_text().startswith("version: 0.2\n")


def test_the_folder_buildspec_holds_the_buildspec_alone():
    assert [path.name for path in REPOSITORYS_COPY.parent.iterdir()] == ["buildspec.yml"]


def test_it_exports_the_images_tag_and_digest_and_nothing_of_awss_own():
    exported = buildspec()["env"]["exported-variables"]

    assert exported == ["IMAGE_TAG", "IMAGE_DIGEST"]
    assert not [name for name in exported if name.startswith("AWS_")]


def test_its_artifact_is_exactly_what_the_deployment_reads():
    assert buildspec()["artifacts"] == {
        "files": ["imagedefinitions.json", "imageDetail.json", "appspec.yaml", "taskdef.json"]
    }


def test_it_needs_no_more_than_bash_the_aws_command_and_docker():
    shell = {"printf", "echo", "export", "set", "exit", "case", "esac", "if", "then", "fi"}
    started = {match for command in commands() for match in re.findall(r"^\s*([a-z]+)(?= )", command, re.MULTILINE)}

    assert started <= {"docker", "aws", *shell}
    assert not re.search(r"\bjq\b", "\n".join(commands()))


def test_it_never_prints_its_environment():
    for command in commands():
        assert not re.search(r"(^|[\s;|(])(env|printenv|declare -p|export -p|set -x|set -o xtrace)($|[\s;|)])", command)


def test_it_prints_no_variable_that_holds_a_template():
    printed = [line for command in commands() for line in command.splitlines() if "echo" in line]

    assert not [line for line in printed if "$TASK_DEFINITION_TEMPLATE" in line or "$APPSPEC_TEMPLATE" in line]


def test_the_digest_is_read_through_the_tag_just_pushed_and_never_through_latest():
    reading = [command for command in commands() if "describe-images" in command]

    assert len(reading) == 1
    assert 'imageTag="$IMAGE_TAG"' in reading[0]
    assert "latest" not in reading[0]


def test_a_failing_command_inside_a_block_fails_the_block():
    blocks = [command for command in commands() if command.count("\n") > 2 and command.startswith("(")]

    assert len(blocks) == 3
    assert all(block.lstrip("(\n ").startswith("set -euo pipefail") for block in blocks)


def test_every_variable_of_the_project_is_checked_before_the_build():
    checks = buildspec()["phases"]["pre_build"]["commands"][0]

    names = re.findall(r': "\$\{([A-Z_]+):\?', checks)

    assert names == [
        "CODEBUILD_RESOLVED_SOURCE_VERSION",
        "CODEBUILD_BUILD_NUMBER",
        "REPOSITORY_URI",
        "REPOSITORY_NAME",
        "CONTAINER_NAME",
        "APPLICATION_PATH",
        "DOCKERFILE",
        "TASK_DEFINITION_TEMPLATE",
        "APPSPEC_TEMPLATE",
    ]
