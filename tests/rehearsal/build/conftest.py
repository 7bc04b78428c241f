import os
import urllib.request

import pytest

from rehearsal.embedded_aws import additions
from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.build.codebuild_account import CodeBuildAccount


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
