import pytest


@pytest.fixture(scope="session")
def no_engine(tmp_path_factory):
    """A folder for PATH whose docker has no engine: a test pulls no base image, whatever machine it runs on."""
    folder = tmp_path_factory.mktemp("no-engine")
    (folder / "docker").write_text("#!/bin/sh\nexit 1\n")
    (folder / "docker").chmod(0o755)
    return folder
