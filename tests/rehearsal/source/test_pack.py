import re

import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.source.archive import unzip_files
from rehearsal.source.artifact_key import artifact_key
from rehearsal.source.pack import pack_source


@pytest.fixture
def aws():
    with EmbeddedAws() as embedded:
        embedded.client("s3").create_bucket(
            Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        yield embedded


def test_the_build_gets_the_working_tree_with_permissions_and_links(aws, tmp_path):
    project, unpacked = tmp_path / "project", tmp_path / "unpacked"
    (project / "bin").mkdir(parents=True)
    (project / "bin" / "run.sh").write_text("#!/bin/sh\n")
    (project / "bin" / "run.sh").chmod(0o755)
    (project / "link").symlink_to("bin/run.sh")

    revision = pack_source(aws, project, "artifacts", "web-pipeline")

    body = aws.client("s3").get_object(Bucket=revision.bucket, Key=revision.key)["Body"]
    unzip_files(body.read(), unpacked)
    assert (unpacked / "bin" / "run.sh").read_text() == "#!/bin/sh\n"
    assert (unpacked / "bin" / "run.sh").stat().st_mode & 0o777 == 0o755
    assert (unpacked / "link").readlink().as_posix() == "bin/run.sh"


def test_the_artifact_lies_where_codepipeline_puts_it(aws, tmp_path):
    (tmp_path / "a").write_text("a")

    revision = pack_source(aws, tmp_path, "artifacts", "acme-production-release-pipeline")

    assert revision.bucket == "artifacts"
    assert re.fullmatch(r"acme-production-rele/SourceArti/[A-Za-z0-9]{7}", revision.key)


def test_a_folder_without_files_is_named(aws, tmp_path):
    with pytest.raises(RehearsalError, match="source: .* has no files to pack"):
        pack_source(aws, tmp_path, "artifacts", "web")


def test_no_two_runs_share_a_key():
    assert len({artifact_key("web", "BuildArtifact") for _ in range(100)}) == 100
