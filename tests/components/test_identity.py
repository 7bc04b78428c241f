"""What a resource is to Pulumi and to AWS: its place in the tree, its logical and its physical name."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.builders import EXISTING_NETWORK, TLS, component_args
from tests.graph import Graph, Registration, create

TREE = {
    "Network": ["web-default-security-group", "web-task-security-group", "web-vpc"],
    "LoadBalancer": [
        "web-blue-target-group",
        "web-green-target-group",
        "web-load-balancer",
        "web-load-balancer-egress",
        "web-load-balancer-security-group",
        "web-production-ingress",
        "web-production-listener",
        "web-redirect-ingress",
        "web-redirect-listener",
        "web-task-ingress",
        "web-test-203.0.113.7-32-ingress",
        "web-test-listener",
    ],
    "ImageRepository": ["web-image-repository", "web-lifecycle-policy"],
    "Service": [
        "web-cluster",
        "web-execution-policy",
        "web-execution-role",
        "web-log-group",
        "web-service",
        "web-task-definition",
        "web-task-egress-443",
        "web-task-egress-5432",
        "web-task-role",
    ],
    "Build": [
        "web-appspec-template",
        "web-build-log-group",
        "web-build-policy",
        "web-build-role",
        "web-project",
        "web-taskdef-template",
    ],
    "Deployment": [
        "web-blue-errors-alarm",
        "web-blue-unhealthy-hosts-alarm",
        "web-deployment-application",
        "web-deployment-config",
        "web-deployment-group",
        "web-deployment-policy",
        "web-deployment-role",
        "web-green-errors-alarm",
        "web-green-unhealthy-hosts-alarm",
        "web-stopped-tasks-alarm",
        "web-stopped-tasks-queue",
        "web-stopped-tasks-queue-policy",
        "web-stopped-tasks-rule",
        "web-stopped-tasks-target",
    ],
    "Pipeline": [
        "web-artifact-bucket",
        "web-artifact-bucket-policy",
        "web-artifact-encryption",
        "web-artifact-lifecycle",
        "web-artifact-notification",
        "web-artifact-ownership",
        "web-artifact-public-access-block",
        "web-artifact-versioning",
        "web-build-artifact-policy",
        "web-connection",
        "web-deployment-artifact-policy",
        "web-pipeline",
        "web-pipeline-artifact-policy",
        "web-pipeline-policy",
        "web-pipeline-role",
    ],
}

# Not names of the resource's own: an inline policy's is unique within its role, the group's configuration has a
# resource of its own or is one of AWS's, and metrics are AWS's too.
NAMES_OF_NOTHING = {
    ("aws:iam/rolePolicy:RolePolicy", "name"),
    ("aws:codedeploy/deploymentGroup:DeploymentGroup", "deploymentConfigName"),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "metricName"),
}


def web(name: str = "web", opts: pulumi.ResourceOptions | None = None, **groups: Any) -> BlueGreenEcsPipeline:
    groups = {
        "load_balancer": {**TLS, "test_cidrs": ["203.0.113.7/32"]},
        "service": {"egress_ports": [443, 5432]},
        "deployment": {"canary": {}},
        **groups,
    }
    return BlueGreenEcsPipeline(name, component_args(**groups), opts)


def physical_names(resources: list[Registration]) -> set[tuple[str, str, str]]:
    """Every input that names something in AWS, with its resource's type."""
    return {
        (r.type, key, value)
        for r in resources
        for key, value in r.inputs.items()
        if (key in ("name", "bucket", "family") or key.endswith("Name")) and (r.type, key) not in NAMES_OF_NOTHING
    }


@pytest.fixture(scope="module")
def graph() -> Graph:
    return create(web)


def test_pulumi_up_shows_this_tree(graph: Graph) -> None:
    whole = graph.part("BlueGreenEcsPipeline")

    assert sorted(part.type for part in graph.children_of(whole)) == sorted(
        f"blue-green-ecs-pipeline:index:{part}" for part in TREE
    )
    assert {part: sorted(r.name for r in graph.children_of(graph.part(part))) for part in TREE} == TREE
    assert whole.parent.endswith("::pulumi:pulumi:Stack::shop-dev")


def test_the_component_and_its_parts_carry_the_components_name(graph: Graph) -> None:
    assert {r.name for r in graph if not r.custom} == {"web"}


def test_every_resource_is_named_after_the_component(graph: Graph) -> None:
    assert [r.name for r in graph.resources if not r.name.startswith("web-")] == []


@pytest.mark.parametrize(
    "opts",
    [
        lambda: pulumi.ResourceOptions(parent=pulumi.ComponentResource("acme:index:Platform", "platform")),
        lambda: pulumi.ResourceOptions(depends_on=[aws.s3.Bucket("first")]),
        lambda: pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old-web")]),
    ],
    ids=["parent", "depends_on", "aliases"],
)
def test_the_callers_options_move_nothing_out_of_the_component(opts: Any) -> None:
    graph = create(lambda: web(opts=opts()))

    assert {part: sorted(r.name for r in graph.children_of(graph.part(part))) for part in TREE} == TREE


def test_a_component_inside_another_stays_there() -> None:
    def program() -> None:
        platform = pulumi.ComponentResource("acme:index:Platform", "platform")
        web(opts=pulumi.ResourceOptions(parent=platform))

    graph = create(program)

    (platform,) = graph.of_type("acme:index:Platform")
    assert [r.type for r in graph.children_of(platform)] == ["blue-green-ecs-pipeline:index:BlueGreenEcsPipeline"]


def test_a_provider_given_to_the_component_makes_and_answers_everything() -> None:
    def program() -> None:
        elsewhere = aws.Provider("elsewhere", region="us-east-1")
        web(opts=pulumi.ResourceOptions(providers=[elsewhere]))

    graph = create(program)

    made = [r for r in graph.resources if r.type != "pulumi:providers:aws"]
    assert len(made) == sum(len(names) for names in TREE.values())
    assert [r.name for r in made if "pulumi:providers:aws::elsewhere::" not in r.provider] == []
    assert [c.token for c in graph.calls if "pulumi:providers:aws::elsewhere::" not in c.provider] == []


def test_the_network_that_exists_is_looked_up_by_the_components_provider() -> None:
    def program() -> None:
        elsewhere = aws.Provider("elsewhere", region="us-east-1")
        web(opts=pulumi.ResourceOptions(providers=[elsewhere]), network=EXISTING_NETWORK)

    graph = create(program)

    (lookup,) = [call for call in graph.calls if call.token == "aws:ec2/getVpc:getVpc"]
    assert "pulumi:providers:aws::elsewhere::" in lookup.provider


@pytest.mark.parametrize("force", [True, False])
def test_a_protection_of_the_component_is_everyones(force: bool) -> None:
    graph = create(
        lambda: web(
            opts=pulumi.ResourceOptions(protect=True),
            image_repository={"force_delete": force},
            pipeline={"force_destroy_artifacts": force},
        )
    )

    assert [r.name for r in graph if not r.protect] == []


def test_by_default_only_what_holds_data_is_protected(graph: Graph) -> None:
    assert sorted(r.name for r in graph if r.protect) == ["web-artifact-bucket", "web-image-repository"]


def test_with_both_force_settings_nothing_is_protected() -> None:
    graph = create(lambda: web(image_repository={"force_delete": True}, pipeline={"force_destroy_artifacts": True}))

    assert [r.name for r in graph if r.protect] == []


def test_two_components_in_one_program_share_no_name() -> None:
    def program() -> None:
        web("web")
        web("api")

    graph = create(program)

    first = [r for r in graph.resources if r.name.startswith("web-")]
    second = [r for r in graph.resources if r.name.startswith("api-")]
    assert len(first) == len(second) == len(graph.resources) / 2
    assert len({r.urn for r in graph}) == len(graph.registrations)
    assert physical_names(first) & physical_names(second) == set()


@pytest.mark.parametrize("other", ["web-build", "web-task", "web-load-balancer", "web-artifact", "web-pipeline"])
def test_a_component_named_like_the_beginning_of_another_ones_resources_is_told_apart(other: str) -> None:
    def program() -> list[BlueGreenEcsPipeline]:
        return [web("web"), web(other)]

    graph = create(program)

    assert len({r.urn for r in graph}) == len(graph.registrations)
    assert len(physical_names(graph.resources)) == 2 * len(physical_names(create(web).resources))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"stack": "dev"}, {"stack": "prod"}),
        ({"project": "shop"}, {"project": "bank"}),
        ({"project": "shop-web", "stack": "dev"}, {"project": "shop", "stack": "web-dev"}),
        (
            {"stack": "a-very-long-stack-name-that-has-to-be-cut-off-for-a-load-balancer-1"},
            {"stack": "a-very-long-stack-name-that-has-to-be-cut-off-for-a-load-balancer-2"},
        ),
        ({"stack": "Feature_X"}, {"stack": "feature-x"}),
    ],
)
def test_two_stacks_in_one_account_and_region_share_no_physical_name(
    one: dict[str, str], other: dict[str, str]
) -> None:
    first, second = physical_names(create(web, **one).resources), physical_names(create(web, **other).resources)  # type: ignore[arg-type]

    assert len(first) == len(second)
    assert first & second == set()


def test_what_has_a_physical_name_is_this_and_all_of_it_says_whose_it_is(graph: Graph) -> None:
    names = {(kind.split(":")[-1], key, name) for kind, key, name in physical_names(graph.resources)}

    assert {(kind, key) for kind, key, _ in names} == {
        ("Application", "name"),
        ("Bucket", "bucket"),
        ("BucketLifecycleConfiguration", "bucket"),
        ("BucketNotification", "bucket"),
        ("BucketOwnershipControls", "bucket"),
        ("BucketPolicy", "bucket"),
        ("BucketPublicAccessBlock", "bucket"),
        ("BucketServerSideEncryptionConfiguration", "bucket"),
        ("BucketVersioning", "bucket"),
        ("Cluster", "name"),
        ("Connection", "name"),
        ("DeploymentConfig", "deploymentConfigName"),
        ("DeploymentGroup", "appName"),
        ("DeploymentGroup", "deploymentGroupName"),
        ("EventRule", "name"),
        ("LoadBalancer", "name"),
        ("LogGroup", "name"),
        ("MetricAlarm", "name"),
        ("Parameter", "name"),
        ("Pipeline", "name"),
        ("Project", "name"),
        ("Queue", "name"),
        ("Repository", "name"),
        ("Role", "name"),
        ("SecurityGroup", "name"),
        ("Service", "name"),
        ("TargetGroup", "name"),
        ("TaskDefinition", "family"),
    }
    assert [name for _, _, name in names if "29d8601b" not in name] == []


def test_within_a_component_no_two_resources_of_a_type_share_a_name(graph: Graph) -> None:
    own = [
        (r.type, r.inputs["name"])
        for r in graph.resources
        if "name" in r.inputs and r.type != "aws:iam/rolePolicy:RolePolicy"
    ]
    policies = [(r.inputs["role"], r.inputs["name"]) for r in graph.of_type("aws:iam/rolePolicy:RolePolicy")]

    assert len(set(own)) == len(own)
    assert len(set(policies)) == len(policies)
