"""What cannot be used is refused before anything is registered, at both doors: the program's config and Python."""

import json
import runpy
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import set_all_config

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, ConfigurationError, read_config
from tests.components.builders import CERTIFICATE_ARN, component_args
from tests.graph import Graph, attempt, create

PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
SOURCE = {"repository": "acme/web"}


def through_python(args: Any, preview: bool = False) -> Graph:
    return attempt(lambda: BlueGreenEcsPipeline("web", args), preview=preview)


def through_config(groups: dict[str, Any], secret_groups: tuple[str, ...] = ()) -> Graph:
    """As Pulumi hands a stack's config over: every group as JSON."""

    def program() -> BlueGreenEcsPipeline:
        config = {
            f"shop:{group}": value if isinstance(value, str) else json.dumps(value) for group, value in groups.items()
        }
        set_all_config(config, [f"shop:{group}" for group in secret_groups])
        return BlueGreenEcsPipeline("web", read_config())

    return attempt(program)


def through_the_program(groups: dict[str, Any]) -> Graph:
    """The program of this repository, with another config."""

    def program() -> None:
        set_all_config({f"shop:{group}": json.dumps(value) for group, value in groups.items()})
        runpy.run_path(str(PROJECT_DIRECTORY / "__main__.py"), run_name="__main__")

    return attempt(program)


def message(*lines: str) -> str:
    count = "1 setting" if len(lines) == 1 else f"{len(lines)} settings"
    return "\n".join([f"web: {count} cannot be used, nothing was created", *(f"  {line}" for line in lines)])


# The args in Python, the same in config, and what is said of them.
REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "an unknown group": (
        {"source": SOURCE, "load_balancers": {"test_port": 9000}},
        {"source": SOURCE, "loadBalancers": {"testPort": 9000}},
        [],
    ),
    "an unknown key": (
        {"source": SOURCE, "deployment": {"termination_wait": 5}},
        {"source": SOURCE, "deployment": {"terminationWait": 5}},
        [],
    ),
    "a wrong type": (
        {"source": SOURCE, "load_balancer": {"test_port": "9000"}},
        {"source": SOURCE, "loadBalancer": {"testPort": "9000"}},
        ['loadBalancer.testPort: got "9000", allowed is a whole number; write it without quotes'],
    ),
    "a number out of range": (
        {"source": SOURCE, "deployment": {"termination_wait_minutes": 4000}},
        {"source": SOURCE, "deployment": {"terminationWaitMinutes": 4000}},
        ["deployment.terminationWaitMinutes: got 4000, allowed are 0 to 2880 minutes"],
    ),
    "cpu and memory that do not go together": (
        {"source": SOURCE, "service": {"cpu": 4096, "memory": 1024}},
        {"source": SOURCE, "service": {"cpu": 4096, "memory": 1024}},
        ["service.memory: got 1024 MiB with cpu 4096, which needs 8192 to 30720 MiB in steps of 1024"],
    ),
    "one subnet": (
        {
            "source": SOURCE,
            "network": {
                "vpc_id": "vpc-1",
                "public_subnet_ids": ["subnet-a"],
                "private_subnet_ids": ["subnet-c", "subnet-d"],
            },
        },
        {
            "source": SOURCE,
            "network": {
                "vpcId": "vpc-1",
                "publicSubnetIds": ["subnet-a"],
                "privateSubnetIds": ["subnet-c", "subnet-d"],
            },
        },
        ["network.publicSubnetIds: got 1, allowed are 2 or more subnets; each in another availability zone"],
    ),
    "addresses that are none": (
        {"source": SOURCE, "network": {"cidr_block": "10.0.0.0/33"}},
        {"source": SOURCE, "network": {"cidrBlock": "10.0.0.0/33"}},
        [
            'network.cidrBlock: got "10.0.0.0/33", allowed is an IPv4 network of /16 to /23, for example 10.0.0.0/16',
        ],
    ),
    "test networks that are none": (
        {"source": SOURCE, "load_balancer": {"test_cidrs": ["203.0.113.7"]}},
        {"source": SOURCE, "loadBalancer": {"testCidrs": ["203.0.113.7"]}},
        [
            'loadBalancer.testCidrs[0]: got "203.0.113.7", allowed is an IPv4 network, for example 203.0.113.7/32; '
            "write 203.0.113.7/32 for this one address"
        ],
    ),
    "a port used twice": (
        {"source": SOURCE, "load_balancer": {"test_port": 80}},
        {"source": SOURCE, "loadBalancer": {"testPort": 80}},
        ["loadBalancer.testPort: got 80, which the production listener uses; choose another, for example 8080"],
    ),
    "a repository that is not owner/name": (
        {"source": {"repository": "https://github.com/acme/web.git"}},
        {"source": {"repository": "https://github.com/acme/web.git"}},
        [
            'source.repository: got "https://github.com/acme/web.git", allowed is owner/name, for example acme/web; '
            "write acme/web"
        ],
    ),
    "a certificate that is no ARN": (
        {"source": SOURCE, "load_balancer": {"certificate_arn": "my-cert", "domain_name": "www.example.com"}},
        {"source": SOURCE, "loadBalancer": {"certificateArn": "my-cert", "domainName": "www.example.com"}},
        [
            'loadBalancer.certificateArn: got "my-cert", allowed is the ARN of an ACM certificate, '
            "arn:aws:acm:REGION:ACCOUNT:certificate/ID"
        ],
    ),
    "a certificate without a domain": (
        {"source": SOURCE, "load_balancer": {"certificate_arn": CERTIFICATE_ARN}},
        {"source": SOURCE, "loadBalancer": {"certificateArn": CERTIFICATE_ARN}},
        [
            "loadBalancer.certificateArn: needs loadBalancer.domainName too; "
            "browsers accept the certificate under its own host name only"
        ],
    ),
    "an existing network together with nat": (
        {
            "source": SOURCE,
            "network": {
                "vpc_id": "vpc-1",
                "public_subnet_ids": ["subnet-a", "subnet-b"],
                "private_subnet_ids": ["subnet-c", "subnet-d"],
                "nat": "none",
            },
        },
        {
            "source": SOURCE,
            "network": {
                "vpcId": "vpc-1",
                "publicSubnetIds": ["subnet-a", "subnet-b"],
                "privateSubnetIds": ["subnet-c", "subnet-d"],
                "nat": "none",
            },
        },
        ["network.nat: cannot be set together with network.vpcId; it describes a new network, remove one of the two"],
    ),
    "a group that is no map": (
        {"source": SOURCE, "service": 5},
        {"source": SOURCE, "service": 5},
        ["service: got 5, allowed is a map of settings, for example service: {cpu: 256}"],
    ),
    "nothing at all": (
        {},
        {},
        ["source.repository: missing, it has no default; set it to owner/name, for example acme/web"],
    ),
    "several at once": (
        {
            "source": SOURCE,
            "image_repository": {"keep_images": 0},
            "load_balancer": {"deregistration_delay_seconds": 3601, "health_check": {"matcher": "500"}},
            "service": {"desired_count": 0, "egress_ports": [80]},
        },
        {
            "source": SOURCE,
            "imageRepository": {"keepImages": 0},
            "loadBalancer": {"deregistrationDelaySeconds": 3601, "healthCheck": {"matcher": "500"}},
            "service": {"desiredCount": 0, "egressPorts": [80]},
        },
        [
            "imageRepository.keepImages: got 0, allowed are 2 or more images",
            'loadBalancer.healthCheck.matcher: got "500", allowed is one status code, several (200,202) or a range '
            "(200-299), within 200 to 499",
            "loadBalancer.deregistrationDelaySeconds: got 3601, allowed are 0 to 3600 seconds",
            "service.desiredCount: got 0, allowed are 1 to 5000 tasks",
            "service.egressPorts: is without 443; tasks pull their image, read secrets and write logs through it",
        ],
    ),
}

# A key that does not exist is shown as it was written, and each door suggests its own spelling.
OWN_SPELLING = {
    "an unknown group": (
        ["load_balancers: there is no such setting; did you mean loadBalancer (load_balancer in Python)?"],
        ["loadBalancers: there is no such setting; did you mean loadBalancer?"],
    ),
    "an unknown key": (
        [
            "deployment.termination_wait: there is no such setting; did you mean "
            "deployment.terminationWaitMinutes (termination_wait_minutes in Python)?"
        ],
        [
            "deployment.terminationWait: there is no such setting; did you mean deployment.terminationWaitMinutes?",
        ],
    ),
}


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("case", REFUSED)
def test_through_python_it_is_refused_and_nothing_is_registered(case: str, preview: bool) -> None:
    args, _, lines = REFUSED[case]

    graph = through_python(args, preview)

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == message(*(lines or OWN_SPELLING[case][0]))
    assert graph.registrations == []
    assert graph.calls == []


@pytest.mark.parametrize("case", REFUSED)
def test_through_config_it_is_refused_and_nothing_is_registered(case: str) -> None:
    _, groups, lines = REFUSED[case]

    graph = through_config(groups)

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == message(*(lines or OWN_SPELLING[case][1]))
    assert graph.registrations == []
    assert graph.calls == []


@pytest.mark.parametrize("case", REFUSED)
def test_the_program_of_this_repository_refuses_it_too(case: str) -> None:
    _, groups, lines = REFUSED[case]

    graph = through_the_program(groups)

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == message(*(lines or OWN_SPELLING[case][1]))
    assert graph.registrations == []


def test_a_group_that_holds_a_secret_is_refused_and_the_secret_is_not_printed() -> None:
    """`pulumi config set --secret --path service.environment.PASSWORD ...` makes the whole group a secret."""
    graph = through_config(
        {"source": SOURCE, "service": {"environment": {"PASSWORD": "hunter2-and-more"}}}, secret_groups=("service",)
    )

    assert isinstance(graph.error, ConfigurationError)
    assert str(graph.error) == message(
        "service: is set as a secret, and no setting is kept secret: the task definition or the build project shows it "
        "to anyone who may look; keep the secret in Secrets Manager and set its ARN in service.secrets or build.secrets"
    )
    assert graph.registrations == []


@pytest.mark.parametrize(
    ("group", "setting", "spelled"),
    [
        ("build", "buildspec", "build.buildspec"),
        ("build", "architecture", "build.architecture"),
        ("build", "environment", "build.environment"),
        ("image_repository", "keep_images", "imageRepository.keepImages"),
        ("image_repository", "force_delete", "imageRepository.forceDelete"),
        ("network", "cidr_block", "network.cidrBlock"),
        ("network", "availability_zones", "network.availabilityZones"),
        ("network", "nat", "network.nat"),
        ("load_balancer", "test_port", "loadBalancer.testPort"),
        ("load_balancer", "test_cidrs", "loadBalancer.testCidrs"),
        ("service", "environment", "service.environment"),
        ("service", "secrets", "service.secrets"),
        ("service", "egress_ports", "service.egressPorts"),
        ("pipeline", "force_destroy_artifacts", "pipeline.forceDestroyArtifacts"),
    ],
)
def test_what_decides_which_resources_there_are_cannot_be_known_later(group: str, setting: str, spelled: str) -> None:
    graph = attempt(
        lambda: BlueGreenEcsPipeline("web", component_args(**{group: {setting: pulumi.Output.from_input("x")}}))
    )

    assert str(graph.error) == message(
        f"{spelled}: got an Output, allowed is a plain value: it decides which resources there are"
    )
    assert graph.registrations == []


def test_both_doors_make_the_same_of_the_same_settings() -> None:
    args = component_args(
        network={"nat": "none"},
        load_balancer={"test_port": 9000, "health_check": {"path": "/health"}},
        service={"environment": {"GREETING": "hello"}, "egress_ports": [443]},
        tags={"cost-centre": "4711"},
    )
    groups = {
        "source": SOURCE,
        "network": {"nat": "none"},
        "loadBalancer": {"testPort": 9000, "healthCheck": {"path": "/health"}},
        "service": {"environment": {"GREETING": "hello"}, "egressPorts": [443]},
        "tags": {"cost-centre": "4711"},
    }

    by_python, by_config = through_python(args), through_config(groups)

    assert by_python.error is by_config.error is None
    assert {r.urn: r.inputs for r in by_python} == {r.urn: r.inputs for r in by_config}


def test_one_program_may_use_both() -> None:
    def program() -> None:
        set_all_config({"shop:source": json.dumps(SOURCE)})
        BlueGreenEcsPipeline("web", read_config())
        BlueGreenEcsPipeline("api", component_args())

    graph = create(program)

    assert {r.name for r in graph.of_type("blue-green-ecs-pipeline:index:BlueGreenEcsPipeline")} == {"web", "api"}
