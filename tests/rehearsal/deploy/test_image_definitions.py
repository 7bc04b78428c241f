"""imagedefinitions.json of a release's artifact."""

import json

import pytest

from rehearsal.deploy.artifact import Artifact
from rehearsal.deploy.image_definitions import check_image_definitions
from rehearsal.deploy.result import DeploymentFailure

DEFINITION = {"containerDefinitions": [{"name": "app", "image": "web@sha256:1"}]}


def check(*entries):
    check_image_definitions(Artifact("BuildArtifact", {"imagedefinitions.json": json.dumps(entries)}), DEFINITION)


def test_an_artifact_without_the_file_or_with_the_release_in_it_is_taken():
    check_image_definitions(Artifact("BuildArtifact", {}), DEFINITION)
    check({"name": "app", "imageUri": "web:1"})


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"name": "web", "imageUri": "web@sha256:1"}, "names container web, the task definition has app"),
        ({"name": "app", "imageUri": "shop:1"}, "has the image shop:1 for container app, the release has web@sha256:1"),
        ({"name": "app"}, "is no list of names and image URIs"),
    ],
)
def test_another_container_or_image_is_refused(entry, reason):
    with pytest.raises(DeploymentFailure) as failure:
        check(entry)

    assert reason in failure.value.reason
