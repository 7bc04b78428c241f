import os
import urllib.request

import pytest

from rehearsal.embedded_aws import additions
from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.build.codebuild_account import CodeBuildAccount


@pytest.fixture(scope="session")
def no_engine(tmp_path_factory):
    """A folder for PATH whose docker has no engine: a test pulls no base image, whatever machine it runs on."""
    folder = tmp_path_factory.mktemp("no-engine")
    (folder / "docker").write_text("#!/bin/sh\nexit 1\n")
    (folder / "docker").chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def embedded(no_engine):
    """One embedded AWS for all tests of a file: starting it takes longer than most of them."""
    additions.install()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
        with EmbeddedAws() as started:
            yield started


@pytest.fixture
def aws(embedded):
    """The embedded AWS, empty."""
    urllib.request.urlopen(f"{embedded.endpoint_url}/moto-api/reset", data=b"").close()
    return embedded


@pytest.fixture
def account(aws, tmp_path):
    return CodeBuildAccount(aws, tmp_path)
