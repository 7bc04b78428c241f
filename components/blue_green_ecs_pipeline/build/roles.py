"""The role that CodeBuild and every command of the buildspec work under.

Source: AWS CodeBuild User Guide, "Allow CodeBuild to interact with other AWS services".
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..encryption.grants import READ, allow_key
from ..names import PhysicalNames
from ..policy_document import allow, policy_document, service_trust
from ..secret_references import arn_of
from .settings import BuildSettings


class BuildRole:
    """The role, and the policy that a project has to wait for."""

    def __init__(
        self,
        name: str,
        settings: BuildSettings,
        identity: AwsIdentity,
        repository_arn: pulumi.Input[str],
        log_group_arn: pulumi.Input[str],
        template_parameter_arns: Sequence[pulumi.Input[str]],
        kms_key_arn: pulumi.Input[str] | None,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        names = PhysicalNames.of(name)
        project_arn = identity.arn("codebuild", f"project/{names.project_name}")
        self.role = aws.iam.Role(
            f"{name}-build-role",
            name=names.role("build"),
            assume_role_policy=service_trust("codebuild.amazonaws.com", identity, project_arn),
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        statements = [
            allow(
                "WriteLogs",
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                [pulumi.Output.concat(log_group_arn, ":*")],
            ),
            # ecr:GetAuthorizationToken has no resource-level permission.
            allow("LogInToRegistry", ["ecr:GetAuthorizationToken"], ["*"]),
            allow(
                "PushImage",
                [
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:CompleteLayerUpload",
                    "ecr:InitiateLayerUpload",
                    "ecr:PutImage",
                    "ecr:UploadLayerPart",
                ],
                [repository_arn],
            ),
            allow("ReadDigest", ["ecr:DescribeImages"], [repository_arn]),
            allow(
                "ReadParameters",
                ["ssm:GetParameters"],
                [*template_parameter_arns, *_parameter_arns(identity, settings.parameters)],
            ),
        ]
        if settings.secrets:
            # Several variables may be parts of one secret.
            secret_arns = pulumi.Output.all(*settings.secrets.values()).apply(
                lambda values: sorted({*map(arn_of, values)})
            )
            statements.append(allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secret_arns))
        services = ["secretsmanager", "ssm"] if settings.secrets else ["ssm"]
        statements += allow_key("DecryptVariables", READ, kms_key_arn, services, identity)
        self.policy = aws.iam.RolePolicy(
            f"{name}-build-policy",
            name="build-images",
            role=self.role.name,
            policy=policy_document(statements),
            opts=pulumi.ResourceOptions(parent=parent),
        )


def _parameter_arns(identity: AwsIdentity, parameters: Mapping[str, pulumi.Input[str]]) -> list[pulumi.Output[str]]:
    """The parameters' ARNs; a name that begins with a slash has no second one in its ARN."""
    return [
        identity.arn("ssm", pulumi.Output.from_input(parameter).apply(lambda text: f"parameter/{text.lstrip('/')}"))
        for parameter in parameters.values()
    ]
