"""Build: the CodeBuild project that turns a commit into an image and a release's files."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..outputs import outputs_of
from ..plain_environment import refuse_secrets
from ..problems import Problems
from ..release.appspec import APPSPEC_FILE
from ..release.task_definition import TASK_DEFINITION_FILE
from .args import BuildPartArgs
from .buildspec import read_own_buildspec
from .roles import BuildRole
from .settings import BuildSettings
from .templates import create_template_parameter


class Build(pulumi.ComponentResource):
    """Builds the image, pushes it under a tag of its own, and writes the files that the release is made from."""

    project_name: pulumi.Output[str]
    """The CodeBuild project's name."""

    role_name: pulumi.Output[str]
    """The name of the role that builds work under."""

    log_group_name: pulumi.Output[str]
    """Where the builds' output goes."""

    def __init__(self, name: str, args: BuildPartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = BuildSettings.from_args(args, problems, BuildPartArgs)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:Build", name, None, opts)
        tags = args.get("tags") or {}
        names = PhysicalNames.of(name)
        key = args.get("kms_key_arn")

        log_group = aws.cloudwatch.LogGroup(
            f"{name}-build-log-group",
            name=names.log_group("codebuild"),
            retention_in_days=args["log_retention_days"],
            kms_key_id=key,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        task_definition = create_template_parameter(
            name, TASK_DEFINITION_FILE, args["task_definition_template"], key, tags, self
        )
        appspec = create_template_parameter(name, APPSPEC_FILE, args["appspec_template"], key, tags, self)
        role = BuildRole(
            name,
            settings,
            AwsIdentity.of(self),
            args["repository_arn"],
            log_group.arn,
            [task_definition.arn, appspec.arn],
            key,
            tags,
            self,
        )
        project = aws.codebuild.Project(
            f"{name}-project",
            name=names.project_name,
            description="Builds the image and writes the files of a release",
            service_role=role.role.arn,
            encryption_key=key,
            build_timeout=settings.timeout_minutes,
            source={"type": "CODEPIPELINE", "buildspec": settings.buildspec or read_own_buildspec()},
            artifacts={"type": "CODEPIPELINE"},
            environment={
                "type": settings.environment_type,
                "image": settings.image,
                "compute_type": settings.compute_type,
                # Building an image needs a Docker daemon, which needs this.
                "privileged_mode": True,
                "environment_variables": _environment_variables(name, settings, args, task_definition, appspec),
            },
            logs_config={"cloudwatch_logs": {"status": "ENABLED", "group_name": log_group.name}},
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[role.policy]),
        )

        self.project_name = project.name
        self.role_name = role.role.name
        self.log_group_name = log_group.name
        self.register_outputs(outputs_of(self))


def _environment_variables(
    name: str,
    settings: BuildSettings,
    args: BuildPartArgs,
    task_definition: aws.ssm.Parameter,
    appspec: aws.ssm.Parameter,
) -> list[aws.codebuild.ProjectEnvironmentEnvironmentVariableArgsDict]:
    """What the buildspec reads, then what the user set."""
    environment = refuse_secrets(name, "build.environment", settings.environment)
    own: Mapping[str, pulumi.Input[str]] = {
        "REPOSITORY_URI": args["repository_url"],
        "REPOSITORY_NAME": args["repository_name"],
        "CONTAINER_NAME": args["container_name"],
        "APPLICATION_PATH": settings.application_path,
        "DOCKERFILE": settings.dockerfile,
    }
    templates = {"TASK_DEFINITION_TEMPLATE": task_definition.name, "APPSPEC_TEMPLATE": appspec.name}
    plain = {**own, **{key: environment[key] for key in settings.environment}}
    by_type = {
        "PLAINTEXT": plain,
        "PARAMETER_STORE": {**templates, **settings.parameters},
        "SECRETS_MANAGER": settings.secrets,
    }
    return [
        {"name": key, "value": value, "type": kind}
        for kind, variables in by_type.items()
        for key, value in variables.items()
    ]
