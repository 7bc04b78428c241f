"""Connections to source providers."""

from typing import Any

from rehearsal.resources.convert import overlay, parameters, plain_tags, tag_list
from rehearsal.resources.ecs import computed
from rehearsal.resources.registry import Account, Properties, ResourceType, none_when_missing, register
from rehearsal.resources.tag_changes import tag_changes


@register
class Connection(ResourceType):
    """aws.codeconnections.Connection: PENDING until a person completes it in the console.

    Source: terraform-provider-aws, resource aws_codeconnections_connection: host_arn, name, provider_type force a
    new resource.
    """

    token = "aws:codeconnections/connection:Connection"
    replace_on = frozenset({"hostArn", "name", "providerType"})
    name_property = "name"
    name_limit = 32

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        connections = aws.client("codeconnections")
        request = parameters(
            connections, "CreateConnection", inputs, renames={"name": "ConnectionName"}, elsewhere={"timeouts"}
        )
        arn = connections.create_connection(**request)["ConnectionArn"]
        return arn, self._outputs(aws, inputs, connections.get_connection(ConnectionArn=arn)["Connection"])

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        connections = aws.client("codeconnections")
        connection = connections.get_connection(ConnectionArn=id)["Connection"]
        tags = plain_tags(connections.list_tags_for_resource(ResourceArn=id)["Tags"])
        live = overlay(inputs, {**connection, "tags": tags}, renames={"name": "ConnectionName"})
        return live, self._outputs(aws, live, connection)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        connections = aws.client("codeconnections")
        changed, removed = tag_changes(old_inputs, new_inputs)
        if changed:
            connections.tag_resource(ResourceArn=id, Tags=tag_list(changed))
        if removed:
            connections.untag_resource(ResourceArn=id, TagKeys=removed)
        return self._outputs(aws, new_inputs, connections.get_connection(ConnectionArn=id)["Connection"])

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("codeconnections").delete_connection(ConnectionArn=id)

    def _outputs(self, aws: Account, inputs: Properties, live: dict[str, Any]) -> Properties:
        return {
            **inputs,
            "arn": live["ConnectionArn"],
            "connectionStatus": live["ConnectionStatus"],
            "ownerAccountId": live["OwnerAccountId"],
            "providerType": live.get("ProviderType"),
            **computed(aws, inputs),
        }
