"""Preview of the dev program: what `pulumi preview` asks of the program, with every output unknown."""

import asyncio
import json
import runpy
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.runtime import mocks
from pulumi.runtime.stack import run_pulumi_func

ROOT = Path(__file__).parents[1]


class UnknownOutputs(mocks.Mocks):
    """A provider before anything exists: inputs are known, what AWS will choose is not."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """No id, and nothing that the program has not said itself."""
        return "", dict(args.inputs) if args.custom else {}

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        """What AWS knows already: the account and its zones."""
        answers: dict[str, dict[str, Any]] = {
            "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "123456789012"},
            "aws:index/getRegion:getRegion": {"region": "eu-central-1"},
            "aws:index/getPartition:getPartition": {
                "partition": "aws",
                "dnsSuffix": "amazonaws.com",
                "reverseDnsPrefix": "com.amazonaws",
            },
            "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ["eu-central-1a", "eu-central-1b"]},
        }
        return answers[args.token], []


def preview(project_folder: Path, stack: str) -> None:
    """Run the project's program once, with the stack's config."""
    project = yaml.safe_load((project_folder / "Pulumi.yaml").read_text())
    config = yaml.safe_load((project_folder / f"Pulumi.{stack}.yaml").read_text())["config"]
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    mocks.set_mocks(UnknownOutputs(), project=project["name"], stack=stack, preview=True)
    pulumi.runtime.set_all_config(texts)
    loop.run_until_complete(run_pulumi_func(lambda: run_program(project_folder)))


async def run_program(project_folder: Path) -> None:
    """Run __main__.py as Pulumi does."""
    runpy.run_path(str(project_folder / "__main__.py"), run_name="__main__")


if __name__ == "__main__":
    preview(ROOT, "dev")
