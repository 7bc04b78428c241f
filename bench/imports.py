"""Imports, and nothing else: what the component adds to the SDKs that every program of its resources needs anyway.

python -m bench.imports sdks|component|settings
"""

import importlib
import sys

# What importing the component loads of them; the modules of its other resources are loaded when the first is made.
SERVICES = (
    *("cloudwatch", "codebuild", "codedeploy", "codepipeline", "ec2", "ecr", "ecs"),
    *("iam", "lb", "sqs", "ssm", "vpc"),
)


def import_sdks() -> None:
    """Pulumi's packages with the modules that the component's resources are in."""
    for name in ("pulumi", "pulumi_aws", "pulumi_awsx.ec2", *(f"pulumi_aws.{service}" for service in SERVICES)):
        # They are loaded when they are first asked for something.
        hasattr(importlib.import_module(name), "Resource")


def import_component() -> None:
    """The same, and the component."""
    from blue_green_ecs_pipeline import BlueGreenEcsPipeline  # noqa: F401


def import_settings() -> None:
    """What a script needs that reads and checks settings, and creates nothing."""
    from blue_green_ecs_pipeline import read_config  # noqa: F401
    from blue_green_ecs_pipeline.settings import Settings  # noqa: F401


IMPORTS = {"sdks": import_sdks, "component": import_component, "settings": import_settings}

if __name__ == "__main__":
    IMPORTS[sys.argv[1]]()
