"""What moto's ECR lacks or does otherwise than AWS: layers, digests of manifests, and which tags may move."""

from . import immutable_tags, layers, manifest_digests


def install() -> None:
    """Corrects all of it in moto; a second call changes nothing."""
    immutable_tags.install()
    layers.install()
    manifest_digests.install()
