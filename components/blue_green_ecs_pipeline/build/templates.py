"""Hands taskdef.json and appspec.yaml to the build, each as one SSM parameter.

Source: AWS Systems Manager User Guide, "Managing parameter tiers".
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames

MAX_PARAMETER_BYTES = 4096  # the standard tier, which has no price


class TemplateTooLargeError(pulumi.RunError):
    """A rendered file does not fit into the SSM parameter that hands it to the build."""


def create_template_parameter(
    name: str,
    file_name: str,
    text: pulumi.Input[str],
    kms_key_arn: pulumi.Input[str] | None,
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> aws.ssm.Parameter:
    """The parameter that holds the file. No secret is ever in it: tasks read secrets by their ARN.

    Raises:
        TemplateTooLargeError: inside the value, when the text is larger than AWS takes.
    """

    def check_size(rendered: str) -> str:
        size = len(rendered.encode())
        if size > MAX_PARAMETER_BYTES:
            raise TemplateTooLargeError(
                f"{name}: {file_name} has {size} bytes, an SSM parameter takes {MAX_PARAMETER_BYTES}; "
                "make service.environment or service.secrets smaller, for example with one secret for several values"
            )
        return rendered

    checked = pulumi.Output.from_input(text).apply(check_size)
    encrypted = kms_key_arn is not None
    return aws.ssm.Parameter(
        f"{name}-{file_name.partition('.')[0]}-template",
        name=PhysicalNames.of(name).parameter(file_name),
        description=f"{file_name} as the build hands it to a release",
        type="SecureString" if encrypted else "String",
        key_id=kms_key_arn,
        tier="Standard",
        # A plain String whose value is shown in a preview: what changes in a release's files is worth reading. Of an
        # encrypted one Pulumi shows that it changes.
        insecure_value=None if encrypted else checked,
        value=checked if encrypted else None,
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
