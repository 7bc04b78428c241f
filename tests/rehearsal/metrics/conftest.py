"""An embedded AWS for the alarms."""

from collections.abc import Iterator

import pytest
from moto.moto_api._internal.models import moto_api_backend

from rehearsal.embedded_aws.account import EmbeddedAws


@pytest.fixture(scope="module")
def module_aws() -> Iterator[EmbeddedAws]:
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def aws(module_aws: EmbeddedAws) -> EmbeddedAws:
    """An empty account; emptied, because starting one takes longer than most tests."""
    moto_api_backend.reset()
    return module_aws
