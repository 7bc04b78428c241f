import pulumi
import pytest

from blue_green_ecs_pipeline.source.settings import SourceSettings
from tests.components.configured import configured, refused

CONNECTION = "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d-1111-2222-3333-444455556666"
OWNER_AND_NAME = "allowed is owner/name, for example acme/web"


def test_the_repository_is_the_only_setting_one_must_write():
    assert configured().source == SourceSettings(repository="acme/web", branch="main", connection_arn=None)


@pytest.mark.parametrize("repository", ["a/b", "acme/web", "Acme-1/web.site_2", "acme/.github"])
def test_a_repository_is_an_owner_and_a_name(repository):
    assert configured(source={"repository": repository}).source.repository == repository


@pytest.mark.parametrize(
    ("repository", "sentence"),
    [
        ("", f'got "", {OWNER_AND_NAME}'),
        ("web", f'got "web", {OWNER_AND_NAME}'),
        ("acme/", f'got "acme/", {OWNER_AND_NAME}'),
        ("acme/group/web", f'got "acme/group/web", {OWNER_AND_NAME}'),
        ("acme/..", f'got "acme/..", {OWNER_AND_NAME}'),
        ("acmé/web", f'got "acmé/web", {OWNER_AND_NAME}'),
        ("acme/we b", f'got "acme/we b", {OWNER_AND_NAME}'),
        ("acme/web\n", f'got "acme/web\N{REPLACEMENT CHARACTER}", {OWNER_AND_NAME}; write acme/web'),
        ("acme/web.git", f'got "acme/web.git", {OWNER_AND_NAME}; write acme/web'),
        ("https://github.com/acme/web", f'got "https://github.com/acme/web", {OWNER_AND_NAME}; write acme/web'),
        ("git@github.com:acme/web.git", f'got "git@github.com:acme/web.git", {OWNER_AND_NAME}; write acme/web'),
        (5, f"got 5, {OWNER_AND_NAME}; write it in quotes"),
    ],
)
def test_a_repository_that_is_not_owner_and_name_is_refused_with_the_way_out(repository, sentence):
    assert refused(source={"repository": repository}) == {"source.repository": sentence}


@pytest.mark.parametrize("source", [None, {}, {"repository": None}])
def test_without_a_repository_nothing_is_created(source):
    assert refused(source=source) == {
        "source.repository": "missing, it has no default; set it to owner/name, for example acme/web"
    }


def test_a_repository_must_be_known_before_the_update():
    assert refused(source={"repository": pulumi.Output.from_input("acme/web")}) == {
        "source.repository": "got an Output, allowed is a plain value: it decides which resources there are"
    }


@pytest.mark.parametrize("branch", ["main", "release/1.2", "feature_x", "a" * 255, "@x"])
def test_a_branch_may_have_any_name_that_git_allows(branch):
    assert configured(source={"repository": "acme/web", "branch": branch}).source.branch == branch


@pytest.mark.parametrize(
    "branch",
    [
        "",
        " ",
        "a b",
        "a..b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "feature/*",
        "a[b",
        "a\\b",
        "/a",
        "a/",
        "a//b",
        "a.",
        ".a",
        "b/.a",
    ]
    + ["a.lock", "a@{b", "@", "-a", "a\n", "a" * 256],
)
def test_a_branch_that_git_does_not_allow_is_refused(branch):
    problems = refused(source={"repository": "acme/web", "branch": branch})

    assert list(problems) == ["source.branch"]
    assert problems["source.branch"].endswith("allowed is the name of a Git branch of at most 255 characters")


@pytest.mark.parametrize("arn", [CONNECTION, CONNECTION.replace("codeconnections", "codestar-connections")])
def test_a_connection_of_either_service_name_replaces_the_components_own(arn):
    source = configured(source={"repository": "acme/web", "connection_arn": arn}).source

    assert source.connection_arn == arn
    assert not source.creates_connection


@pytest.mark.parametrize(
    "arn", ["", "my-connection", CONNECTION.replace("connection/", "host/"), CONNECTION[:-1] + "/"]
)
def test_a_connection_that_is_no_arn_is_refused(arn):
    assert refused(source={"repository": "acme/web", "connection_arn": arn}) == {
        "source.connectionArn": f'got "{arn}", allowed is the ARN of a connection, '
        "arn:aws:codeconnections:REGION:ACCOUNT:connection/ID"
    }


def test_an_output_passes_unchecked():
    arn = pulumi.Output.from_input("anything")

    assert configured(source={"repository": "acme/web", "connection_arn": arn}).source.connection_arn is arn


def test_a_branch_is_its_name_and_not_its_ref():
    problems = refused(source={"repository": "acme/web", "branch": "refs/heads/main"})

    assert problems["source.branch"].endswith("; write main")
