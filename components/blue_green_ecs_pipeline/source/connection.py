"""The connection to GitHub.

Source: Developer Tools console User Guide, "Create a connection to GitHub".
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from .settings import SourceSettings


def connect_to_github(
    name: str, settings: SourceSettings, tags: Mapping[str, pulumi.Input[str]], parent: pulumi.Resource
) -> pulumi.Output[str]:
    """The ARN of the user's own connection, or of a new one, which a person has to complete once in the console."""
    if settings.connection_arn is not None:
        return pulumi.Output.from_input(settings.connection_arn)
    connection = aws.codeconnections.Connection(
        f"{name}-connection",
        name=PhysicalNames.of(name).connection,
        provider_type="GitHub",
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return connection.arn
