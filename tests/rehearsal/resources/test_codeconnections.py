"""Connections on the embedded AWS."""

import pytest

from rehearsal.embedded_aws.codeconnections import complete_connection
from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import CONNECTION


def connection(account, **changes):
    return account.create(CONNECTION, {"name": "web", "providerType": "GitHub", "tags": {"team": "web"}, **changes})


def test_a_connection_that_a_program_makes_is_pending(account):
    created = connection(account)

    assert created.id == created.outputs["arn"]
    assert created.id.startswith("arn:aws:codeconnections:eu-central-1:123456789012:connection/")
    assert created.outputs["connectionStatus"] == "PENDING"
    assert created.read() == (created.inputs, created.outputs)


def test_a_connection_that_a_person_completed_is_available_and_its_inputs_have_not_changed(account):
    created = connection(account)

    complete_connection(created.id)

    inputs, outputs = created.read()
    assert inputs == created.inputs
    assert outputs["connectionStatus"] == "AVAILABLE"


def test_a_connections_tags_change_in_place(account):
    created = connection(account)

    created.update(tags={"owner": "shop"})

    assert created.read()[0]["tags"] == {"owner": "shop"}


def test_a_deleted_connection_is_gone_and_deleting_it_again_is_no_error(account):
    created = connection(account)

    created.delete()
    created.delete()

    assert created.read() is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"providerType": "Gitea"}, "ProviderType: got 'Gitea', allowed are Bitbucket, GitHub"),
        ({"name": "w" * 33}, "name: got 'wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww', allowed are up to 32 characters"),
        ({"provider": "GitHub"}, "provider: CreateConnection has no such property"),
        ({"providerType": None}, "Either ProviderType or HostArn must be given"),
    ],
)
def test_a_connection_that_aws_would_refuse_names_the_property(account, changes, refusal):
    with pytest.raises(ResourceError) as refused:
        connection(account, **changes)

    assert str(refused.value).startswith("aws:codeconnections/connection:Connection web: ")
    assert refusal in str(refused.value)
