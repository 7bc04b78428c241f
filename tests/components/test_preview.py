"""A preview shows everything that `up` will make, whatever it cannot know yet."""

import inspect
import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

import blue_green_ecs_pipeline
from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.builders import TAGS, component_args
from tests.components.whole_component import EVERY_OPTION
from tests.graph import PART_TOKEN, UNKNOWN, Graph, create

PARTS = ["Network", "LoadBalancer", "ImageRepository", "Service", "Build", "Deployment", "Pipeline"]


def everything_from_other_resources() -> BlueGreenEcsPipeline:
    """Every setting that may be an Output comes from a resource that the same `up` makes."""
    vpc = aws.ec2.Vpc("theirs", cidr_block="172.31.0.0/16")
    subnets = [aws.ec2.Subnet(f"theirs-{n}", vpc_id=vpc.id, cidr_block=f"172.31.{n}.0/24") for n in range(4)]
    certificate = aws.acm.Certificate("theirs", domain_name="www.example.com", validation_method="DNS")
    secret = aws.secretsmanager.Secret("theirs", name="theirs")
    parameter = aws.ssm.Parameter("theirs", name="/theirs", type="String", value="x")
    connection = aws.codeconnections.Connection("theirs", name="theirs", provider_type="GitHub")

    def later(value: Any) -> pulumi.Output[Any]:
        return vpc.id.apply(lambda _: value)

    return BlueGreenEcsPipeline(
        "web",
        {
            "source": {"repository": "acme/web", "branch": later("main"), "connection_arn": connection.arn},
            "build": {
                "application_path": later("app"),
                "dockerfile": later("Dockerfile.web"),
                "compute_type": later("BUILD_GENERAL1_LARGE"),
                "timeout_minutes": later(60),
                "environment": {"MODE": later("fast")},
                "secrets": {"TOKEN": secret.arn},
                "parameters": {"API_URL": parameter.name},
            },
            "network": {
                "vpc_id": vpc.id,
                "public_subnet_ids": [subnets[0].id, subnets[1].id],
                "private_subnet_ids": pulumi.Output.all(subnets[2].id, subnets[3].id),
            },
            "load_balancer": {
                "certificate_arn": certificate.arn,
                "domain_name": certificate.domain_name,
                "health_check": {
                    "path": later("/health"),
                    "interval_seconds": later(20),
                    "timeout_seconds": later(10),
                    "healthy_threshold": later(3),
                    "unhealthy_threshold": later(3),
                },
                "deregistration_delay_seconds": later(60),
            },
            "service": {
                "cpu": later(512),
                "memory": later(1024),
                "container_port": later(3000),
                "desired_count": later(3),
                "stop_timeout_seconds": later(60),
                "health_check_grace_seconds": later(120),
                "environment": {"VPC": vpc.id},
                "secrets": {"DATABASE": secret.arn, "API_URL": parameter.arn},
                "bootstrap_image": later("public.ecr.aws/acme/hello:1.2.3"),
                "log_retention_days": later(7),
                "container_insights": later(False),
                "read_only_root_filesystem": later(True),
            },
            "deployment": {
                "configuration": later("CodeDeployDefault.ECSLinear10PercentEvery1Minutes"),
                "termination_wait_minutes": later(30),
                "smoke_test": {
                    "path": later("/health"),
                    "expected_status": later(204),
                    "expected_text": later("welcome"),
                    "max_latency_ms": later(250),
                    "attempts": later(5),
                    "required_successes": later(2),
                    "interval_seconds": later(2),
                },
            },
            "pipeline": {"artifact_retention_days": later(7)},
            "tags": {"team": later("web")},
        },
    )


PROGRAMS = {
    "defaults": lambda: BlueGreenEcsPipeline("web", component_args(tags=TAGS)),
    "every option": lambda: BlueGreenEcsPipeline("web", EVERY_OPTION),  # type: ignore[arg-type]
    "everything from other resources": everything_from_other_resources,
}


@pytest.fixture(scope="module", params=list(PROGRAMS.values()), ids=list(PROGRAMS))
def both(request: pytest.FixtureRequest) -> tuple[Graph, Graph]:
    """The same program in a preview and in an up."""
    return create(request.param, preview=True), create(request.param)


@pytest.fixture(scope="module")
def later() -> tuple[Graph, Graph]:
    """The program that knows least in a preview."""
    return create(everything_from_other_resources, preview=True), create(everything_from_other_resources)


def test_a_preview_shows_exactly_what_up_makes(both: tuple[Graph, Graph]) -> None:
    """Nothing is made inside an apply, which a preview skips where the value is unknown."""
    preview, up = both

    assert sorted(r.urn for r in preview) == sorted(r.urn for r in up)
    assert len({r.urn for r in up}) == len(up.registrations)


def test_a_preview_shows_every_resource_with_the_inputs_and_options_that_up_gives_it(
    both: tuple[Graph, Graph],
) -> None:
    preview, up = both

    for planned in preview:
        made = up.with_urn(planned.urn)
        assert planned.inputs.keys() == made.inputs.keys()
        assert (planned.ignore_changes, planned.protect) == (made.ignore_changes, made.protect)
        # A preview cannot know what a value will come from that is made of an unknown one.
        assert set(planned.dependencies) <= set(made.dependencies)


def test_what_a_preview_knows_is_what_up_makes(both: tuple[Graph, Graph]) -> None:
    preview, up = both

    for planned in preview:
        made = up.with_urn(planned.urn).inputs
        changed = [key for key, value in planned.inputs.items() if not agrees(value, made[key])]
        assert changed == [], planned.name


def agrees(planned: Any, made: Any) -> bool:
    """Whether the value is the same, apart from what a preview cannot know."""
    if planned == UNKNOWN:
        return True
    if isinstance(planned, dict) and isinstance(made, dict):
        return planned.keys() == made.keys() and all(agrees(planned[key], made[key]) for key in planned)
    if isinstance(planned, list) and isinstance(made, list):
        return len(planned) == len(made) and all(map(agrees, planned, made))
    return bool(planned == made)


def test_no_text_holds_an_output_that_was_never_resolved(both: tuple[Graph, Graph]) -> None:
    for graph in both:
        texts = [r.name for r in graph for sign in ("__str__", "object at 0x", "Unknown") if sign in repr(r.inputs)]
        assert texts == []


def test_in_an_up_everything_is_known(both: tuple[Graph, Graph]) -> None:
    _, up = both

    assert [r.name for r in up if UNKNOWN in repr(r.inputs)] == []
    assert [name for name, value in up.outputs.items() if value is None] == []


def test_every_part_registers_the_outputs_that_it_declares(both: tuple[Graph, Graph]) -> None:
    for graph in both:
        for part in [*PARTS, "BlueGreenEcsPipeline"]:
            declared = inspect.get_annotations(getattr(blue_green_ecs_pipeline, part))
            assert graph.registered_outputs[graph.part(part).urn].keys() == declared.keys()


def test_the_tree_has_one_of_each_part(both: tuple[Graph, Graph]) -> None:
    for graph in both:
        parts = [r.type.removeprefix(PART_TOKEN) for r in graph if r.type.startswith(PART_TOKEN)]
        with_option = ["SmokeTest"] if "web-smoke-test-function" in graph else []
        assert sorted(parts) == sorted([*PARTS, *with_option, "BlueGreenEcsPipeline"])


def test_names_are_known_in_a_preview_and_addresses_are_not() -> None:
    graph = create(PROGRAMS["defaults"], preview=True)

    assert graph.outputs == {
        "url": None,
        "test_url": None,
        "repository_url": None,
        "pipeline_name": "shop-dev-web-29d8601b",
        "connection_arn": None,
        "vpc_id": None,
        "public_subnet_ids": None,
        "private_subnet_ids": None,
        "cluster_name": "shop-dev-web-29d8601b",
        "cluster_arn": None,
        "service_name": "shop-dev-web-29d8601b",
        "task_role_name": "shop-dev-web-29d8601b-task",
        "deployment_application_name": "shop-dev-web-29d8601b",
        "deployment_group_name": "shop-dev-web-29d8601b",
        "artifact_bucket_name": "shop-dev-web-29d8601b-123456789012-eu-central-1",
        "log_group_name": "/aws/ecs/shop-dev-web-29d8601b",
        "release_wait_seconds": 350,
        "release_wait_parts": {
            "health_check": 20,
            "wait_for_reroute": 0,
            "traffic_shift": 0,
            "termination_wait": 300,
            "deregistration_delay": 30,
        },
    }


def test_settings_from_other_resources_arrive_where_they_belong(later: tuple[Graph, Graph]) -> None:
    _, up = later

    service = up["web-service"].inputs
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/theirs"
    assert up["web-production-listener"].inputs["certificateArn"] == certificate_arn
    assert up["web-load-balancer"].inputs["subnets"] == ["theirs-0-id", "theirs-1-id"]
    assert service["networkConfiguration"]["subnets"] == ["theirs-2-id", "theirs-3-id"]
    assert service["desiredCount"] == 3
    assert up["web-log-group"].inputs["retentionInDays"] == 7
    assert up["web-cluster"].inputs["settings"] == [{"name": "containerInsights", "value": "disabled"}]
    assert up["web-blue-target-group"].inputs["deregistrationDelay"] == 60
    assert up["web-image-repository"].inputs["tags"] == {"team": "web"}
    assert up.outputs["url"] == "https://www.example.com"
    assert up.outputs["connection_arn"] == "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d"
    template = json.loads(up["web-taskdef-template"].inputs["insecureValue"])
    (container,) = template["containerDefinitions"]
    assert (template["cpu"], template["memory"]) == ("512", "1024")
    assert container["portMappings"] == [{"containerPort": 3000, "hostPort": 3000, "protocol": "tcp"}]
    assert container["environment"] == [{"name": "VPC", "value": "theirs-id"}]
    assert container["readonlyRootFilesystem"] is True
    function = up["web-smoke-test-function"].inputs
    assert function["timeout"] == 5 + 5 * 11 + 4 * 2 + 20
    assert function["environment"]["variables"]["EXPECTED_TEXT"] == "welcome"
    assert container["stopTimeout"] == 60
    assert service["healthCheckGracePeriodSeconds"] == 120


def test_what_up_cannot_take_back_is_said_in_a_preview_too(later: tuple[Graph, Graph]) -> None:
    for graph in later:
        assert graph.messages == [
            "web: a changed service, network or architecture setting reaches the tasks with the next release"
        ]
