"""The three stages, and what each hands to the next.

Source: AWS CodePipeline User Guide, "Pipeline structure reference" and "Action structure reference".
"""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..release.appspec import APPSPEC_FILE
from ..release.image_detail import IMAGE_PLACEHOLDER_NAME
from ..release.task_definition import TASK_DEFINITION_FILE
from ..source.settings import SourceSettings
from .args import PipelinePartArgs

SOURCE_ARTIFACT = "SourceArtifact"
BUILD_ARTIFACT = "BuildArtifact"


def source_stage(settings: SourceSettings, connection_arn: pulumi.Input[str]) -> aws.codepipeline.PipelineStageArgsDict:
    """Takes the commit that was pushed to the branch, and starts the pipeline with it."""
    return _stage(
        "Source",
        category="Source",
        provider="CodeStarSourceConnection",
        owner="AWS",
        configuration={
            "ConnectionArn": connection_arn,
            "FullRepositoryId": settings.repository,
            "BranchName": settings.branch,
            "OutputArtifactFormat": "CODE_ZIP",
            # Text: the action takes no booleans.
            "DetectChanges": "true",
        },
        output_artifacts=[SOURCE_ARTIFACT],
        namespace="SourceVariables",
    )


def build_stage(project_name: pulumi.Input[str]) -> aws.codepipeline.PipelineStageArgsDict:
    """Builds the image and the release's files."""
    return _stage(
        "Build",
        category="Build",
        provider="CodeBuild",
        owner="AWS",
        configuration={"ProjectName": project_name},
        input_artifacts=[SOURCE_ARTIFACT],
        output_artifacts=[BUILD_ARTIFACT],
        namespace="BuildVariables",
    )


def deploy_stage(args: PipelinePartArgs) -> aws.codepipeline.PipelineStageArgsDict:
    """Puts the image into the task definition, and hands it to CodeDeploy."""
    # Everything from the build's artifact, which has four small files: the action takes 3 MB at most.
    return _stage(
        "Deploy",
        category="Deploy",
        provider="CodeDeployToECS",
        owner="AWS",
        configuration={
            "ApplicationName": args["deployment_application_name"],
            "DeploymentGroupName": args["deployment_group_name"],
            "TaskDefinitionTemplateArtifact": BUILD_ARTIFACT,
            "TaskDefinitionTemplatePath": TASK_DEFINITION_FILE,
            "AppSpecTemplateArtifact": BUILD_ARTIFACT,
            "AppSpecTemplatePath": APPSPEC_FILE,
            "Image1ArtifactName": BUILD_ARTIFACT,
            "Image1ContainerName": IMAGE_PLACEHOLDER_NAME,
        },
        input_artifacts=[BUILD_ARTIFACT],
    )


def _stage(name: str, **action: Any) -> aws.codepipeline.PipelineStageArgsDict:
    """A stage with one action of the same name."""
    return {"name": name, "actions": [{"name": name, "version": "1", **action}]}  # type: ignore[list-item]
