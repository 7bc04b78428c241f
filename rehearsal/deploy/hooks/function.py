"""A Lambda function as the embedded AWS has it."""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from moto.awslambda.models import lambda_backends


@dataclass(frozen=True)
class HookFunction:
    """What an invocation needs to know."""

    name: str
    arn: str
    runtime: str
    handler: str
    role_arn: str
    timeout_seconds: float
    memory_mib: int
    environment: dict[str, str]
    subnet_ids: tuple[str, ...]
    """Empty: the function is in no VPC of the account."""
    security_group_ids: tuple[str, ...]
    code: bytes
    """The package, a ZIP archive."""


def read_function(aws: Any, name: str) -> HookFunction | None:
    """The function with this name; None when there is none."""
    try:
        described = aws.client("lambda").get_function_configuration(FunctionName=name)
    except ClientError:
        return None
    network = described.get("VpcConfig") or {}
    kept = lambda_backends[aws.account_id][aws.region].get_function(name)
    return HookFunction(
        name=described["FunctionName"],
        arn=described["FunctionArn"],
        runtime=described.get("Runtime") or "",
        handler=described.get("Handler") or "",
        role_arn=described["Role"],
        timeout_seconds=float(described.get("Timeout") or 3),
        memory_mib=int(described.get("MemorySize") or 128),
        environment=(described.get("Environment") or {}).get("Variables", {}),
        subnet_ids=tuple(network.get("SubnetIds") or ()),
        security_group_ids=tuple(network.get("SecurityGroupIds") or ()),
        code=kept.code_bytes,
    )
