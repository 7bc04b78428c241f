import pytest
from moto.core.base_backend import BackendDict

from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.vpc.private_and_public_subnet import PrivateAndPublicSubnet


@pytest.fixture(scope="module")
def embedded_aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def network(embedded_aws):
    yield PrivateAndPublicSubnet(embedded_aws)
    BackendDict.reset()
