"""UPLOAD_ARTIFACTS: exactly the files that a buildspec lists, as one zip in the artifact bucket."""

import io
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rehearsal.build.buildspec import Artifacts

if TYPE_CHECKING:
    from rehearsal.iam.actor import ClientGiver

GLOB_CHARACTERS = set("*?[")


class ArtifactError(Exception):
    """A file that the buildspec promises and the build has not written."""


def collect_artifacts(artifacts: Artifacts, source_directory: Path) -> dict[str, Path]:
    """The files to hand on, by their name in the zip."""
    base = (source_directory / artifacts.base_directory).resolve()
    if not base.is_dir():
        raise ArtifactError(f"artifacts.base-directory: the build has no folder {artifacts.base_directory}")
    excluded = {path for pattern in artifacts.exclude_paths for path in _matches(base, pattern)}
    collected: dict[str, Path] = {}
    for pattern in artifacts.files:
        for path in _named_files(base, pattern):
            if path not in excluded:
                collected[path.name if artifacts.discard_paths else path.relative_to(base).as_posix()] = path
    if not collected:
        raise ArtifactError("no matching artifact paths found")
    return collected


def _named_files(base: Path, pattern: str) -> list[Path]:
    found = _matches(base, pattern)
    # CodeBuild has been seen to skip such a file with a line in the log; the deployment then fails much later.
    if not found and not GLOB_CHARACTERS & set(pattern):
        raise ArtifactError(f"no matching artifact paths found: {pattern} was not written")
    return found


def _matches(base: Path, pattern: str) -> list[Path]:
    if PurePosixPath(pattern).is_absolute() or ".." in PurePosixPath(pattern).parts:
        raise ArtifactError(f"artifacts.files: {pattern} lies outside the build's folder")
    if pattern.endswith("**"):
        pattern += "/*"
    return sorted(path for path in base.glob(pattern) if path.is_file())


def zip_artifacts(files: dict[str, Path]) -> bytes:
    """These files as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(files.items()):
            archive.write(path, name)
    return buffer.getvalue()


def upload_artifacts(aws: "ClientGiver", content: bytes, bucket: str, key: str) -> None:
    """Puts the zip where the pipeline's next action reads it."""
    aws.client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType="application/zip")
