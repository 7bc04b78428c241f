"""appspec.yaml: what CodeDeploy deploys, and the network that the new tasks run in.

Source: AWS CodeDeploy User Guide, "AppSpec 'resources' section (Amazon ECS and AWS Lambda deployments only)".
"""

import json

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
            "",
        ]
    )
