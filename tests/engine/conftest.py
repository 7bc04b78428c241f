import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.engine.provider import AwsProvider
from rehearsal.engine.server import ProviderServer
from tests.engine.called_provider import CalledProvider


@pytest.fixture(scope="module")
def provider():
    with EmbeddedAws() as aws, ProviderServer(AwsProvider(aws)) as server:
        yield CalledProvider(aws, server.port)
