import pytest

from rehearsal.embedded_aws import additions
from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.build.codebuild_account import CodeBuildAccount


@pytest.fixture
def aws():
    additions.install()
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def account(aws, tmp_path):
    return CodeBuildAccount(aws, tmp_path)
