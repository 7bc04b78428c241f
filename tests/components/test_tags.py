"""The user's tags are on everything that takes tags."""

import importlib
import inspect
from typing import Any

import pulumi
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.builders import TLS, component_args
from tests.components.whole_component import EVERY_OPTION
from tests.graph import Graph, create

TAGS = {"team": "web", "cost-centre": "4711"}


def takes_tags(token: str) -> bool:
    """Whether the provider's own class of this type has tags, for example of aws:lb/listener:Listener."""
    package, module, class_name = token.split(":")
    # Python keeps the word lambda for itself.
    python_module = module.split("/")[0].replace("lambda", "lambda_")
    resource_class = getattr(importlib.import_module(f"pulumi_{package}.{python_module}"), class_name)
    return "tags" in inspect.signature(resource_class._internal_init).parameters


@pytest.fixture(
    scope="module",
    params=[
        {},
        {"load_balancer": TLS, "service": {"egress_ports": [443, 5432]}},
        {"network": {"nat": "none"}, "deployment": {"smoke_test": {}}},
        EVERY_OPTION,
    ],
    ids=["defaults", "tls and ports", "smoke test without NAT", "every option"],
)
def graph(request: pytest.FixtureRequest) -> Graph:
    return create(lambda: BlueGreenEcsPipeline("web", component_args(**{**request.param, "tags": TAGS})))


def test_everything_that_takes_tags_has_the_users(graph: Graph) -> None:
    untagged = [r.name for r in graph.resources if takes_tags(r.type) and r.inputs.get("tags") != TAGS]

    assert untagged == []


def test_nothing_else_is_given_tags(graph: Graph) -> None:
    assert [r.name for r in graph.resources if not takes_tags(r.type) and "tags" in r.inputs] == []


def test_these_types_take_no_tags(graph: Graph) -> None:
    """Written out, so that an empty list above means what it says."""
    # Only with a canary or linear shift of the user's own, and with scaling.
    with_options = {
        "aws:appautoscaling/policy:Policy",
        "aws:codedeploy/deploymentConfig:DeploymentConfig",
    }
    assert {r.type for r in graph.resources if not takes_tags(r.type)} - with_options == {
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketNotification:BucketNotification",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:sqs/queuePolicy:QueuePolicy",
    }


@pytest.mark.parametrize("groups", [{}, {"tags": {}}])
def test_without_tags_nothing_is_tagged(groups: dict[str, Any]) -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(**groups)))

    assert [r.name for r in graph.resources if r.inputs.get("tags")] == []


def test_a_tag_may_be_known_later_only() -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", component_args(tags={"team": pulumi.Output.from_input("web")})))

    assert [r.name for r in graph.resources if takes_tags(r.type) and r.inputs["tags"] != {"team": "web"}] == []
