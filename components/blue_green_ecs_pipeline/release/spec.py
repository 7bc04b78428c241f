"""What runs: the one specification that the registered task definition, taskdef.json and appspec.yaml come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReleaseSpec:
    """One container of one task definition family, and the network that its tasks run in.

    Every value is known text: Outputs are resolved before a spec is made.
    """

    family: str
    container_name: str
    container_port: int
    cpu: int
    memory: int
    architecture: str
    execution_role_arn: str
    task_role_arn: str
    log_group_name: str
    region: str
    subnet_ids: Sequence[str]
    security_group_ids: Sequence[str]
    assign_public_ip: bool
    stop_timeout_seconds: int = 30
    read_only_root_filesystem: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    hooks: Mapping[str, str] = field(default_factory=dict)
    """The Lambda functions that CodeDeploy calls, by the event that it calls them at."""
