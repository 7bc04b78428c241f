"""An image's manifest and digest, and its push into the embedded ECR, which has no registry endpoint of its own."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

MANIFEST_MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG_MEDIA_TYPE = "application/vnd.docker.container.image.v1+json"
# Layers are kept and counted as plain tars: nobody pulls them from here.
LAYER_MEDIA_TYPE = "application/vnd.docker.image.rootfs.diff.tar"
ECR_HOST = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.(com|com\.cn|eu)")
DEFAULT_TAG = "latest"


class PushError(Exception):
    """A push that the registry refuses, in the registry's words."""


@dataclass(frozen=True)
class Blob:
    """A part of an image, by the sha256 of its bytes."""

    digest: str
    size: int

    @classmethod
    def of(cls, content: bytes) -> "Blob":
        """The blob with this content."""
        return cls(sha256(content), len(content))


@dataclass(frozen=True)
class Reference:
    """An image's name: host/repository:tag."""

    host: str
    repository: str
    tag: str

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """A name as docker reads it: no host is Docker Hub, no tag is `latest`."""
        # A colon before the last slash belongs to a port.
        folder, slash, last = text.rpartition("/")
        last, _, tag = last.partition(":")
        name = folder + slash + last
        host, _, repository = name.partition("/")
        if not repository or not ({".", ":"} & set(host) or host == "localhost"):
            host, repository = "docker.io", name
        return cls(host, repository, tag or DEFAULT_TAG)

    def __str__(self) -> str:
        return f"{self.host}/{self.repository}:{self.tag}"


def sha256(content: bytes) -> str:
    """A digest as registries write it."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def render_manifest(config: Blob, layers: list[Blob]) -> str:
    """The manifest (schema 2) of an image with this config and these layers."""
    manifest: dict[str, Any] = {
        "schemaVersion": 2,
        "mediaType": MANIFEST_MEDIA_TYPE,
        "config": {"mediaType": CONFIG_MEDIA_TYPE, "size": config.size, "digest": config.digest},
        "layers": [{"mediaType": LAYER_MEDIA_TYPE, "size": layer.size, "digest": layer.digest} for layer in layers],
    }
    return json.dumps(manifest, indent=3)


def push_manifest(ecr: Any, reference: Reference, manifest: str) -> str:
    """Puts the manifest under the reference's tag and answers its digest."""
    repository = _repository(ecr, reference)
    digest = sha256(manifest.encode())
    try:
        ecr.put_image(
            repositoryName=reference.repository,
            imageManifest=manifest,
            imageManifestMediaType=MANIFEST_MEDIA_TYPE,
            imageTag=reference.tag,
            imageDigest=digest,
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code not in ("ImageAlreadyExistsException", "ImageTagAlreadyExistsException"):
            raise PushError(f"{code}: {error.response['Error']['Message']}") from error
        # ECR's API reports a push of what is there already; for docker it is a success, unless the tag is immutable.
        if _is_immutable(repository, reference.tag):
            raise PushError(
                f"tag invalid: The image tag '{reference.tag}' already exists in the '{reference.repository}' "
                "repository and cannot be overwritten because the repository is immutable."
            ) from error
    return digest


def _repository(ecr: Any, reference: Reference) -> dict[str, Any]:
    try:
        repository: dict[str, Any] = ecr.describe_repositories(repositoryNames=[reference.repository])["repositories"][
            0
        ]
    except ClientError as error:
        # A push begins with its layers, and already those need the repository.
        raise PushError(
            f"name unknown: The repository with name '{reference.repository}' does not exist in the registry"
        ) from error
    return repository


def _is_immutable(repository: dict[str, Any], tag: str) -> bool:
    filters = [one["filter"] for one in repository.get("imageTagMutabilityExclusionFilters", [])]
    excluded = any(re.fullmatch(".*".join(map(re.escape, filter_.split("*"))), tag) for filter_ in filters)
    return str(repository.get("imageTagMutability", "MUTABLE")).startswith("IMMUTABLE") != excluded
