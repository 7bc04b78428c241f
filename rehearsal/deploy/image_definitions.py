"""imagedefinitions.json beside the task definition: what ECS's own deploy action would read from the same artifact.

Source: AWS CodePipeline User Guide, "Image definitions file reference". CodeDeployToECS does not read it, and a stage
that is changed to the other action would, with a container that there is not.
"""

import json
from typing import Any

from .artifact import Artifact, invalid

FILE = "imagedefinitions.json"


def check_image_definitions(artifact: Artifact, definition: dict[str, Any]) -> None:
    """Where the file is there, it names containers of the task definition, each with an image of its repository."""
    if FILE not in artifact.files:
        return
    images = {container.get("name"): container.get("image") for container in definition["containerDefinitions"]}
    try:
        entries = [(entry["name"], entry["imageUri"]) for entry in json.loads(artifact.files[FILE])]
    except (ValueError, TypeError, KeyError):
        raise invalid(f"{FILE} is no list of names and image URIs") from None
    for name, uri in entries:
        if name not in images:
            raise invalid(f"{FILE} names container {name}, the task definition has {', '.join(map(str, images))}")
        # By tag here, by digest there: one image either way.
        if _repository(uri) != _repository(images[name]):
            raise invalid(f"{FILE} has the image {uri} for container {name}, the release has {images[name]}")


def _repository(image: Any) -> str:
    registry, slash, name = str(image).rpartition("/")
    return registry + slash + name.partition("@")[0].partition(":")[0]
