"""What CodeBuild refuses of a project."""

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import PROJECT

X86 = "aws/codebuild/amazonlinux-x86_64-standard:5.0"


def project(account, **changes):
    account.role("build", "codebuild.amazonaws.com")
    inputs = account.project_inputs()
    environment = {**inputs["environment"], **changes.pop("environment", {})}
    return account.create(PROJECT, {**inputs, "environment": environment, **changes})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": {"type": "GITHUB"}}, "artifacts.type: got CODEPIPELINE with a source of type GITHUB"),
        (
            {"artifacts": {"type": "NO_ARTIFACTS"}},
            "artifacts.type: got NO_ARTIFACTS with a source of type CODEPIPELINE",
        ),
        ({"environment": {"type": "ARM_CONTAINER"}}, f"environment.image: got {X86}, CodeBuild's own images for ARM"),
        ({"environment": {"image": "aws/codebuild/standard:99"}}, "environment.image: got aws/codebuild/standard:99"),
        ({"environment": {"computeType": "BUILD_LAMBDA_1GB"}}, "environment.computeType: BUILD_LAMBDA_1GB does not go"),
        (
            {"environment": {"environmentVariables": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]}},
            "environment.environmentVariables: A is there twice",
        ),
        ({"encryptionKey": "alias/none"}, "encryptionKey: there is no key alias/none"),
    ],
)
def test_a_project_whose_parts_do_not_fit_is_refused(account, changes, reason):
    with pytest.raises(ResourceError) as error:
        project(account, **changes)

    assert reason in str(error.value)


@pytest.mark.parametrize(
    ("machine", "image"),
    [
        ("LINUX_CONTAINER", "aws/codebuild/standard:7.0"),
        ("LINUX_CONTAINER", f"{X86}-24.10.29"),
        ("ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"),
        ("ARM_CONTAINER", "public.ecr.aws/docker/library/python:3.13"),
    ],
)
def test_an_image_for_the_machine_is_taken(account, machine, image):
    assert project(account, environment={"type": machine, "image": image}).outputs["environment"]["image"] == image
