"""A connection works once a person has completed it."""

import pytest
from moto.core import DEFAULT_ACCOUNT_ID

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.embedded_aws.codeconnections import codeconnections_backends
from rehearsal.failure import RehearsalError
from rehearsal.source.connection import use_connection


@pytest.fixture(scope="module")
def aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def connection(aws):
    """The configuration of a source action with a connection as a program makes it."""
    arn = aws.client("codeconnections").create_connection(ConnectionName="web", ProviderType="GitHub")["ConnectionArn"]
    return {"ConnectionArn": arn}


def status_of(aws, connection):
    found = aws.client("codeconnections").get_connection(ConnectionArn=connection["ConnectionArn"])
    return found["Connection"]["ConnectionStatus"]


def test_a_pending_connection_is_completed_as_a_person_does_it(aws, connection):
    assert status_of(aws, connection) == "PENDING"

    use_connection(aws, connection)

    assert status_of(aws, connection) == "AVAILABLE"


def test_a_connection_that_was_completed_is_used_again(aws, connection):
    use_connection(aws, connection)
    use_connection(aws, connection)

    assert status_of(aws, connection) == "AVAILABLE"


def test_a_connection_in_error_is_refused_and_not_repaired(aws, connection):
    backend = codeconnections_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"]
    backend.get_connection(connection["ConnectionArn"]).connection_status = "ERROR"

    with pytest.raises(RehearsalError, match="^Source, arn:aws:codeconnections:.*: the connection is ERROR$"):
        use_connection(aws, connection)

    assert status_of(aws, connection) == "ERROR"


def test_a_connection_of_a_real_account_is_told_with_the_way_out(aws):
    arn = "arn:aws:codeconnections:eu-central-1:210987654321:connection/0a1b2c3d-0000-4000-8000-000000000000"

    with pytest.raises(RehearsalError) as refused:
        use_connection(aws, {"ConnectionArn": arn})

    assert str(refused.value) == (
        f"Source, {arn}: the embedded AWS has no such connection; rehearse a stack without source.connectionArn"
    )


def test_a_clone_by_the_build_itself_is_refused(aws, connection):
    with pytest.raises(RehearsalError, match="OutputArtifactFormat CODEBUILD_CLONE_REF is not rehearsed"):
        use_connection(aws, {**connection, "OutputArtifactFormat": "CODEBUILD_CLONE_REF"})
