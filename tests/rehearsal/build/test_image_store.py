import pytest

from rehearsal.build.image_store import ImageStore, StoredImage, UnknownImageError

DIGEST = "sha256:" + "a" * 64
IMAGE = StoredImage(
    cmd=("python", "server.py"),
    entrypoint=("tini",),
    env={"PORT": "8080"},
    workdir="/app",
    user="10001",
    exposed_ports=(8080,),
    base="python:3.13",
    not_run=("pip install x",),
)


@pytest.fixture
def rootfs(tmp_path):
    (tmp_path / "rootfs" / "app").mkdir(parents=True)
    (tmp_path / "rootfs" / "app" / "server.py").write_text("one")
    return tmp_path / "rootfs"


def test_an_image_is_loaded_as_it_was_saved(tmp_path, rootfs):
    ImageStore(tmp_path / "store").save(DIGEST, rootfs, IMAGE)

    loaded = ImageStore(tmp_path / "store").load(DIGEST)

    assert loaded == StoredImage(
        **{**IMAGE.__dict__, "rootfs": tmp_path / "store" / DIGEST.replace(":", "-") / "rootfs"}
    )
    assert (loaded.rootfs / "app" / "server.py").read_text() == "one"


def test_its_folder_can_stand_in_a_path(tmp_path, rootfs):
    assert ":" not in str(ImageStore(tmp_path / "store").save(DIGEST, rootfs, IMAGE).rootfs)


def test_an_image_stays_as_it_was_pushed(tmp_path, rootfs):
    store = ImageStore(tmp_path / "store")
    store.save(DIGEST, rootfs, IMAGE)
    (rootfs / "app" / "server.py").write_text("two")

    assert (store.save(DIGEST, rootfs, IMAGE).rootfs / "app" / "server.py").read_text() == "one"


def test_an_image_that_nobody_pushed_is_named(tmp_path):
    with pytest.raises(UnknownImageError, match=f"no image with the digest {DIGEST} was pushed"):
        ImageStore(tmp_path).load(DIGEST)
