"""ImageRepository: the ECR repository that builds push to and tasks pull from."""

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from ..outputs import outputs_of
from ..problems import Problems
from .args import ImageRepositoryPartArgs
from .lifecycle_policy import render_lifecycle_policy
from .settings import ImageRepositorySettings

MOVING_TAG = "latest"


class ImageRepository(pulumi.ComponentResource):
    """Holds the image of every release that can still be rolled back to."""

    repository_url: pulumi.Output[str]
    """Host and name: what `docker push` takes, without a tag."""

    repository_arn: pulumi.Output[str]
    """The repository's ARN."""

    repository_name: pulumi.Output[str]
    """The repository's name."""

    def __init__(self, name: str, args: ImageRepositoryPartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = ImageRepositorySettings.from_args(args, problems, ImageRepositoryPartArgs)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:ImageRepository", name, None, opts)

        repository = aws.ecr.Repository(
            f"{name}-image-repository",
            name=PhysicalNames.of(name).repository,
            # A release's tag never moves to another image; `latest`, which nothing reads, may.
            image_tag_mutability="IMMUTABLE_WITH_EXCLUSION",
            image_tag_mutability_exclusion_filters=[{"filter": MOVING_TAG, "filter_type": "WILDCARD"}],
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[_encryption((args or {}).get("kms_key_arn"))],
            force_delete=settings.force_delete,
            tags=(args or {}).get("tags") or {},
            # Without its images no earlier release can be rolled back to.
            opts=pulumi.ResourceOptions(parent=self, protect=None if settings.force_delete else True),
        )
        aws.ecr.LifecyclePolicy(
            f"{name}-lifecycle-policy",
            repository=repository.name,
            policy=render_lifecycle_policy(settings.keep_images),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.repository_url = repository.repository_url
        self.repository_arn = repository.arn
        self.repository_name = repository.name
        self.register_outputs(outputs_of(self))


def _encryption(kms_key_arn: pulumi.Input[str] | None) -> aws.ecr.RepositoryEncryptionConfigurationArgsDict:
    """ECR keeps a repository's key for good: another one here is another repository, without the images."""
    # The key that AWS manages for ECR has no monthly price.
    return {"encryption_type": "KMS"} if kms_key_arn is None else {"encryption_type": "KMS", "kms_key": kms_key_arn}
