"""The layer uploads of ECR's API, which moto lacks: a push asks for them before it puts its manifest.

Source: Amazon ECR API Reference, "BatchCheckLayerAvailability" to "CompleteLayerUpload". Of a layer its digest is kept.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.models import Repository
from moto.ecr.responses import ECRResponse
from moto.moto_api._internal import mock_random

from rehearsal.embedded_aws.put_into import put_into

PART_BYTES = 10 * 1024 * 1024


def batch_check_layer_availability(self: ECRResponse) -> ActionResult:
    """Which of the layers are there already."""
    known = _layers(_repository(self))
    layers = [
        {"layerDigest": digest, "layerAvailability": "AVAILABLE" if digest in known else "UNAVAILABLE"}
        for digest in self._get_param("layerDigests")
    ]
    return ActionResult({"layers": layers, "failures": []})


def initiate_layer_upload(self: ECRResponse) -> ActionResult:
    """Begins an upload."""
    _repository(self)
    return ActionResult({"uploadId": str(mock_random.uuid4()), "partSize": PART_BYTES})


def upload_layer_part(self: ECRResponse) -> ActionResult:
    """Takes a part; its bytes are not kept."""
    repository = _repository(self)
    return ActionResult(
        {
            "registryId": repository.registry_id,
            "repositoryName": repository.name,
            "uploadId": self._get_param("uploadId"),
            "lastByteReceived": self._get_param("partLastByte"),
        }
    )


def complete_layer_upload(self: ECRResponse) -> ActionResult:
    """From now on the layer is there."""
    repository = _repository(self)
    (digest,) = self._get_param("layerDigests")
    _layers(repository).add(digest)
    return ActionResult({"repositoryName": repository.name, "layerDigest": digest})


def _repository(response: Any) -> Repository:
    repository: Repository = response.ecr_backend._get_repository(response._get_param("repositoryName"))
    return repository


def _layers(repository: Repository) -> set[str]:
    # Kept with the repository, so that they go with it.
    layers: set[str] = repository.__dict__.setdefault("uploaded_layers", set())
    return layers


def install() -> None:
    """Adds the four calls to moto's ECR."""
    put_into(
        ECRResponse,
        batch_check_layer_availability=batch_check_layer_availability,
        initiate_layer_upload=initiate_layer_upload,
        upload_layer_part=upload_layer_part,
        complete_layer_upload=complete_layer_upload,
    )
