"""Immutable tags and their exceptions: which tags may move to another image, in AWS's words where they may not.

An exclusion filter is AWS's WILDCARD: it means the whole tag, `*` any text. moto takes it for the start of a regex.
"""

import re
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ecr.exceptions import ImageAlreadyExistsException
from moto.ecr.models import ECRBackend, Image, Repository

from rehearsal.embedded_aws.put_into import put_into

_PUT_IMAGE = ECRBackend.put_image


class ImageTagAlreadyExistsException(ServiceException):
    """Another image has this tag, and keeps it."""

    code = "ImageTagAlreadyExistsException"

    def __init__(self, tag: str, repository_name: str) -> None:
        super().__init__(
            f"The image tag '{tag}' already exists in the '{repository_name}' repository "
            "and cannot be overwritten because the tag is immutable."
        )


def is_excluded(repository: Repository, tag: str) -> bool:
    """Whether a filter exempts this tag from the repository's rule."""
    return any(
        re.fullmatch(".*".join(map(re.escape, exclusion["filter"].split("*"))), tag)
        for exclusion in repository.image_tag_mutability_exclusion_filters or []
    )


def images_that_lose_the_tag(self: ECRBackend, repository: Repository, tag: str | None) -> list[Image]:
    """The images that have this tag now; an error where it may not move."""
    if tag is None:
        return []
    tagged = [image for image in repository.images if tag in image.image_tags]
    immutable = repository.image_tag_mutability in ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")
    if tagged and immutable != is_excluded(repository, tag):
        raise ImageTagAlreadyExistsException(tag, repository.name)
    return tagged


def _put_image(self: ECRBackend, repository_name: str, image_manifest: str, image_tag: str, *more: Any) -> Image:
    repository = self._get_repository(repository_name)
    for image in repository.images:
        # The same image under its own tag is another error than another image, whatever the repository's rule.
        if image_tag in image.image_tags and image.image_manifest == image_manifest:
            raise ImageAlreadyExistsException(
                repository_name, repository.registry_id, image.get_image_digest(), image_tag
            )
    return _PUT_IMAGE(self, repository_name, image_manifest, image_tag, *more)


def install() -> None:
    """Puts these rules in the place of moto's."""
    put_into(ECRBackend, _resolve_image_tag_mutability=images_that_lose_the_tag, put_image=_put_image)
