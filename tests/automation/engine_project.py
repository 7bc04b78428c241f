"""A copy of this project that an engine may write into."""

import shutil
from pathlib import Path

import yaml

from automation.project import Project

ROOT = Path(__file__).parents[2]


def copy_project(folder):
    """The program and the dev stack; a prod stack of the same settings beside it."""
    folder.mkdir()
    for name in ("__main__.py", "Pulumi.yaml", "Pulumi.dev.yaml"):
        shutil.copy(ROOT / name, folder)
    shutil.copy(ROOT / "Pulumi.dev.yaml", folder / "Pulumi.prod.yaml")
    return Project.at(folder)


def set_value(project, key, value, stack="dev"):
    """Writes one setting into the stack's file; a dot leads into a group."""
    file = project.settings_file(stack)
    content = yaml.safe_load(file.read_text())
    group, _, rest = f"{project.name}:{key}".partition(".")
    if rest:
        content["config"][group][rest] = value
    else:
        # As a person wrote it, or as the engine has rewritten it since.
        content["config"].pop(key, None)
        content["config"][group] = value
    file.write_text(yaml.safe_dump(content))


SMALL_PROGRAM = """
import pulumi
import pulumi_aws as aws

config = pulumi.Config()
group = aws.cloudwatch.LogGroup("group", name=config.require("name"), retention_in_days=config.require_int("days"))
bucket = aws.s3.Bucket("bucket", bucket=config.require("bucket"))
pulumi.export("name", group.name)
pulumi.export("token", config.get_secret("token"))
"""


def small_project(folder):
    """Two resources and the stacks dev and prod: for what does not depend on what the program makes."""
    folder.mkdir()
    (folder / "__main__.py").write_text(SMALL_PROGRAM)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    for stack in ("dev", "prod"):
        settings = f"  aws:region: eu-central-1\n  name: /{stack}/web\n  days: 30\n  bucket: {stack}-web-files\n"
        (folder / f"Pulumi.{stack}.yaml").write_text(f"config:\n{settings}")
    return Project.at(folder)
