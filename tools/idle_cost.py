"""Writes the README's table of what a stack costs in a month without traffic, from its settings and list prices."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from blue_green_ecs_pipeline.args import BlueGreenEcsPipelineArgs
from blue_green_ecs_pipeline.config import python_keys
from blue_green_ecs_pipeline.network.args import Nat
from blue_green_ecs_pipeline.settings import Settings
from tools.generated_part import write_part

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BEGIN = "<!-- idle-cost -->"
END = "<!-- /idle-cost -->"

HOURS = 730
MIB = 1024
CPU_UNITS = 1024

# AWS's list price of us-east-1 in USD a month, September 2026. A metric in a formula counts as one watched by itself.
ALARM_METRIC = 0.10

# AWS's list prices of us-east-1 in USD an hour, September 2026.
LOAD_BALANCER = 0.0225
PUBLIC_ADDRESS = 0.005
NAT_GATEWAY = 0.045
INTERFACE_ENDPOINT = 0.01
VCPU = {"x86_64": 0.04048, "arm64": 0.03238}
GIB_OF_MEMORY = {"x86_64": 0.004445, "arm64": 0.00356}


def monthly_cost(settings: Settings) -> dict[str, float]:
    """USD a month for what runs without traffic, part by part."""
    network, service, architecture = settings.network, settings.service, settings.build.architecture
    gateways = {Nat.SINGLE: 1, Nat.ONE_PER_ZONE: network.availability_zones, Nat.NONE: 0}[Nat(network.nat)]
    tasks = _known(service.desired_count)
    task = (
        _known(service.cpu) / CPU_UNITS * VCPU[architecture]
        + _known(service.memory) / MIB * GIB_OF_MEMORY[architecture]
    )
    # The smoke test's way to EC2 and CodeDeploy, in one zone.
    endpoints = (
        2 if settings.deployment.smoke_test is not None and network.creates_vpc and network.nat == Nat.NONE else 0
    )
    hourly = {
        "load balancer": LOAD_BALANCER,
        "its public addresses, one a zone": network.availability_zones * PUBLIC_ADDRESS,
        "tasks": tasks * task,
        "their public addresses": tasks * PUBLIC_ADDRESS if network.assign_public_ip else 0,
        "NAT gateways, with an address each": gateways * (NAT_GATEWAY + PUBLIC_ADDRESS),
        "interface endpoints of a smoke test": endpoints * INTERFACE_ENDPOINT,
    }
    monthly = {part: price * HOURS for part, price in hourly.items()}
    monthly["alarms, less by what of an account's ten free metrics is left"] = _alarm_metrics(settings) * ALARM_METRIC
    return {part: round(price, 1) for part, price in monthly.items()}


def _alarm_metrics(settings: Settings) -> int:
    """Metrics that the component's own alarms watch."""
    deployment = settings.deployment
    if not deployment.alarms.enabled:
        return 0
    # Of each colour: requests and their errors, unhealthy hosts, and the latency where it has a limit.
    of_a_colour = 3 if deployment.alarms.latency_p99_ms is None else 4
    hooks = len(deployment.hooks.functions) + int(deployment.smoke_test is not None)
    return 2 * of_a_colour + 1 + hooks


def _known(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a cost needs a plain number, not {value!r}")
    return value


def settings_of_stack(stack: str) -> Settings:
    """The settings that a stack file of this repository holds."""
    config = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    groups = {key.rpartition(":")[2]: value for key, value in config.items() if not key.startswith("aws:")}
    return Settings.from_args(stack, python_keys(groups, BlueGreenEcsPipelineArgs))


def render_table() -> str:
    """The table, as Markdown."""
    defaults: BlueGreenEcsPipelineArgs = {"source": {"repository": "acme/web"}}
    columns: Mapping[str, Mapping[str, float]] = {
        "`Pulumi.dev.yaml`": monthly_cost(settings_of_stack("dev")),
        "`Pulumi.prod.yaml`": monthly_cost(settings_of_stack("prod")),
        "all defaults": monthly_cost(Settings.from_args("web", defaults)),
        "all defaults, `nat: one-per-zone`": monthly_cost(
            Settings.from_args("web", {**defaults, "network": {"nat": Nat.ONE_PER_ZONE}})
        ),
    }
    parts = next(iter(columns.values()))
    rows = [[part, *(f"{column[part]:.1f}" for column in columns.values())] for part in parts]
    rows.append(["**together**", *(f"**{sum(column.values()):.0f}**" for column in columns.values())])
    header = f"| USD a month | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}\n"
    return header + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    write_part(README, BEGIN, END, render_table())
