"""The build's artifact with another image in it, or damaged as a broken build would leave it."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.source.artifact_key import artifact_key

Files = dict[str, bytes]
Damage = Callable[[Files], Files]


class Artifacts:
    """What a build of this pipeline leaves, made from the one that really ran."""

    def __init__(self, aws: Any, pipeline_name: str, bucket: str, built_key: str) -> None:
        self._aws = aws
        self._pipeline_name = pipeline_name
        self.bucket = bucket
        body = aws.client("s3").get_object(Bucket=bucket, Key=built_key)["Body"].read()
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            self.files: Files = {name: archive.read(name) for name in archive.namelist()}

    @property
    def built_uri(self) -> str:
        """The image that was built."""
        return str(json.loads(self.files["imageDetail.json"])["ImageURI"])

    def put(self, image_uri: str, damage: Damage = dict) -> str:
        """Uploads the artifact with this image and answers its key."""
        image = {"imageDetail.json": json.dumps({"ImageURI": image_uri}).encode()}
        key = artifact_key(self._pipeline_name, "BuildArtifact")
        packed = _pack(damage({**self.files, **image}))
        self._aws.client("s3").put_object(Bucket=self.bucket, Key=key, Body=packed)
        return key


def without(name: str) -> Damage:
    """A file is missing."""
    return lambda files: {path: content for path, content in files.items() if path != name}


def with_text(name: str, old: str, new: str) -> Damage:
    """A file reads otherwise."""

    def damage(files: Files) -> Files:
        assert old.encode() in files[name], f"{name} has no {old}"
        return {**files, name: files[name].replace(old.encode(), new.encode())}

    return damage


def cut_off(name: str) -> Damage:
    """A file ends in its middle."""
    return lambda files: {**files, name: files[name][: len(files[name]) // 2]}


def with_ballast(size: int) -> Damage:
    """Somebody put a large file into it, and nothing can press it together."""
    return lambda files: {**files, "ballast.txt": bytes(48 + number % 75 for number in range(251)) * (size // 251)}


def _pack(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    # Not compressed: its size is the one that a fault asks for.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
