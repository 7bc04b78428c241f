"""An embedded AWS for the `pulumi` command of a person, with the providers as executables on PATH."""

import os
import subprocess
import sys

import pulumi_awsx
import pytest
from pulumi import automation, export

from rehearsal.engine.local import main_of
from rehearsal.engine.serve import ROOT, served
from rehearsal.failure import RehearsalError


@pytest.fixture
def here(tmp_path):
    with served(tmp_path) as found:
        yield found


def test_a_shell_that_reads_the_environment_sees_the_embedded_aws_alone(here):
    script = f"{here.environment()}\nenv"
    own = {**os.environ, "AWS_PROFILE": "mine", "PATH": "/usr/bin:/bin"}

    printed = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, env=own).stdout

    seen = dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)
    assert seen["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
    assert seen["PULUMI_BACKEND_URL"].startswith("file://")
    assert seen["PATH"] == f"{here.plugins}:/usr/bin:/bin"
    assert "AWS_PROFILE" not in seen


def test_the_plugins_have_the_names_that_the_engine_looks_for(here):
    assert sorted(path.name for path in here.plugins.iterdir()) == [
        "pulumi-resource-aws",
        "pulumi-resource-awsx",
        "pulumi-resource-blue-green-ecs-pipeline",
    ]


@pytest.mark.parametrize("endpoint", ["", "https://ec2.eu-central-1.amazonaws.com"])
def test_a_plugin_serves_no_aws_but_one_on_this_machine(endpoint):
    environment = {**os.environ, "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "eu-central-1"}

    ended = subprocess.run(
        [sys.executable, "-m", "rehearsal.engine.plugin", "aws"],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
    )

    assert ended.returncode == 1
    assert ended.stderr.strip().endswith("allowed is an address of this machine")


def test_a_program_without_main_is_named(tmp_path):
    with pytest.raises(RehearsalError, match="there is no __main__.py in"):
        main_of(tmp_path)


@pytest.mark.engine
def test_a_vpc_comes_and_goes_through_the_plugins(here, tmp_path):
    def program():
        vpc = pulumi_awsx.ec2.Vpc(
            "web",
            availability_zone_names=["eu-central-1a", "eu-central-1b"],
            nat_gateways=pulumi_awsx.ec2.NatGatewayConfigurationArgs(
                strategy=pulumi_awsx.ec2.NatGatewayStrategy.SINGLE
            ),
            subnet_strategy=pulumi_awsx.ec2.SubnetAllocationStrategy.AUTO,
            subnet_specs=[
                pulumi_awsx.ec2.SubnetSpecArgs(
                    type=pulumi_awsx.ec2.SubnetType.PUBLIC, cidr_blocks=["10.0.0.0/24", "10.0.1.0/24"]
                ),
                pulumi_awsx.ec2.SubnetSpecArgs(
                    type=pulumi_awsx.ec2.SubnetType.PRIVATE, cidr_blocks=["10.0.2.0/24", "10.0.3.0/24"]
                ),
            ],
        )
        export("private_subnet_ids", vpc.private_subnet_ids)

    variables = {**here.variables, "PATH": f"{here.plugins}{os.pathsep}{os.environ['PATH']}"}
    stack = automation.create_or_select_stack(
        "dev",
        "plugins",
        program,
        opts=automation.LocalWorkspaceOptions(env_vars=variables, pulumi_home=variables["PULUMI_HOME"]),
    )

    up = stack.up()
    resources = {resource["urn"]: resource for resource in stack.export_stack().deployment["resources"]}
    destroyed = stack.destroy()

    # The stack, the component and what awsx makes of it: 20 for two zones and one NAT gateway.
    assert up.summary.resource_changes == {"create": 22}
    assert len(up.outputs["private_subnet_ids"].value) == 2
    route = next(one for urn, one in resources.items() if urn.endswith("aws:ec2/route:Route::web-private-1"))
    assert "routeTable:RouteTable$aws:ec2/route:Route::web-private-1" in route["urn"]
    assert resources[route["parent"]]["type"] == "aws:ec2/routeTable:RouteTable"
    assert [resources[urn]["type"] for urn in route["propertyDependencies"]["natGatewayId"]] == [
        "aws:ec2/natGateway:NatGateway"
    ]
    assert destroyed.summary.resource_changes == {"delete": 22}
