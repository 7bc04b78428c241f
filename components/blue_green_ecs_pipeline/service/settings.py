"""ServiceArgs with defaults filled in and limits checked."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from ..build.args import Architecture
from ..group_reader import GroupReader
from ..log_retention import LOG_RETENTION_DAYS
from ..problems import Problems
from ..release.image_detail import IMAGE_PLACEHOLDER
from ..text_forms import SECRET_NAME, VARIABLE_NAME, WHOLE_SECRET_ARN, TextForm, arn, pattern
from .args import ScalingArgs, ServiceArgs
from .fargate_sizes import MEMORY_BY_CPU, describe_memory
from .scaling_settings import ScalingSettings

MAX_PORT = 65535
MAX_DESIRED_COUNT = 5000  # Amazon ECS Developer Guide, "Amazon ECS service quotas"
DEFAULT_DESIRED_COUNT = 2
COUNTED_IN = ("load_balancer_arn_suffix", "blue_target_group_arn_suffix", "green_target_group_arn_suffix")
MAX_IMAGE_CHARACTERS = 255  # Amazon ECS API Reference, "ContainerDefinition"
MIN_STOP_TIMEOUT_SECONDS, MAX_STOP_TIMEOUT_SECONDS = 2, 120  # Amazon ECS API Reference, "ContainerDefinition"
# ECS takes 68 years; CodeDeploy gives up on a task set that is not healthy within an hour.
MAX_HEALTH_CHECK_GRACE_SECONDS = 3600
HTTPS_PORT = 443

_SUFFIX = r"(?::[^:\s]*:[^:\s]*:[^:\s]*)?"
_IS_SECRET = arn("secretsmanager", SECRET_NAME + _SUFFIX)
_IS_PARAMETER = arn("ssm", r"parameter/[A-Za-z0-9_./-]+")


def _way_out(text: str) -> str:
    if arn("secretsmanager", r"secret:[^:\s]+" + _SUFFIX)(text):
        return WHOLE_SECRET_ARN
    if arn("secretsmanager", r"secret:[^:\s]+:.*")(text):
        return "write the whole suffix, :json-key:version-stage:version-id with all three colons"
    return "write its ARN, not its name"


SECRET_ARN = TextForm(
    "the ARN of a Secrets Manager secret or of a Systems Manager parameter",
    lambda text: _IS_SECRET(text) or _IS_PARAMETER(text),
    _way_out,
    shown=False,
)
IMAGE = TextForm(
    f"the name of an image, of at most {MAX_IMAGE_CHARACTERS} characters without spaces",
    lambda text: len(text.partition("@")[0]) <= MAX_IMAGE_CHARACTERS and pattern(r"[\w][!-~]*")(text),
)
CLUSTER_ARN = TextForm(
    "the ARN of an ECS cluster, arn:aws:ecs:REGION:ACCOUNT:cluster/NAME", arn("ecs", "cluster/[A-Za-z0-9_-]+")
)


@dataclass(frozen=True)
class ServiceSettings:
    """ServiceArgs with every default filled in and every limit checked.

    No egress_ports are all of them. Without scaling the number of tasks stays as it is. In an existing cluster
    container_insights means nothing.
    """

    cpu: pulumi.Input[int]
    memory: pulumi.Input[int]
    container_port: pulumi.Input[int]
    desired_count: pulumi.Input[int]
    scaling: ScalingSettings | None
    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]]
    bootstrap_image: pulumi.Input[str] | None
    log_retention_days: pulumi.Input[int]
    egress_ports: tuple[int, ...] | None
    cluster_arn: pulumi.Input[str] | None
    container_insights: pulumi.Input[bool]
    stop_timeout_seconds: pulumi.Input[int]
    health_check_grace_seconds: pulumi.Input[int]
    read_only_root_filesystem: pulumi.Input[bool]

    @classmethod
    def from_args(cls, args: ServiceArgs, problems: Problems, args_type: type = ServiceArgs) -> "ServiceSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("service", args, args_type, problems)
        desired_count = reader.integer("desired_count", None, 1, MAX_DESIRED_COUNT, "tasks")
        scaling = None
        if reader.given("scaling"):
            least = DEFAULT_DESIRED_COUNT if desired_count is None else desired_count
            scaling = ScalingSettings.from_reader(reader.group("scaling", ScalingArgs), problems, least)
        if desired_count is None:
            desired_count = DEFAULT_DESIRED_COUNT if scaling is None else scaling.min
        settings = cls(
            cpu=reader.integer_of("cpu", 256, tuple(MEMORY_BY_CPU), "CPU units"),
            memory=reader.integer("memory", 512, MEMORY_BY_CPU[256][0], MEMORY_BY_CPU[16384][-1], "MiB"),
            container_port=reader.integer("container_port", 8080, 1, MAX_PORT),
            desired_count=desired_count,
            scaling=scaling,
            environment=reader.text_map("environment", VARIABLE_NAME),
            secrets=reader.text_map("secrets", VARIABLE_NAME, SECRET_ARN),
            bootstrap_image=reader.text("bootstrap_image", None, IMAGE),
            log_retention_days=reader.integer_of("log_retention_days", 30, LOG_RETENTION_DAYS, "days"),
            egress_ports=reader.integers("egress_ports", 1, MAX_PORT),
            cluster_arn=reader.text("cluster_arn", None, CLUSTER_ARN),
            container_insights=reader.boolean("container_insights", True),
            stop_timeout_seconds=reader.integer(
                "stop_timeout_seconds", 30, MIN_STOP_TIMEOUT_SECONDS, MAX_STOP_TIMEOUT_SECONDS, "seconds"
            ),
            health_check_grace_seconds=reader.integer(
                "health_check_grace_seconds", 60, 0, MAX_HEALTH_CHECK_GRACE_SECONDS, "seconds"
            ),
            read_only_root_filesystem=reader.boolean("read_only_root_filesystem", False),
        )
        if scaling is not None:
            scaling.check_desired_count(desired_count, reader, problems)
            _check_requests_have_a_source(scaling, reader, args_type, problems)
        settings._check_size(reader, problems)
        settings._check_egress_ports(reader, problems)
        _check_one_cluster(reader, problems)
        if "architecture" in args_type.__annotations__:
            reader.choice("architecture", Architecture.X86_64)
        for name, value in settings.environment.items():
            if isinstance(value, str) and IMAGE_PLACEHOLDER in value:
                problems.holds_placeholder(f"{reader.setting('environment')}.{name}", IMAGE_PLACEHOLDER)
        reader.refuse_names_in_both("secrets", settings.secrets, "environment", settings.environment)
        return settings

    def _check_size(self, reader: GroupReader, problems: Problems) -> None:
        cpu, memory = self.cpu, self.memory
        if not reader.comparable(cpu=cpu, memory=memory) or not isinstance(cpu, int) or not isinstance(memory, int):
            return
        if memory not in MEMORY_BY_CPU[cpu]:
            problems.memory_without_cpu(reader.setting("memory"), memory, cpu, describe_memory(cpu))

    def _check_egress_ports(self, reader: GroupReader, problems: Problems) -> None:
        ports = self.egress_ports
        if ports is not None and reader.comparable(egress_ports=ports) and HTTPS_PORT not in ports:
            reason = "tasks pull their image, read secrets and write logs through it"
            problems.not_among(reader.setting("egress_ports"), HTTPS_PORT, reason)


def _check_requests_have_a_source(
    scaling: ScalingSettings, reader: GroupReader, args_type: type, problems: Problems
) -> None:
    # Only who uses the part alone has to say them.
    for key in COUNTED_IN if scaling.requests_per_target is not None else ():
        if key in args_type.__annotations__ and not reader.given(key):
            setting = f"{reader.setting('scaling')}.requestsPerTarget"
            problems.needs(setting, reader.setting(key), "requests are counted by it")


def _check_one_cluster(reader: GroupReader, problems: Problems) -> None:
    if reader.given("cluster_arn") and reader.given("container_insights"):
        reason = "an existing cluster keeps its own setting, remove one of the two"
        problems.not_together(reader.setting("container_insights"), reader.setting("cluster_arn"), reason)
