"""ImageRepositoryArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

from ..group_reader import GroupReader
from ..problems import Problems
from .args import ImageRepositoryArgs

MIN_KEEP_IMAGES = 2  # a failed release's image must not push out the one that runs


@dataclass(frozen=True)
class ImageRepositorySettings:
    """ImageRepositoryArgs with every default filled in and every limit checked."""

    keep_images: int
    force_delete: bool

    @classmethod
    def from_args(
        cls, args: ImageRepositoryArgs, problems: Problems, args_type: type = ImageRepositoryArgs
    ) -> "ImageRepositorySettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("imageRepository", args, args_type, problems)
        return cls(
            keep_images=reader.integer("keep_images", 30, MIN_KEEP_IMAGES, unit="images", plain=True),
            force_delete=reader.boolean("force_delete", False, plain=True),
        )
