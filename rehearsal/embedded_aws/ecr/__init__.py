"""What moto's ECR does otherwise than AWS: digests of manifests, and which tags may move."""

from . import immutable_tags, manifest_digests


def install() -> None:
    """Corrects both in moto; a second call changes nothing."""
    immutable_tags.install()
    manifest_digests.install()
