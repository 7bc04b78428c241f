import pytest
from moto.core.base_backend import BackendDict

from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.resources.blue_green_account import BlueGreenAccount


@pytest.fixture(scope="module")
def embedded_aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def account(embedded_aws):
    # Emptying the account is a hundred times quicker than opening another.
    yield BlueGreenAccount(embedded_aws)
    BackendDict.reset()
