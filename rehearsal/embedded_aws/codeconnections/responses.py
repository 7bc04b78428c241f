"""Requests to CodeConnections and their answers."""

from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from .models import CodeConnectionsBackend, codeconnections_backends


class CodeConnectionsResponse(BaseResponse):
    """One method for each operation of the API."""

    def __init__(self) -> None:
        super().__init__(service_name="codeconnections")
        self.automated_parameter_parsing = True

    @property
    def backend(self) -> CodeConnectionsBackend:
        """The backend of the caller's account and region."""
        return codeconnections_backends[self.current_account][self.region]

    def create_connection(self) -> ActionResult:
        """CreateConnection."""
        tags = self._get_param("Tags", [])
        connection = self.backend.create_connection(
            self._get_param("ConnectionName"), self._get_param("ProviderType"), self._get_param("HostArn"), tags
        )
        return ActionResult({"ConnectionArn": connection.connection_arn, "Tags": tags})

    def get_connection(self) -> ActionResult:
        """GetConnection."""
        return ActionResult({"Connection": self.backend.get_connection(self._get_param("ConnectionArn"))})

    def list_connections(self) -> ActionResult:
        """ListConnections, in one page."""
        connections = self.backend.list_connections(
            self._get_param("ProviderTypeFilter"), self._get_param("HostArnFilter")
        )
        return ActionResult({"Connections": connections})

    def delete_connection(self) -> ActionResult:
        """DeleteConnection."""
        self.backend.delete_connection(self._get_param("ConnectionArn"))
        return EmptyResult()

    def tag_resource(self) -> ActionResult:
        """TagResource."""
        self.backend.tag_resource(self._get_param("ResourceArn"), self._get_param("Tags"))
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        """UntagResource."""
        self.backend.untag_resource(self._get_param("ResourceArn"), self._get_param("TagKeys"))
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        """ListTagsForResource."""
        return ActionResult({"Tags": self.backend.list_tags_for_resource(self._get_param("ResourceArn"))})
