"""Physical names are legal for AWS, and never meet."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blue_green_ecs_pipeline.names import PhysicalNames

LONGEST_REGION = "ap-southeast-1"
ACCOUNT = "123456789012"

# What each service takes, as its API model says.
LEGAL = {
    "load_balancer": r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?",
    "target_group": r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?",
    "connection": r".{1,32}",
    "repository": r"(?=.{2,256}$)[a-z0-9]+(?:[._-][a-z0-9]+)*",
    "cluster": r"[A-Za-z0-9_-]{1,255}",
    "service": r"[A-Za-z0-9_-]{1,255}",
    "task_definition_family": r"[A-Za-z0-9_-]{1,255}",
    "project_name": r"[A-Za-z0-9][A-Za-z0-9_-]{1,149}",
    "deployment_application": r"[A-Za-z0-9+=,.@_-]{1,100}",
    "deployment_group": r"[A-Za-z0-9+=,.@_-]{1,100}",
    "pipeline": r"[A-Za-z0-9.@_-]{1,100}",
    "role": r"[\w+=,.@-]{1,64}",
    "log_group": r"[._/#A-Za-z0-9-]{1,512}",
    "parameter": r"(?!/(?:aws|ssm))/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+",
    "security_group": r"(?!sg-)[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]{1,255}",
    "artifact_bucket": r"(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
}


def names_of(names: PhysicalNames) -> dict[str, str]:
    return {
        "load_balancer": names.load_balancer,
        "target_group": names.target_group("green", "HTTP", "80", "vpc-0a1b2c3d4e5f"),
        "connection": names.connection,
        "repository": names.repository,
        "cluster": names.cluster,
        "service": names.service,
        "task_definition_family": names.task_definition_family,
        "project_name": names.project_name,
        "deployment_application": names.deployment_application,
        "deployment_group": names.deployment_group,
        "pipeline": names.pipeline,
        "role": names.role("deployment"),
        "log_group": names.log_group("codebuild"),
        "parameter": names.parameter("taskdef.json"),
        "security_group": names.security_group("load-balancer"),
        "artifact_bucket": names.artifact_bucket(ACCOUNT, LONGEST_REGION),
    }


PARTS = st.text(min_size=1, max_size=130)


@given(project=PARTS, stack=PARTS, component=PARTS)
def test_every_name_is_legal_for_any_project_stack_and_component(project: str, stack: str, component: str) -> None:
    names = names_of(PhysicalNames(project, stack, component))

    illegal = {kind: name for kind, name in names.items() if not re.fullmatch(LEGAL[kind], name)}

    assert illegal == {}


@pytest.mark.parametrize(
    "project", ["aws-shop", "awsome", "ssm", "SSM/shop", "internal-tools", "sg-shop", "sg", "sthree"]
)
def test_every_name_is_legal_for_a_project_that_begins_with_what_aws_reserves(project: str) -> None:
    names = names_of(PhysicalNames(project, "dev", "web"))

    illegal = {kind: name for kind, name in names.items() if not re.fullmatch(LEGAL[kind], name)}

    assert illegal == {}


@given(st.lists(st.tuples(PARTS, PARTS, PARTS), min_size=2, max_size=4, unique=True))
def test_two_stacks_or_components_never_get_the_same_name(identities: list[tuple[str, str, str]]) -> None:
    for one, other in combinations(identities, 2):
        first, second = names_of(PhysicalNames(*one)), names_of(PhysicalNames(*other))

        assert [kind for kind in first if first[kind] == second[kind]] == []


def test_parts_that_join_to_the_same_text_get_different_names() -> None:
    assert PhysicalNames("shop-web", "dev", "x").pipeline != PhysicalNames("shop", "web-dev", "x").pipeline


def test_a_name_can_be_read() -> None:
    assert PhysicalNames("shop", "dev", "web").pipeline.startswith("shop-dev-web-")


def test_a_name_stays_the_same_from_run_to_run() -> None:
    assert PhysicalNames("shop", "dev", "web").load_balancer == PhysicalNames("shop", "dev", "web").load_balancer


@pytest.mark.parametrize("changed", [("HTTPS", "80", "vpc-1"), ("HTTP", "81", "vpc-1"), ("HTTP", "80", "vpc-2")])
def test_a_target_group_that_has_to_be_replaced_gets_another_name(changed: tuple[str, str, str]) -> None:
    names = PhysicalNames("shop", "dev", "web")

    assert names.target_group("blue", *changed) != names.target_group("blue", "HTTP", "80", "vpc-1")


def test_the_two_colours_have_different_names() -> None:
    names = PhysicalNames("shop", "dev", "web")

    assert names.target_group("blue", "HTTP") != names.target_group("green", "HTTP")


def test_a_bucket_carries_account_and_region() -> None:
    bucket = PhysicalNames("shop", "dev", "web").artifact_bucket(ACCOUNT, LONGEST_REGION)

    assert bucket.endswith("-123456789012-ap-southeast-1")


def test_a_load_balancer_is_never_called_internal() -> None:
    assert not PhysicalNames("internal", "dev", "web").load_balancer.startswith("internal-")
