"""References to secrets as ECS and CodeBuild write them: an ARN, then perhaps a JSON key, a version stage and an id.

Source: Amazon ECS Developer Guide, "Pass Secrets Manager secrets through Amazon ECS environment variables"; AWS
CodeBuild User Guide, "Build specification reference for CodeBuild".
"""

_ARN_PARTS = 7


def arn_of(reference: str) -> str:
    """The ARN in a reference: what follows it is no part of what IAM decides on."""
    return ":".join(reference.split(":")[:_ARN_PARTS])


def service_of(reference: str) -> str:
    """The service that keeps the secret: `secretsmanager` or `ssm`."""
    return reference.split(":")[2]
