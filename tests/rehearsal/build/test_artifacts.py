import io
import zipfile

import pytest

from rehearsal.build.artifacts import ArtifactError, collect_artifacts, zip_artifacts
from rehearsal.build.buildspec import Artifacts


@pytest.fixture
def written(tmp_path):
    for name in ("a.json", "b.txt", "out/c.json", "out/deep/d.json", "secret.key"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    ("artifacts", "expected"),
    [
        (Artifacts(("a.json",)), ["a.json"]),
        (Artifacts(("*.json",)), ["a.json"]),
        (Artifacts(("out/**/*",)), ["out/c.json", "out/deep/d.json"]),
        (Artifacts(("out/**",)), ["out/c.json", "out/deep/d.json"]),
        (Artifacts(("**/*",), base_directory="out"), ["c.json", "deep/d.json"]),
        (Artifacts(("out/**/*",), discard_paths=True), ["c.json", "d.json"]),
        (Artifacts(("**/*",), exclude_paths=("*.key", "out/**/*")), ["a.json", "b.txt"]),
        (Artifacts(("a.json", "none/*")), ["a.json"]),
    ],
)
def test_exactly_the_listed_files_are_collected(written, artifacts, expected):
    assert sorted(collect_artifacts(artifacts, written)) == expected


@pytest.mark.parametrize(
    ("artifacts", "message"),
    [
        (Artifacts(("a.json", "gone.json")), "no matching artifact paths found: gone.json was not written"),
        (Artifacts(("none/*",)), "no matching artifact paths found"),
        (Artifacts(("../a",)), "artifacts.files: ../a lies outside the build's folder"),
        (Artifacts(("/etc/passwd",)), "artifacts.files: /etc/passwd lies outside the build's folder"),
        (Artifacts(("a.json",), base_directory="gone"), "artifacts.base-directory: the build has no folder gone"),
    ],
)
def test_a_promised_file_that_is_not_there_is_named(written, artifacts, message):
    with pytest.raises(ArtifactError) as raised:
        collect_artifacts(artifacts, written)

    assert str(raised.value) == message


def test_the_zip_holds_each_file_under_its_name(written):
    content = zip_artifacts({"x/a.json": written / "a.json"})

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"x/a.json": b"a.json"}
