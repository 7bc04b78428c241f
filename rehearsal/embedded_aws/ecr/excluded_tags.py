"""Exclusion filters as AWS's WILDCARD: the whole tag, `*` for any text; moto takes them for the start of a regex."""

import re

from moto.ecr.exceptions import ImageAlreadyExistsException
from moto.ecr.models import ECRBackend, Image, Repository

from rehearsal.embedded_aws.put_into import put_into


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
        raise ImageAlreadyExistsException(
            registry_id=repository.registry_id,
            image_tag=tag,
            digest=tagged[0].get_image_digest(),
            repository_name=repository.name,
        )
    return tagged


def install() -> None:
    """Puts this rule in the place of moto's."""
    put_into(ECRBackend, _resolve_image_tag_mutability=images_that_lose_the_tag)
