"""The execution role, which starts tasks, and the task role, which the application works under.

Source: Amazon ECS Developer Guide, "Amazon ECS task execution IAM role" and "Amazon ECS task IAM role".
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..encryption.grants import READ, allow_key
from ..names import PhysicalNames
from ..policy_document import Statement, allow, policy_document, service_trust
from ..secret_references import arn_of, service_of


class ServiceRoles:
    """Both roles of the tasks. The task role may do nothing until its owner attaches a policy to it."""

    def __init__(
        self,
        name: str,
        identity: AwsIdentity,
        repository_arn: pulumi.Input[str],
        log_group_arn: pulumi.Input[str],
        secrets: Mapping[str, pulumi.Input[str]],
        kms_key_arn: pulumi.Input[str] | None,
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        names = PhysicalNames.of(name)
        # One cluster is not a supported source for tasks: the pattern covers this account and Region.
        trust = service_trust("ecs-tasks.amazonaws.com", identity, identity.arn("ecs", "*"))
        self.execution, self.task = (
            aws.iam.Role(
                f"{name}-{purpose}-role",
                name=names.role(purpose),
                assume_role_policy=trust,
                tags=tags,
                opts=pulumi.ResourceOptions(parent=parent),
            )
            for purpose in ("execution", "task")
        )
        self.execution_policy = aws.iam.RolePolicy(
            f"{name}-execution-policy",
            name="start-tasks",
            role=self.execution.name,
            policy=_execution_policy(identity, repository_arn, log_group_arn, secrets, kms_key_arn),
            opts=pulumi.ResourceOptions(parent=parent),
        )


def _execution_policy(
    identity: AwsIdentity,
    repository_arn: pulumi.Input[str],
    log_group_arn: pulumi.Input[str],
    secrets: Mapping[str, pulumi.Input[str]],
    kms_key_arn: pulumi.Input[str] | None,
) -> pulumi.Output[str]:
    def render(resolved: Sequence[str]) -> pulumi.Output[str]:
        services = sorted({service_of(value) for value in resolved})
        key = allow_key("DecryptSecrets", READ, kms_key_arn, services, identity) if services else []
        return policy_document([*pull_and_log, *_secret_statements(resolved), *key])

    pull_and_log = [
        # ecr:GetAuthorizationToken has no resource-level permission.
        allow("LogInToRegistry", ["ecr:GetAuthorizationToken"], ["*"]),
        allow(
            "PullImage",
            ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
            [repository_arn],
        ),
        allow(
            "WriteLogs",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [pulumi.Output.concat(log_group_arn, ":*")],
        ),
    ]
    return pulumi.Output.all(*secrets.values()).apply(render)


def _secret_statements(value_froms: Sequence[str]) -> list[Statement]:
    """Reading exactly these secrets and parameters."""
    arns = sorted({arn_of(value) for value in value_froms})
    secret_arns = [arn for arn in arns if service_of(arn) == "secretsmanager"]
    parameter_arns = [arn for arn in arns if service_of(arn) == "ssm"]
    statements = []
    if secret_arns:
        statements.append(allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secret_arns))
    if parameter_arns:
        statements.append(allow("ReadParameters", ["ssm:GetParameters"], parameter_arns))
    return statements
