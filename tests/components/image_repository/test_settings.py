import pytest

from blue_green_ecs_pipeline.image_repository.settings import ImageRepositorySettings
from tests.components.configured import configured, refused


def test_images_are_kept_for_a_months_releases_and_not_deleted_with_the_stack():
    assert configured().image_repository == ImageRepositorySettings(keep_images=30, force_delete=False)


@pytest.mark.parametrize("count", [2, 30, 1000])
def test_any_number_of_images_may_be_kept(count):
    assert configured(image_repository={"keep_images": count}).image_repository.keep_images == count


@pytest.mark.parametrize("count", [1, 0, -1])
def test_a_registry_that_could_lose_the_image_that_runs_is_refused(count):
    assert refused(image_repository={"keep_images": count}) == {
        "imageRepository.keepImages": f"got {count}, allowed are 2 or more images"
    }


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("true", 'got "true", allowed is true or false; write it without quotes'),
        (1, "got 1, allowed is true or false"),
        ([], "got an empty list, allowed is true or false"),
    ],
)
def test_force_delete_is_true_or_false(value, sentence):
    assert refused(image_repository={"force_delete": value}) == {"imageRepository.forceDelete": sentence}
