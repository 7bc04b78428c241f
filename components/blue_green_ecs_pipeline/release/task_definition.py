"""The task definition as ECS registers it, and taskdef.json with the placeholder for a release's image.

Source: Amazon ECS API Reference, "RegisterTaskDefinition"; AWS CodePipeline User Guide, "Image definitions file
reference".
"""

import json
from collections.abc import Sequence
from typing import Any

from .image_detail import IMAGE_PLACEHOLDER
from .spec import ReleaseSpec

TASK_DEFINITION_FILE = "taskdef.json"

_CPU_ARCHITECTURES = {"x86_64": "X86_64", "arm64": "ARM64"}


def cpu_architecture(architecture: str) -> str:
    """ECS's word for the processor that an image was built for."""
    return _CPU_ARCHITECTURES[architecture]


def container_definition(spec: ReleaseSpec, image: str, command: Sequence[str] | None = None) -> dict[str, Any]:
    """The one container of the task: a release differs from the bootstrap in image and command alone."""
    definition: dict[str, Any] = {
        "name": spec.container_name,
        "image": image,
        "essential": True,
        "portMappings": [{"containerPort": spec.container_port, "hostPort": spec.container_port, "protocol": "tcp"}],
        "stopTimeout": spec.stop_timeout_seconds,
        "readonlyRootFilesystem": spec.read_only_root_filesystem,
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": spec.log_group_name,
                "awslogs-region": spec.region,
                "awslogs-stream-prefix": spec.container_name,
            },
        },
    }
    if command:
        definition["command"] = list(command)
    if spec.environment:
        definition["environment"] = [
            {"name": name, "value": spec.environment[name]} for name in sorted(spec.environment)
        ]
    if spec.secrets:
        definition["secrets"] = [{"name": name, "valueFrom": spec.secrets[name]} for name in sorted(spec.secrets)]
    return definition


def render_container_definitions(spec: ReleaseSpec, image: str, command: Sequence[str] | None = None) -> str:
    """The text that `aws.ecs.TaskDefinition` takes."""
    return json.dumps([container_definition(spec, image, command)])


def render_task_definition(spec: ReleaseSpec) -> str:
    """taskdef.json: CodePipeline puts the image of the release in the placeholder's place."""
    # No tags: CodePipeline would need ecs:TagResource, which its own session policy has been seen to refuse.
    text = json.dumps(
        {
            "family": spec.family,
            "executionRoleArn": spec.execution_role_arn,
            "taskRoleArn": spec.task_role_arn,
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"],
            "cpu": str(spec.cpu),
            "memory": str(spec.memory),
            "runtimePlatform": {
                "cpuArchitecture": cpu_architecture(spec.architecture),
                "operatingSystemFamily": "LINUX",
            },
            "containerDefinitions": [container_definition(spec, IMAGE_PLACEHOLDER)],
        },
        separators=(",", ":"),
    )
    # Parameter Store, which hands the file to the build, takes {{ }} for another parameter and refuses it. JSON itself
    # never has {{, so these stand in a text, where the escape means the same.
    return text.replace("{{", r"\u007b\u007b")
