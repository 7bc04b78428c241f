"""Roles and what they work on, in an embedded AWS that asks IAM."""

import json
from typing import Any

from rehearsal.embedded_aws.account import EmbeddedAws

BUCKET = "artifacts"
REPOSITORY = "web"
PROJECT_ARN = f"arn:aws:codebuild:{EmbeddedAws.region}:{EmbeddedAws.account_id}:project/web"


def make_role(aws: EmbeddedAws, name: str, trust: dict[str, Any], *statements: dict[str, Any]) -> str:
    """A role with one inline policy; its ARN."""
    iam = aws.client("iam")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document(*statements))
    return str(role["Arn"])


def trusted(service: str, **condition: Any) -> dict[str, Any]:
    """A trust policy's statement for one service."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": f"{service}.amazonaws.com"}}
    return {**statement, "Condition": condition} if condition else statement


def document(*statements: dict[str, Any]) -> str:
    """A policy document's text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def make_resources(aws: EmbeddedAws) -> None:
    """A bucket with an object, and a repository."""
    location = {"LocationConstraint": aws.region}
    aws.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=location)
    aws.client("s3").put_object(Bucket=BUCKET, Key="web/source", Body=b"content")
    aws.client("ecr").create_repository(repositoryName=REPOSITORY)
