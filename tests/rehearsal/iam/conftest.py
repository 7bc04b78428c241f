import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.iam.account import make_resources


@pytest.fixture
def aws():
    """An embedded AWS that asks IAM, with a bucket and a repository."""
    with EmbeddedAws(authorise=True) as embedded:
        make_resources(embedded)
        yield embedded
