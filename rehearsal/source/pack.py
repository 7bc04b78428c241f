"""The Source action: packs the working tree and puts it into the pipeline's artifact bucket."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearsal.failure import RehearsalError
from rehearsal.source.archive import zip_files
from rehearsal.source.artifact_key import artifact_key
from rehearsal.source.working_tree import commit_id, source_files

if TYPE_CHECKING:
    from rehearsal.iam.actor import ClientGiver

SOURCE_ARTIFACT = "SourceArtifact"


@dataclass(frozen=True)
class SourceRevision:
    """A source artifact in the artifact bucket, and the commit it was made from."""

    commit_id: str
    bucket: str
    key: str


def pack_source(aws: "ClientGiver", project_dir: Path, bucket: str, pipeline_name: str) -> SourceRevision:
    """Uploads the working tree as the source artifact of a new run of the pipeline."""
    project_dir = Path(project_dir)
    files = source_files(project_dir)
    if not files:
        raise RehearsalError(f"{project_dir} has no files to pack", step="source")
    key = artifact_key(pipeline_name, SOURCE_ARTIFACT)
    aws.ask("artifacts", bucket=f"arn:aws:s3:::{bucket}")
    aws.ask("write artifact", object=f"arn:aws:s3:::{bucket}/{key}")
    aws.client("s3").put_object(
        Bucket=bucket, Key=key, Body=zip_files(project_dir, files), ContentType="application/zip"
    )
    return SourceRevision(commit_id=commit_id(project_dir, files), bucket=bucket, key=key)
