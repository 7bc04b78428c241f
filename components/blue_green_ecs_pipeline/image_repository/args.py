"""What a user may write about the registry that keeps the images."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi


class ImageRepositoryArgs(TypedDict):
    """How long the registry keeps images, and whether it may be deleted with them."""

    keep_images: NotRequired[int]
    """How many of the newest images are kept; older ones expire within a day.

    It is also how many releases one can go back to: an expired image cannot be started again. A build whose release
    fails counts too.
    Unit: images. Default: 30. Limits: 2 or more, the one that runs and the next.
    Source: Amazon ECR User Guide, "Automate the cleanup of images by using lifecycle policies in Amazon ECR".
    """

    force_delete: NotRequired[bool]
    """Whether removing the stack deletes the images too.

    While it is false the repository is protected: pulumi destroy stops at it. Set it to true and run pulumi up before
    the destroy.
    Default: false.
    Source: Amazon ECR API Reference, "DeleteRepository".
    """


class ImageRepositoryPartArgs(ImageRepositoryArgs):
    """The registry's settings, and the tags it carries."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key that encrypts the images. A change replaces them all. Default: AWS's key for ECR."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text."""
