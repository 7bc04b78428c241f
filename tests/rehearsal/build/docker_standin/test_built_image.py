import hashlib
import io
import json
import tarfile

from rehearsal.build.docker_standin.built_image import layer_of, make_manifest
from rehearsal.build.docker_standin.image_content import Stage
from rehearsal.build.image_store import StoredImage


def stage(tmp_path):
    (tmp_path / "app").mkdir(parents=True)
    (tmp_path / "app" / "server.py").write_text("print()")
    return Stage("", tmp_path, StoredImage(base="a", cmd=("python",)))


def test_the_layer_holds_the_files_and_depends_on_nothing_else(tmp_path):
    first, second = stage(tmp_path / "1"), stage(tmp_path / "2")
    (second.rootfs / "app" / "server.py").touch()

    layers = [layer_of(first.rootfs), layer_of(second.rootfs)]

    assert layers[0] == layers[1]
    with tarfile.open(fileobj=io.BytesIO(layers[0])) as archive:
        assert archive.getnames() == ["app", "app/server.py"]


def test_the_manifest_names_layer_and_config_by_their_real_digests(tmp_path):
    built = stage(tmp_path)

    manifest = json.loads(make_manifest(built, {}, "linux/arm64"))

    layer = layer_of(built.rootfs)
    assert manifest["schemaVersion"] == 2
    assert manifest["layers"] == [
        {
            "mediaType": "application/vnd.docker.image.rootfs.diff.tar",
            "size": len(layer),
            "digest": f"sha256:{hashlib.sha256(layer).hexdigest()}",
        }
    ]
    assert manifest["config"]["mediaType"] == "application/vnd.docker.container.image.v1+json"
    assert manifest["config"]["digest"].startswith("sha256:")


def test_two_builds_of_one_context_are_two_images(tmp_path):
    built = stage(tmp_path)

    assert make_manifest(built, {}, None) != make_manifest(built, {}, None)
