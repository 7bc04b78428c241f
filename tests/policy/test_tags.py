"""The tags that a company requires."""

import importlib
import inspect
from typing import Any

import pytest

from guardrails.tags import TAKES_TAGS
from tests.components.whole_component import EVERY_OPTION, whole
from tests.policy.judged import UNKNOWN, complaints

BUCKET = "aws:s3/bucket:Bucket"
REQUIRED = {"tags": ["owner", "cost-centre"]}


def takes_tags(token: str) -> bool:
    """Whether the provider's own class has tags."""
    package, module, class_name = token.split(":")
    python_module = module.split("/")[0].replace("lambda", "lambda_")
    resource_class = getattr(importlib.import_module(f"pulumi_{package}.{python_module}"), class_name)
    return "tags" in inspect.signature(resource_class._internal_init).parameters


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"tags": {"owner": "web", "cost-centre": "4711", "more": "x"}}, []),
        ({"tags": {"owner": "web"}, "tagsAll": {"cost-centre": "4711"}}, []),
        ({"tags": {"owner": UNKNOWN, "cost-centre": "4711"}}, []),
        ({"tags": UNKNOWN}, []),
        ({"tags": {"owner": "web"}}, ["lacks the tags cost-centre"]),
        ({"tags": {"owner": "", "cost-centre": "4711"}}, ["lacks the tags owner"]),
        ({"tags": None}, ["lacks the tags owner, cost-centre"]),
        ({}, ["lacks the tags owner, cost-centre"]),
    ],
)
def test_the_required_tags_are_there(properties: dict[str, Any], expected: list[str]) -> None:
    assert complaints("required-tags", BUCKET, properties, config=REQUIRED) == expected


def test_what_takes_no_tags_needs_none_and_what_has_some_has_all() -> None:
    assert complaints("required-tags", "aws:iam/rolePolicy:RolePolicy", {}, config=REQUIRED) == []
    assert complaints("required-tags", "random:index/randomId:RandomId", {"tags": {}}, config=REQUIRED) == []
    assert complaints("required-tags", "aws:dynamodb/table:Table", {"tags": {"owner": "web"}}, config=REQUIRED) == [
        "lacks the tags cost-centre"
    ]


def test_unless_the_company_says_so_no_tag_is_required() -> None:
    assert complaints("required-tags", BUCKET, {}) == []


def test_a_tag_may_have_some_values_only() -> None:
    config = {"values": {"environment": ["dev", "production"]}}

    assert complaints("required-tags", BUCKET, {"tags": {"environment": "dev"}}, config=config) == []
    assert complaints("required-tags", BUCKET, {"tags": {}}, config=config) == []
    assert complaints("required-tags", BUCKET, {"tags": {"environment": "prod"}}, config=config) == [
        "its tag environment is prod, allowed are dev, production"
    ]


@pytest.mark.parametrize("token", sorted(TAKES_TAGS))
def test_each_type_that_is_asked_takes_tags(token: str) -> None:
    assert takes_tags(token)


def test_every_type_of_this_component_that_takes_tags_is_asked() -> None:
    types = {each.type for graph in (whole(), whole(**EVERY_OPTION)) for each in graph.resources}

    assert {token for token in types if token.startswith("aws:") and takes_tags(token)} <= TAKES_TAGS
