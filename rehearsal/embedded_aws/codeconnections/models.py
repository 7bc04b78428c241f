"""Connections to source providers: created PENDING, completed by a person."""

from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.common_models import BaseModel
from moto.moto_api._internal import mock_random
from moto.utilities.tagging_service import TaggingService

from .exceptions import InvalidInputException, ResourceNotFoundException

# Where AWS offers the service; botocore lists no regions for its new name.
REGIONS = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "us-gov-east-1",
    "us-gov-west-1",
]


class Connection(BaseModel):
    """One connection to a source provider."""

    def __init__(self, arn: str, account_id: str, name: str, provider_type: str | None, host_arn: str | None) -> None:
        self.connection_arn = arn
        self.connection_name = name
        self.provider_type = provider_type
        self.owner_account_id = account_id
        self.host_arn = host_arn
        self.connection_status = "PENDING"


class CodeConnectionsBackend(BaseBackend):
    """All connections of one account in one region."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.connections: dict[str, Connection] = {}
        self.tagger = TaggingService()

    def create_connection(
        self, name: str, provider_type: str | None, host_arn: str | None, tags: list[dict[str, str]]
    ) -> Connection:
        """A new connection, PENDING as every connection that a program makes."""
        if not provider_type and not host_arn:
            raise InvalidInputException("Either ProviderType or HostArn must be given")
        arn = (
            f"arn:{self.partition}:codeconnections:{self.region_name}:{self.account_id}"
            f":connection/{mock_random.uuid4()}"
        )
        self.connections[arn] = Connection(arn, self.account_id, name, provider_type, host_arn)
        self.tagger.tag_resource(arn, tags)
        return self.connections[arn]

    def get_connection(self, arn: str) -> Connection:
        """The connection with this ARN."""
        if arn not in self.connections:
            raise ResourceNotFoundException(arn)
        return self.connections[arn]

    def list_connections(self, provider_type: str | None, host_arn: str | None) -> list[Connection]:
        """Every connection that the filters let through."""
        return [
            connection
            for connection in self.connections.values()
            if (not provider_type or connection.provider_type == provider_type)
            and (not host_arn or connection.host_arn == host_arn)
        ]

    def delete_connection(self, arn: str) -> None:
        """Removes the connection and its tags."""
        self.get_connection(arn)
        del self.connections[arn]
        self.tagger.delete_all_tags_for_resource(arn)

    def complete_connection(self, arn: str) -> Connection:
        """What a person does in the console: the connection becomes AVAILABLE."""
        connection = self.get_connection(arn)
        connection.connection_status = "AVAILABLE"
        return connection

    def tag_resource(self, arn: str, tags: list[dict[str, str]]) -> None:
        """Adds or replaces tags."""
        self.get_connection(arn)
        self.tagger.tag_resource(arn, tags)

    def untag_resource(self, arn: str, tag_keys: list[str]) -> None:
        """Removes tags by key."""
        self.get_connection(arn)
        self.tagger.untag_resource_using_names(arn, tag_keys)

    def list_tags_for_resource(self, arn: str) -> list[dict[str, Any]]:
        """The tags of a connection."""
        self.get_connection(arn)
        return self.tagger.list_tags_for_resource(arn)["Tags"]


codeconnections_backends = BackendDict(
    CodeConnectionsBackend, "codeconnections", use_boto3_regions=False, additional_regions=REGIONS
)


def complete_connection(arn: str) -> None:
    """Completes the connection with this ARN, as a person does in the console of its account and region."""
    _, _, _, region, account_id, _ = arn.split(":", 5)
    codeconnections_backends[account_id][region].complete_connection(arn)
