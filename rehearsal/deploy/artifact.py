"""The build's artifact as CodePipeline's CodeDeployToECS action reads it.

Source: AWS CodePipeline User Guide, "Amazon ECS and CodeDeploy blue-green deployment action reference".
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.strict_json import JsonError, load_json

from .result import ARTIFACT, DeploymentFailure

MAX_ARTIFACT_BYTES = 3 * 1024 * 1024  # AWS CodePipeline User Guide, "Quotas"
MAX_UNPACKED_BYTES = 64 * 1024 * 1024  # A few kilobytes may unpack to gigabytes.
MAX_IMAGES = 4
# All that zipfile raises for an archive that is broken, encrypted, cut off or packed in a way it does not know.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
PLACEHOLDER = re.compile(r"<[A-Z][A-Z0-9_]*>")
# What stands between quotes in the task definition: anything else would write more than an image there.
IMAGE_URI = re.compile(r"[\w][\w./:@+-]*", re.ASCII)
TASK_DEFINITION_PLACEHOLDER = "<TASK_DEFINITION>"


class Artifact:
    """The files of one input artifact of the action."""

    def __init__(self, name: str, files: dict[str, str]) -> None:
        self.name = name
        self.files = files

    def read(self, path: str, what: str) -> str:
        """A file's text; AWS's sentence when there is none."""
        if path not in self.files:
            raise invalid(
                f"Exception while trying to read the {what} artifact file from: {self.name} ({path} is not in it)"
            )
        return self.files[path]


def invalid(reason: str) -> DeploymentFailure:
    """The action ends with this, before CodeDeploy hears of anything."""
    return DeploymentFailure(ARTIFACT, "InvalidActionConfiguration", reason)


def download(aws: Any, bucket: str, key: str, configuration: Mapping[str, str]) -> Artifact:
    """The artifact that the action names, from its bucket."""
    name = artifact_name(configuration)
    try:
        packed = aws.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    except ClientError as error:
        raise invalid(f"artifact {name} cannot be read from s3://{bucket}/{key}: {error}") from None
    if len(packed) > MAX_ARTIFACT_BYTES:
        raise invalid(
            f"Exception while trying to read the task definition artifact file from: {name} "
            f"(it has {len(packed)} bytes, the action takes {MAX_ARTIFACT_BYTES} at most)"
        )
    return Artifact(name, _unpack(name, packed))


def artifact_name(configuration: Mapping[str, str]) -> str:
    """The one artifact that the action reads everything from."""
    for key in ("ApplicationName", "DeploymentGroupName", "TaskDefinitionTemplateArtifact", "AppSpecTemplateArtifact"):
        if not configuration.get(key):
            raise invalid(f"the action's configuration lacks {key}")
    keys = ["TaskDefinitionTemplateArtifact", "AppSpecTemplateArtifact", *_image_keys(configuration).values()]
    names = {configuration[key] for key in keys}
    if len(names) > 1:
        raise invalid(f"the action reads from several artifacts ({', '.join(sorted(names))}), the rehearsal has one")
    return names.pop()


def render_task_definition(artifact: Artifact, configuration: Mapping[str, str]) -> dict[str, Any]:
    """The task definition template with the images in place."""
    path = configuration.get("TaskDefinitionTemplatePath", "taskdef.json")
    text = artifact.read(path, "task definition")
    for placeholder, _ in _image_keys(configuration).items():
        text = text.replace(f"<{placeholder}>", _image_uri(artifact))
    definition = _parse_json(path, text)
    refuse_placeholders(path, text)
    _check_containers(path, definition)
    return definition


def _check_containers(path: str, definition: dict[str, Any]) -> None:
    """That there are containers, in the shape that their names and ports are read from; ECS checks the rest."""
    containers = definition.get("containerDefinitions")
    if not containers:
        raise invalid(f"{path} has no containerDefinitions")
    if not isinstance(containers, list) or not all(isinstance(container, dict) for container in containers):
        raise invalid(f"{path}: containerDefinitions is no list of objects")
    for container in containers:
        mappings = container.get("portMappings", [])
        if not isinstance(container.get("name", ""), str):
            raise invalid(f"{path}: the name of a container is no text")
        if not isinstance(mappings, list) or not all(isinstance(mapping, dict) for mapping in mappings):
            raise invalid(f"{path}: portMappings is no list of objects")


def read_appspec(artifact: Artifact, configuration: Mapping[str, str]) -> tuple[str, str]:
    """The name and the text of the AppSpec template."""
    path = configuration.get("AppSpecTemplatePath", "appspec.yaml")
    text = artifact.read(path, "AppSpec")
    if TASK_DEFINITION_PLACEHOLDER not in text:
        raise invalid(f"{path} lacks {TASK_DEFINITION_PLACEHOLDER}, so the release would not deploy what was built")
    return path, text


def refuse_placeholders(path: str, text: str) -> None:
    """A placeholder that nothing replaces would reach ECS as it is."""
    left = PLACEHOLDER.search(text)
    if left:
        raise invalid(f"{path} still has the placeholder {left.group()} after everything was replaced")


def _image_keys(configuration: Mapping[str, str]) -> dict[str, str]:
    """Placeholder names, each with the key that says which artifact has its image."""
    found = {}
    for number in range(1, MAX_IMAGES + 1):
        source, placeholder = f"Image{number}ArtifactName", configuration.get(f"Image{number}ContainerName")
        if bool(configuration.get(source)) != bool(placeholder):
            raise invalid(f"the action's configuration needs both of {source} and Image{number}ContainerName, or none")
        if placeholder:
            found[placeholder] = source
    return found


def _image_uri(artifact: Artifact) -> str:
    detail = _parse_json("imageDetail.json", artifact.read("imageDetail.json", "image"))
    uri = detail.get("ImageURI")
    if not isinstance(uri, str) or not uri:
        raise invalid("imageDetail.json has no ImageURI")
    if not IMAGE_URI.fullmatch(uri):
        raise invalid("imageDetail.json has an ImageURI that cannot be the name of an image")
    return uri


def _parse_json(path: str, text: str) -> dict[str, Any]:
    try:
        parsed = load_json(text)
    except JsonError as error:
        raise invalid(f"{path} is no JSON: {error}") from None
    if not isinstance(parsed, dict):
        raise invalid(f"{path} is no JSON object")
    return parsed


def _unpack(name: str, packed: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(name, entries)
            # What an entry says about its size is all that it gives: zipfile stops there.
            return {entry.filename: archive.read(entry).decode() for entry in entries}
    except UNREADABLE as error:
        raise invalid(f"artifact {name} is no ZIP archive of text files: {error}") from None


def _check_entries(name: str, entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED_BYTES:
        raise invalid(f"artifact {name} unpacks to {size} bytes, {MAX_UNPACKED_BYTES} are read at most")
    names = [entry.filename for entry in entries]
    twice = sorted({path for path in names if names.count(path) > 1})
    if twice:
        raise invalid(f"artifact {name} has {twice[0]} twice")
