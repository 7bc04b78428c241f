"""The stack of the proof: the project's own, with every setting that gives a role something more to do."""

import json
from pathlib import Path
from typing import Any

import yaml

from rehearsal.faults.stack_config import copy_project, merge

PARAMETERS = {"build": "/proof/build", "tasks": "/proof/tasks"}


def write_project(aws: Any, project_dir: Path, stack: str, folder: Path) -> Path:
    """A copy of the project whose stack reads secrets and parameters of this account, all of it under one key."""
    copied = copy_project(project_dir, folder)
    key = aws.client("kms").create_key(Policy=_key_policy(aws))["KeyMetadata"]["Arn"]
    secrets = {
        user: aws.client("secretsmanager").create_secret(
            Name=f"proof-{user}", SecretString=json.dumps({"word": "proof"}), KmsKeyId=key
        )["ARN"]
        for user in ("build", "tasks")
    }
    for name in PARAMETERS.values():
        aws.client("ssm").put_parameter(Name=name, Value="proof", Type="SecureString", KeyId=key)
    config = yaml.safe_load((project_dir / f"Pulumi.{stack}.yaml").read_text())["config"]
    changed = merge(config, _settings(aws, key, secrets))
    (copied / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": changed}, sort_keys=False))
    return copied


def _settings(aws: Any, key: str, secrets: dict[str, str]) -> dict[str, Any]:
    parameter = f"arn:aws:ssm:{aws.region}:{aws.account_id}:parameter{PARAMETERS['tasks']}"
    groups = {
        "encryption": {"kmsKeyArn": key},
        "network": {"flowLogRetentionDays": 30},
        "loadBalancer": {"accessLogs": {"forceDestroy": True}},
        "build": {
            "secrets": {"PROOF_SECRET": f"{secrets['build']}:word"},
            "parameters": {"PROOF_PARAMETER": PARAMETERS["build"]},
        },
        "service": {"secrets": {"PROOF_SECRET": f"{secrets['tasks']}:word::", "PROOF_PARAMETER": parameter}},
        "deployment": {
            "terminationWaitMinutes": 0,
            "smokeTest": {"path": "/", "attempts": 2, "intervalSeconds": 0},
        },
    }
    return {f"blue-green-ecs-pipeline:{group}": settings for group, settings in groups.items()}


def _key_policy(aws: Any) -> str:
    """A key that leaves it to the account's policies, and admits the services that come without a role.

    Source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS"; Amazon SQS Developer
    Guide, "Key management".
    """
    log_groups = f"arn:aws:logs:{aws.region}:{aws.account_id}:log-group:*"
    statements = [
        {"Principal": {"AWS": f"arn:aws:iam::{aws.account_id}:root"}, "Action": "kms:*"},
        {
            "Principal": {"Service": f"logs.{aws.region}.amazonaws.com"},
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
        },
        {"Principal": {"Service": "events.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"]},
    ]
    allowed = [{"Effect": "Allow", "Resource": "*", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": allowed})
