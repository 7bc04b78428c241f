"""The backend for connections that moto lacks."""

import json
import subprocess
import sys

import boto3
import pytest
from botocore.exceptions import ClientError

from rehearsal.embedded_aws import codeconnections
from rehearsal.embedded_aws.account import EmbeddedAws


@pytest.fixture(scope="module")
def aws():
    codeconnections.install()
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture(params=["in process", "over the server"])
def connections(request, aws):
    """A client of either way in, on an account without connections."""
    clients = {
        "in process": aws.client("codeconnections"),
        "over the server": boto3.client("codeconnections", region_name=aws.region, endpoint_url=aws.endpoint_url),
    }
    client = clients[request.param]
    for connection in client.list_connections()["Connections"]:
        client.delete_connection(ConnectionArn=connection["ConnectionArn"])
    return client


def create(connections, name="web", provider="GitHub", **more):
    return connections.create_connection(ConnectionName=name, ProviderType=provider, **more)["ConnectionArn"]


def test_a_new_connection_waits_for_a_person(connections):
    arn = create(connections)

    connection = connections.get_connection(ConnectionArn=arn)["Connection"]

    assert arn.startswith("arn:aws:codeconnections:eu-central-1:123456789012:connection/")
    assert connection == {
        "ConnectionArn": arn,
        "ConnectionName": "web",
        "ConnectionStatus": "PENDING",
        "OwnerAccountId": "123456789012",
        "ProviderType": "GitHub",
    }


def test_a_connection_that_a_person_completes_is_available(connections):
    arn = create(connections)

    codeconnections.complete_connection(arn)

    assert connections.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] == "AVAILABLE"


def test_connections_are_listed_by_provider(connections):
    create(connections)
    gitlab = create(connections, "lab", "GitLab")

    listed = connections.list_connections(ProviderTypeFilter="GitLab")["Connections"]

    assert [connection["ConnectionArn"] for connection in listed] == [gitlab]
    assert len(connections.list_connections()["Connections"]) == 2


def test_tags_are_set_replaced_and_removed(connections):
    arn = create(connections, Tags=[{"Key": "team", "Value": "web"}, {"Key": "old", "Value": "1"}])

    connections.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "shop"}])
    connections.untag_resource(ResourceArn=arn, TagKeys=["old"])

    assert connections.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "shop"}]


def test_a_deleted_connection_is_not_found(connections):
    arn = create(connections)
    connections.delete_connection(ConnectionArn=arn)

    for call in (connections.get_connection, connections.delete_connection):
        with pytest.raises(ClientError, match="ResourceNotFoundException") as missing:
            call(ConnectionArn=arn)
        assert arn in str(missing.value)


def test_two_regions_do_not_share_connections(connections, aws):
    create(connections)
    ireland = boto3.client("codeconnections", region_name="eu-west-1", endpoint_url=aws.endpoint_url)

    assert ireland.list_connections()["Connections"] == []


def test_the_aws_command_line_sees_the_connection(connections, aws):
    arn = create(connections)

    listed = subprocess.run(
        [sys.executable, "-m", "awscli", "codeconnections", "list-connections", "--output", "json"],
        env=aws.environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert [connection["ConnectionArn"] for connection in json.loads(listed.stdout)["Connections"]] == [arn]
