"""An embedded AWS with what a build needs, and nothing else: bucket, repository, parameters and a CodeBuild project."""

import io
import json
import zipfile
from pathlib import Path

from rehearsal.build.executor import BuildResult, run_build
from rehearsal.build.image_store import ImageStore
from rehearsal.source.pack import pack_source

PROJECT_DIRECTORY = Path(__file__).resolve().parents[3]
BUILDSPEC = (PROJECT_DIRECTORY / "buildspec" / "buildspec.yml").read_text()
BUCKET = "artifacts-123456789012"
HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"
TASK_DEFINITION = '{"family": "web", "containerDefinitions": [{"name": "web", "image": "<IMAGE1_NAME>"}]}'
APPSPEC = "version: 0.0\nResources:\n  - TargetService:\n      Properties:\n        TaskDefinition: <TASK_DEFINITION>"
DOCKERFILE = """\
FROM public.ecr.aws/docker/library/python:3.13.5-alpine3.22
WORKDIR /app
ENV PYTHONUNBUFFERED=1
COPY server.py ./
USER 10001:10001
EXPOSE 8080
CMD ["python", "server.py"]
"""


class CodeBuildAccount:
    """The account and a project's source folder; `build()` runs one build and keeps its log."""

    def __init__(self, aws, directory: Path) -> None:
        self.aws = aws
        self.source = directory / "source"
        self.images = ImageStore(directory / "images")
        self.printed: list[str] = []
        self.shown: list[str] = []
        self.write("application/Dockerfile", DOCKERFILE)
        self.write("application/server.py", "print('hello')\n")
        aws.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        aws.client("ecr").create_repository(
            repositoryName="web",
            imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "latest"}],
        )
        self.put_parameter("/web/taskdef", TASK_DEFINITION)
        self.put_parameter("/web/appspec", APPSPEC)

    def write(self, path: str, content: str) -> None:
        file = self.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    def put_parameter(self, name: str, value: str) -> None:
        self.aws.client("ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)

    def create_project(self, buildspec: str = BUILDSPEC, privileged: bool = True, **changes: tuple[str, str]) -> None:
        """A project with the variables that the component sets; `changes` are NAME=(value, type)."""
        variables = {
            "REPOSITORY_URI": (f"{HOST}/web", "PLAINTEXT"),
            "REPOSITORY_NAME": ("web", "PLAINTEXT"),
            "CONTAINER_NAME": ("web", "PLAINTEXT"),
            "APPLICATION_PATH": ("application", "PLAINTEXT"),
            "DOCKERFILE": ("Dockerfile", "PLAINTEXT"),
            "TASK_DEFINITION_TEMPLATE": ("/web/taskdef", "PARAMETER_STORE"),
            "APPSPEC_TEMPLATE": ("/web/appspec", "PARAMETER_STORE"),
            **changes,
        }
        self.aws.client("codebuild").create_project(
            name="web-build",
            serviceRole="arn:aws:iam::123456789012:role/web-build",
            source={"type": "CODEPIPELINE", "buildspec": buildspec},
            artifacts={"type": "CODEPIPELINE"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
                "privilegedMode": privileged,
                "environmentVariables": [
                    {"name": name, "value": value, "type": kind} for name, (value, kind) in variables.items()
                ],
            },
        )

    def build(self) -> BuildResult:
        """Packs the source as it is now and builds it."""
        revision = pack_source(self.aws, self.source, BUCKET, "web-pipeline")
        result = run_build(self.aws, "web-build", revision, self.shown.append, self.images)
        self.printed += result.log
        return result

    def artifact(self, result: BuildResult) -> dict[str, str]:
        """The files of a build's artifact."""
        body = self.aws.client("s3").get_object(Bucket=result.artifact_bucket, Key=result.artifact_key)["Body"]
        with zipfile.ZipFile(io.BytesIO(body.read())) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    def tags(self) -> dict[str, str]:
        """The repository's tags and the digest of each."""
        listed = self.aws.client("ecr").list_images(repositoryName="web")["imageIds"]
        return {image["imageTag"]: image["imageDigest"] for image in listed if "imageTag" in image}


def buildspec_of(**phases: list[str]) -> str:
    """A buildspec with these commands by phase, and no artifacts."""
    document = {"version": 0.2, "phases": {name: {"commands": commands} for name, commands in phases.items()}}
    return json.dumps(document, indent=1)
