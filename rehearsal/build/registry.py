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


def push_manifest(ecr: Any, reference: Reference, manifest: str, registry: Any = None) -> str:
    """Pushes an image's blobs and its manifest, as docker does, and answers its digest.

    `ecr` works for whoever docker logged in as, `registry` for the registry, which knows its own rules.
    """
    digest = sha256(manifest.encode())
    try:
        _push_blobs(ecr, reference, manifest)
        ecr.batch_get_image(repositoryName=reference.repository, imageIds=[{"imageTag": reference.tag}])
        ecr.put_image(
            repositoryName=reference.repository,
            imageManifest=manifest,
            imageManifestMediaType=MANIFEST_MEDIA_TYPE,
            imageTag=reference.tag,
            imageDigest=digest,
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "RepositoryNotFoundException":
            name = reference.repository
            raise PushError(
                f"name unknown: The repository with name '{name}' does not exist in the registry"
            ) from error
        if code == "AccessDeniedException":
            raise PushError(f"denied: {error.response['Error']['Message']}") from error
        if code not in ("ImageAlreadyExistsException", "ImageTagAlreadyExistsException"):
            raise PushError(f"{code}: {error.response['Error']['Message']}") from error
        # ECR's API reports a push of what is there already; for docker it is a success, unless the tag is immutable.
        if _is_immutable(registry or ecr, reference):
            raise PushError(
                f"tag invalid: The image tag '{reference.tag}' already exists in the '{reference.repository}' "
                "repository and cannot be overwritten because the repository is immutable."
            ) from error
    return digest


def _push_blobs(ecr: Any, reference: Reference, manifest: str) -> None:
    parsed = json.loads(manifest)
    blobs = {blob["digest"]: blob["size"] for blob in (parsed["config"], *parsed["layers"])}
    name = reference.repository
    known = ecr.batch_check_layer_availability(repositoryName=name, layerDigests=list(blobs))["layers"]
    for digest in [layer["layerDigest"] for layer in known if layer["layerAvailability"] == "UNAVAILABLE"]:
        upload = ecr.initiate_layer_upload(repositoryName=name)["uploadId"]
        # The bytes stay in the image store: nobody pulls them from here.
        last = max(blobs[digest] - 1, 0)
        ecr.upload_layer_part(
            repositoryName=name, uploadId=upload, partFirstByte=0, partLastByte=last, layerPartBlob=b""
        )
        ecr.complete_layer_upload(repositoryName=name, uploadId=upload, layerDigests=[digest])


def _is_immutable(registry: Any, reference: Reference) -> bool:
    described = registry.describe_repositories(repositoryNames=[reference.repository])["repositories"][0]
    filters = [one["filter"] for one in described.get("imageTagMutabilityExclusionFilters", [])]
    excluded = any(re.fullmatch(".*".join(map(re.escape, filter_.split("*"))), reference.tag) for filter_ in filters)
    return str(described.get("imageTagMutability", "MUTABLE")).startswith("IMMUTABLE") != excluded
