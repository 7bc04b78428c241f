"""What moto's ECR does otherwise than AWS: digests of manifests, and tags excluded from immutability."""

from . import excluded_tags, manifest_digests


def install() -> None:
    """Corrects both in moto; a second call changes nothing."""
    excluded_tags.install()
    manifest_digests.install()
