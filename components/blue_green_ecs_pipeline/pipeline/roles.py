"""The role that the pipeline works under.

Source: AWS CodePipeline User Guide, "Manage the CodePipeline service role", and the action references
"CodeStarSourceConnection", "AWS CodeBuild" and "Amazon ECS and CodeDeploy blue-green".
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..policy_document import allow, pass_roles, policy_document, service_trust_without_source
from .args import PipelinePartArgs


class PipelineRole:
    """The role, and the policy that a pipeline has to wait for."""

    def __init__(
        self,
        name: str,
        args: PipelinePartArgs,
        identity: AwsIdentity,
        connection_arn: pulumi.Output[str],
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        self.role = aws.iam.Role(
            f"{name}-pipeline-role",
            name=PhysicalNames.of(name).role("pipeline"),
            # CodePipeline documents no source condition for its role.
            assume_role_policy=service_trust_without_source("codepipeline.amazonaws.com"),
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        self.policy = aws.iam.RolePolicy(
            f"{name}-pipeline-policy",
            name="run-stages",
            role=self.role.name,
            policy=_policy(args, identity, connection_arn),
            opts=pulumi.ResourceOptions(parent=parent),
        )


def _policy(args: PipelinePartArgs, identity: AwsIdentity, connection_arn: pulumi.Output[str]) -> pulumi.Output[str]:
    application = args["deployment_application_name"]
    application_arn = identity.arn("codedeploy", pulumi.Output.format("application:{0}", application))
    group_arn = identity.arn(
        "codedeploy", pulumi.Output.format("deploymentgroup:{0}/{1}", application, args["deployment_group_name"])
    )
    configuration_arn = identity.arn(
        "codedeploy", pulumi.Output.format("deploymentconfig:{0}", args["deployment_configuration"])
    )
    project_arn = identity.arn("codebuild", pulumi.Output.format("project/{0}", args["build_project_name"]))
    return policy_document(
        [
            # AWS asks for both names of the action, whichever of the two prefixes the connection's ARN has.
            allow(
                "UseConnection",
                ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
                connection_arn.apply(_both_prefixes),
            ),
            # StopBuild: without it a stopped execution leaves its build running, and billed.
            allow("Build", ["codebuild:StartBuild", "codebuild:BatchGetBuilds", "codebuild:StopBuild"], [project_arn]),
            allow("Deploy", ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"], [group_arn]),
            allow(
                "Revision",
                [
                    "codedeploy:GetApplication",
                    "codedeploy:GetApplicationRevision",
                    "codedeploy:RegisterApplicationRevision",
                ],
                [application_arn],
            ),
            allow("DeploymentConfiguration", ["codedeploy:GetDeploymentConfig"], [configuration_arn]),
            # ecs:RegisterTaskDefinition: AWS's page for this action asks for every resource. The Service Authorization
            # Reference lists task definitions by family, which no page confirms for this caller.
            allow("RegisterTaskDefinition", ["ecs:RegisterTaskDefinition"], ["*"]),
            pass_roles("RegisterRolesOfTasks", [args["execution_role_arn"], args["task_role_arn"]]),
        ]
    )


def _both_prefixes(connection_arn: str) -> list[str]:
    parts = connection_arn.split(":")
    return [":".join([*parts[:2], prefix, *parts[3:]]) for prefix in ("codeconnections", "codestar-connections")]
