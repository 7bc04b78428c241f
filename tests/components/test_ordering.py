"""What waits for what, when it is created and (the other way round) when it is destroyed."""

import pytest

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.components.policies import ROLE_POLICY
from tests.components.whole_component import EVERY_OPTION, whole
from tests.graph import Graph, create


@pytest.fixture(scope="module", params=["defaults", "every option"])
def graph(request: pytest.FixtureRequest) -> Graph:
    return whole() if request.param == "defaults" else whole(**EVERY_OPTION)


def waited_for(graph: Graph, name: str) -> set[str]:
    """Everything that exists before this resource is created, directly or through others."""
    seen: set[str] = set()
    urns = list(graph[name].dependencies)
    while urns:
        registration = graph.with_urn(urns.pop())
        if registration.name not in seen:
            seen.add(registration.name)
            urns += registration.dependencies
    return seen


@pytest.mark.parametrize(
    ("user", "policy"),
    [
        ("web-service", "web-execution-policy"),
        ("web-project", "web-build-policy"),
        ("web-deployment-group", "web-deployment-policy"),
        ("web-pipeline", "web-pipeline-policy"),
        ("web-pipeline", "web-pipeline-artifact-policy"),
        ("web-pipeline", "web-build-artifact-policy"),
        ("web-pipeline", "web-deployment-artifact-policy"),
    ],
)
def test_whatever_works_under_a_role_waits_for_what_the_role_may_do(graph: Graph, user: str, policy: str) -> None:
    assert graph.depends_on(user, on=policy)


def test_the_first_release_starts_when_every_permission_is_there(graph: Graph) -> None:
    policies = {policy.name for policy in graph.of_type(ROLE_POLICY)}

    assert policies - waited_for(graph, "web-pipeline") == set()


@pytest.mark.parametrize(
    "protection", ["versioning", "encryption", "ownership", "public-access-block", "bucket-policy"]
)
def test_the_first_artifact_is_written_into_a_bucket_that_is_secured(graph: Graph, protection: str) -> None:
    """A new pipeline starts by itself, with an existing connection successfully."""
    assert graph.depends_on("web-pipeline", on=f"web-artifact-{protection}")


@pytest.mark.parametrize("listener", ["web-production-listener", "web-test-listener"])
def test_the_service_waits_for_both_listeners(graph: Graph, listener: str) -> None:
    """ECS refuses a target group that no load balancer uses."""
    assert graph.depends_on("web-service", on=listener)


def test_the_service_waits_until_its_tasks_can_reach_out(graph: Graph) -> None:
    egress = {each.name for each in graph.resources if each.name.startswith("web-task-egress")}

    assert egress
    assert egress - waited_for(graph, "web-service") == set()


def test_the_load_balancer_waits_until_it_can_reach_the_tasks(graph: Graph) -> None:
    for rule in ("web-load-balancer-egress", "web-task-ingress", "web-production-ingress"):
        assert graph.depends_on("web-load-balancer", on=rule)


@pytest.mark.parametrize(
    ("user", "used"),
    [
        ("web-deployment-group", "web-service"),
        ("web-deployment-group", "web-deployment-application"),
        ("web-deployment-group", "web-green-target-group"),
        ("web-service", "web-blue-target-group"),
        ("web-service", "web-cluster"),
        ("web-pipeline", "web-deployment-group"),
        ("web-pipeline", "web-project"),
        ("web-project", "web-taskdef-template"),
        ("web-project", "web-appspec-template"),
        ("web-project", "web-build-log-group"),
    ],
)
def test_what_is_used_exists_before_and_goes_after_its_user(graph: Graph, user: str, used: str) -> None:
    assert graph.depends_on(user, on=used)


def test_a_smoke_test_exists_before_and_goes_after_whoever_calls_it() -> None:
    """Its security group goes last: Lambda needs the role until the function's network interfaces are gone."""
    graph = whole(**EVERY_OPTION)

    assert graph.depends_on("web-deployment-group", on="web-deployment-policy")
    assert "web-smoke-test-function" in waited_for(graph, "web-deployment-policy")
    assert "web-smoke-test-function" in waited_for(graph, "web-appspec-template")
    assert "web-load-balancer-security-group" in waited_for(graph, "web-smoke-test-function")
    assert {"web-smoke-test-policy", "web-smoke-test-role"} <= waited_for(graph, "web-smoke-test-security-group")


def test_nothing_of_the_pipeline_makes_the_service_wait(graph: Graph) -> None:
    """The first tasks serve although the connection to GitHub waits for a person."""
    behind_the_service = {"web-project", "web-deployment-group", "web-pipeline", "web-artifact-bucket"}

    assert waited_for(graph, "web-service") & behind_the_service == set()


def test_the_order_is_known_in_a_preview_already() -> None:
    args = {"source": {"repository": "acme/web"}}

    def order(preview: bool) -> dict[str, set[str]]:
        graph = create(lambda: BlueGreenEcsPipeline("web", args), preview=preview)  # type: ignore[arg-type]
        return {each.name: {graph.with_urn(urn).name for urn in each.dependencies} for each in graph.resources}

    assert order(preview=True) == order(preview=False)
