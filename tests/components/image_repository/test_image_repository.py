"""The registry keeps a rollback's worth of images, and is not lost by accident."""

from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import ConfigurationError, ImageRepository
from tests.components.builders import NAME, TAGS, image_repository_args
from tests.graph import Graph, attempt, create


def image_repository(opts: pulumi.ResourceOptions | None = None, **settings: Any) -> Graph:
    return create(lambda: ImageRepository("web", image_repository_args(**settings), opts))


@pytest.fixture(scope="module")
def default() -> Graph:
    return image_repository()


def test_releases_keep_their_tag_and_are_scanned_and_encrypted(default: Graph) -> None:
    repository = default["web-image-repository"]

    assert repository.type == "aws:ecr/repository:Repository"
    assert repository.inputs == {
        "name": NAME,
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": [{"filter": "latest", "filterType": "WILDCARD"}],
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [{"encryptionType": "KMS"}],
        "forceDelete": False,
        "tags": TAGS,
    }


def test_the_newest_30_images_are_kept_and_unfinished_ones_for_a_day(default: Graph) -> None:
    policy = default["web-lifecycle-policy"]

    assert policy.type == "aws:ecr/lifecyclePolicy:LifecyclePolicy"
    assert policy.inputs["repository"] == NAME
    assert policy.json("policy") == {
        "rules": [
            {
                "rulePriority": 1,
                "description": "Layers of builds that were not finished",
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 1,
                },
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 2,
                "description": "All but the newest 30 images",
                "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30},
                "action": {"type": "expire"},
            },
        ]
    }


@pytest.mark.parametrize("count", [2, 5, 1000])
def test_how_many_images_are_kept_is_the_users_choice(count: int) -> None:
    graph = image_repository(keep_images=count)

    _, kept = graph["web-lifecycle-policy"].json("policy")["rules"]
    assert kept["description"] == f"All but the newest {count} images"
    assert kept["selection"] == {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count}


def test_a_repository_is_protected_until_its_images_may_go(default: Graph) -> None:
    assert default["web-image-repository"].protect is True
    assert default["web-image-repository"].inputs["forceDelete"] is False


def test_force_delete_lifts_the_protection_and_takes_the_images_along() -> None:
    graph = image_repository(force_delete=True)

    assert graph["web-image-repository"].protect is False
    assert graph["web-image-repository"].inputs["forceDelete"] is True


@pytest.mark.parametrize("force_delete", [True, False])
def test_a_protection_that_the_user_puts_on_the_component_holds_in_any_case(force_delete: bool) -> None:
    graph = image_repository(pulumi.ResourceOptions(protect=True), force_delete=force_delete)

    assert graph["web-image-repository"].protect is True
    assert graph["web-lifecycle-policy"].protect is True


def test_what_holds_no_data_is_not_protected(default: Graph) -> None:
    assert default["web-lifecycle-policy"].protect is False


def test_outputs(default: Graph) -> None:
    assert default.outputs == {
        "repository_url": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-dev-web-29d8601b",
        "repository_arn": "arn:aws:ecr:eu-central-1:123456789012:repository/shop-dev-web-29d8601b",
        "repository_name": "shop-dev-web-29d8601b",
    }


def test_used_alone_it_refuses_what_it_cannot_use_before_anything_is_registered() -> None:
    graph = attempt(lambda: ImageRepository("web", image_repository_args(keep_images=0)))

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == (
        "web: 1 setting cannot be used, nothing was created\n"
        "  imageRepository.keepImages: got 0, allowed are 2 or more images"
    )
    assert graph.registrations == []
