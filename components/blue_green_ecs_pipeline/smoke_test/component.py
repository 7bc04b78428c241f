"""SmokeTest: a Lambda function that asks green through the test listener before the first user gets there."""

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..group_reader import GroupReader
from ..names import PhysicalNames
from ..outputs import outputs_of
from ..problems import Problems
from .args import SmokeTestPartArgs
from .endpoints import InterfaceEndpoints
from .package import HANDLER, RUNTIME, read_package
from .roles import SmokeTestRole
from .security_groups import SmokeTestSecurityGroup
from .settings import SmokeTestSettings

MEMORY_MIB = 256  # TLS with less takes noticeably longer: a function's share of a CPU grows with its memory.


class SmokeTest(pulumi.ComponentResource):
    """Asks green what it must answer, and stops the release when it does not, before any user gets there."""

    function_name: pulumi.Output[str]
    """The function's name: CodeDeploy calls it after it has moved test traffic to green."""

    log_group_name: pulumi.Output[str]
    """Where the function writes what it was answered."""

    def __init__(self, name: str, args: SmokeTestPartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        reader = GroupReader("smokeTest", args, SmokeTestPartArgs, problems)
        settings = SmokeTestSettings.from_reader(reader, problems)
        interface_endpoints = reader.boolean("interface_endpoints", False, plain=True)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:SmokeTest", name, None, opts)
        tags = args.get("tags") or {}
        function_name = PhysicalNames.of(name).hook_function("smoke-test")

        log_group = aws.cloudwatch.LogGroup(
            f"{name}-smoke-test-log-group",
            name=f"/aws/lambda/{function_name}",
            retention_in_days=args["log_retention_days"],
            kms_key_id=args.get("kms_key_arn"),
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        role = SmokeTestRole(name, function_name, log_group.arn, tags, self)
        endpoints = InterfaceEndpoints(name, args, tags, self) if interface_endpoints else None
        security_group = SmokeTestSecurityGroup(name, args, endpoints, role.policy, tags, self)
        function = aws.lambda_.Function(
            f"{name}-smoke-test-function",
            name=function_name,
            description="Asks the new tasks before users reach them, and tells CodeDeploy",
            runtime=RUNTIME,
            architectures=["arm64"],
            handler=HANDLER,
            code=read_package(),
            role=role.role.arn,
            memory_size=MEMORY_MIB,
            # Lambda decrypts its variables under a grant that it makes itself, the role needs no action for it.
            kms_key_arn=args.get("kms_key_arn"),
            timeout=settings.longest_run_seconds,
            vpc_config={
                "subnet_ids": args["private_subnet_ids"],
                "security_group_ids": [security_group.group.id],
            },
            environment={"variables": _variables(settings, args, AwsIdentity.of(self))},
            tags=tags,
            # Lambda tries the role when the function is made, and makes a log group of its own where there is none.
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[
                    role.policy,
                    log_group,
                    *security_group.rules,
                    *(endpoints.endpoints if endpoints is not None else []),
                ],
            ),
        )

        self.function_name = function.name
        self.log_group_name = log_group.name
        self.register_outputs(outputs_of(self))


def _variables(
    settings: SmokeTestSettings, args: SmokeTestPartArgs, identity: AwsIdentity
) -> dict[str, pulumi.Input[str]]:
    """What the function reads: where green is, and what it must answer."""
    variables: dict[str, pulumi.Input[str]] = {
        "LOAD_BALANCER": args["load_balancer_arn_suffix"],
        "SCHEME": pulumi.Output.from_input(args["tls"]).apply(lambda tls: "https" if tls else "http"),
        "HOST": args["host"],
        "TEST_PORT": _text(args["test_port"]),
        "REQUEST_PATH": settings.path,
        "EXPECTED_STATUS": _text(settings.expected_status),
        "ATTEMPTS": _text(settings.attempts),
        "REQUIRED_SUCCESSES": _text(settings.required_successes),
        "INTERVAL_SECONDS": _text(settings.interval_seconds),
        "DNS_SUFFIX": identity.dns_suffix,
    }
    if settings.expected_text is not None:
        variables["EXPECTED_TEXT"] = settings.expected_text
    if settings.max_latency_ms is not None:
        variables["MAX_LATENCY_MS"] = _text(settings.max_latency_ms)
    return variables


def _text(number: pulumi.Input[int]) -> pulumi.Output[str]:
    # From other languages whole numbers arrive as floats.
    return pulumi.Output.from_input(number).apply(lambda value: str(int(value)))
