"""appspec.yaml: what CodeDeploy deploys, the network that the new tasks run in, and the functions that it asks.

Source: AWS CodeDeploy User Guide, "AppSpec 'resources' section (Amazon ECS and AWS Lambda deployments only)" and
"AppSpec 'hooks' section".
"""

import json
from collections.abc import Mapping

from .spec import ReleaseSpec

APPSPEC_FILE = "appspec.yaml"

TASK_DEFINITION_PLACEHOLDER = "<TASK_DEFINITION>"  # CodePipeline puts the new revision's ARN here


def render_appspec(spec: ReleaseSpec) -> str:
    """The file's text; a quoted value is JSON, which is YAML too."""
    # Without a network of its own a release would keep the network of the service as it was created.
    return "\n".join(
        [
            "version: 0.0",
            "Resources:",
            "  - TargetService:",
            "      Type: AWS::ECS::Service",
            "      Properties:",
            f"        TaskDefinition: {TASK_DEFINITION_PLACEHOLDER}",
            "        LoadBalancerInfo:",
            f"          ContainerName: {json.dumps(spec.container_name)}",
            f"          ContainerPort: {spec.container_port}",
            "        NetworkConfiguration:",
            "          AwsvpcConfiguration:",
            f"            Subnets: {json.dumps(list(spec.subnet_ids))}",
            f"            SecurityGroups: {json.dumps(list(spec.security_group_ids))}",
            f"            AssignPublicIp: {'ENABLED' if spec.assign_public_ip else 'DISABLED'}",
            *_hooks(spec.hooks),
            "",
        ]
    )


def _hooks(hooks: Mapping[str, str]) -> list[str]:
    if not hooks:
        return []
    return ["Hooks:", *(f"  - {event}: {json.dumps(function)}" for event, function in hooks.items())]
