"""An image's digest is the SHA-256 of its manifest's bytes, as in every registry; moto makes one up from the layers."""

import hashlib

from moto.ecr.models import Image

from rehearsal.embedded_aws.put_into import put_into


def create_digest(self: Image) -> None:
    """Sets the image's digest."""
    self._image_digest = f"sha256:{hashlib.sha256(self.image_manifest.encode()).hexdigest()}"


def install() -> None:
    """Puts this digest in the place of moto's."""
    put_into(Image, _create_digest=create_digest)
