"""The stack of the proof: the project's own, with every setting that gives a role something more to do."""

import json
from pathlib import Path
from typing import Any

import yaml

from rehearsal.faults.stack_config import copy_project, merge

SECRET = "proof"
PARAMETERS = {"build": "/proof/build", "tasks": "/proof/tasks"}


def write_project(aws: Any, project_dir: Path, stack: str, folder: Path) -> Path:
    """A copy of the project whose stack reads secrets and parameters of this account, and tests its releases."""
    copied = copy_project(project_dir, folder)
    secrets = {
        user: aws.client("secretsmanager").create_secret(
            Name=f"{SECRET}-{user}", SecretString=json.dumps({"word": "proof"})
        )["ARN"]
        for user in ("build", "tasks")
    }
    for name in PARAMETERS.values():
        aws.client("ssm").put_parameter(Name=name, Value="proof", Type="String")
    config = yaml.safe_load((project_dir / f"Pulumi.{stack}.yaml").read_text())["config"]
    changed = merge(config, _settings(aws, secrets))
    (copied / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": changed}, sort_keys=False))
    return copied


def _settings(aws: Any, secrets: dict[str, str]) -> dict[str, Any]:
    parameter = f"arn:aws:ssm:{aws.region}:{aws.account_id}:parameter{PARAMETERS['tasks']}"
    return {
        "blue-green-ecs-pipeline:build": {
            "secrets": {"PROOF_SECRET": f"{secrets['build']}:word"},
            "parameters": {"PROOF_PARAMETER": PARAMETERS["build"]},
        },
        "blue-green-ecs-pipeline:service": {
            "secrets": {"PROOF_SECRET": f"{secrets['tasks']}:word::", "PROOF_PARAMETER": parameter},
        },
        "blue-green-ecs-pipeline:deployment": {
            "terminationWaitMinutes": 0,
            "smokeTest": {"path": "/", "attempts": 2, "intervalSeconds": 0},
        },
    }
