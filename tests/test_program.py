"""The program of this repository with its dev stack, as Pulumi runs it."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi.runtime import set_all_config

from tests.graph import Graph, create

PROJECT_DIRECTORY = Path(__file__).resolve().parents[1]
PROJECT = "blue-green-ecs-pipeline"


def dev_config() -> dict[str, str]:
    """The dev stack's config as the engine hands it over: text as it is, everything else as JSON."""
    values: dict[str, Any] = yaml.safe_load((PROJECT_DIRECTORY / "Pulumi.dev.yaml").read_text())["config"]
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


def program() -> None:
    set_all_config(dev_config())
    runpy.run_path(str(PROJECT_DIRECTORY / "__main__.py"), run_name="__main__")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return create(program, project=PROJECT)


def test_it_exports_every_output_of_the_component(graph: Graph) -> None:
    name = "blue-green-ecs-pipeline-dev-web-36e2b329"

    assert graph.exports == {
        "url": "http://web-load-balancer.elb.example",
        "test_url": "http://web-load-balancer.elb.example:8080",
        "repository_url": f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/{name}",
        "pipeline_name": name,
        "connection_arn": "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d",
        "vpc_id": "web-vpc-id",
        "public_subnet_ids": ["subnet-public-1", "subnet-public-2"],
        "private_subnet_ids": ["subnet-private-1", "subnet-private-2"],
        "cluster_name": name,
        "cluster_arn": f"arn:aws:ecs:eu-central-1:123456789012:cluster/{name}",
        "service_name": name,
        "task_role_name": f"{name}-task",
        "deployment_application_name": name,
        "deployment_group_name": name,
        "artifact_bucket_name": "blue-green-ecs-pipeline-dev-36e2b329-123456789012-eu-central-1",
        "log_group_name": f"/aws/ecs/{name}",
        "release_wait_seconds": 350,
        "release_wait_parts": {
            "health_check": 20,
            "wait_for_reroute": 0,
            "traffic_shift": 0,
            "termination_wait": 300,
            "deregistration_delay": 30,
        },
    }


def test_the_dev_stack_goes_without_a_trace(graph: Graph) -> None:
    assert [r.name for r in graph if r.protect] == []
    assert graph["web-image-repository"].inputs["forceDelete"] is True
    assert graph["web-artifact-bucket"].inputs["forceDestroy"] is True


def test_the_dev_stack_is_the_cheapest(graph: Graph) -> None:
    assert graph["web-vpc"].inputs["natGateways"] == {"strategy": "None"}
    assert graph["web-service"].inputs["desiredCount"] == 1
    assert graph["web-cluster"].inputs["settings"] == [{"name": "containerInsights", "value": "disabled"}]


def test_the_dev_stack_builds_by_the_buildspec_of_the_repository(graph: Graph) -> None:
    buildspec = graph["web-project"].inputs["source"]["buildspec"]

    assert buildspec == "buildspec/buildspec.yml"
    assert (PROJECT_DIRECTORY / buildspec).is_file()


def test_its_preview_shows_what_up_makes(graph: Graph) -> None:
    preview = create(program, project=PROJECT, preview=True)

    assert sorted(r.urn for r in preview) == sorted(r.urn for r in graph)
