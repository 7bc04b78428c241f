import pytest
from moto.core.base_backend import BackendDict

from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.up.stack import Stack


@pytest.fixture(scope="module")
def embedded_aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def stack(embedded_aws):
    yield Stack(embedded_aws)
    BackendDict.reset()
