"""All groups together: unknown keys, shapes, tags. That nothing but a ConfigurationError ever comes out: tests/fuzz."""

from typing import Any

import pulumi
import pytest
from pulumi.provider.experimental.util import camel_case as camel_case_of_the_schema

from blue_green_ecs_pipeline.args import BlueGreenEcsPipelineArgs
from blue_green_ecs_pipeline.problems import ConfigurationError
from blue_green_ecs_pipeline.settings import GROUPS, Settings
from blue_green_ecs_pipeline.spelling import camel_case
from tests.components.configured import configured, refused


def test_every_problem_of_every_group_stands_in_one_message():
    with pytest.raises(ConfigurationError) as caught:
        configured(
            deployment={"termination_wait_minutes": 4000},
            service={"cpu": 4096, "memory": 1024},
            load_balancer={"test_port": 80},
        )

    assert str(caught.value) == (
        "web: 3 settings cannot be used, nothing was created\n"
        "  loadBalancer.testPort: got 80, which the production listener uses; choose another, for example 8080\n"
        "  service.memory: got 1024 MiB with cpu 4096, which needs 8192 to 30720 MiB in steps of 1024\n"
        "  deployment.terminationWaitMinutes: got 4000, allowed are 0 to 2880 minutes"
    )


@pytest.mark.parametrize("args", [None, {}])
def test_nothing_at_all_lacks_the_repository(args):
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_args("web", args)

    assert str(caught.value) == (
        "web: 1 setting cannot be used, nothing was created\n"
        "  source.repository: missing, it has no default; set it to owner/name, for example acme/web"
    )


def test_args_that_are_no_map_are_refused():
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_args("web", ["acme/web"])  # type: ignore[arg-type]

    assert str(caught.value).endswith(
        "args: got a list, allowed is a map of settings, for example args: {source: {repository: acme/web}}"
    )


@pytest.mark.parametrize("group", ["build", "network", "load_balancer", "service", "deployment", "pipeline"])
@pytest.mark.parametrize(("value", "shown"), [([], "an empty list"), ("x", '"x"'), (5, "5"), (True, "true")])
def test_a_group_that_is_no_map_is_one_problem(group, value, shown):
    (sentence,) = refused(**{group: value}).values()

    assert sentence.startswith(f"got {shown}, allowed is a map of settings, for example {camel_case(group)}: {{")


def test_a_source_that_is_no_map_is_one_problem_not_two():
    assert refused(source="acme/web") == {
        "source": 'got "acme/web", allowed is a map of settings, for example source: {repository: acme/web}'
    }


def test_a_group_cannot_be_an_output():
    assert refused(service=pulumi.Output.from_input({})) == {
        "service": "got an Output, allowed is a plain value: it decides which resources there are"
    }


@pytest.mark.parametrize(
    ("groups", "setting", "sentence"),
    [
        (
            {"service": {"memroy": 512}},
            "service.memroy",
            "there is no such setting; did you mean service.memory?",
        ),
        (
            {"load_balancer": {"testPort": 9000}},
            "loadBalancer.testPort",
            "there is no such setting; did you mean loadBalancer.testPort (test_port in Python)?",
        ),
        (
            {"load_balancer": {"health_check": {"intervall_seconds": 9}}},
            "loadBalancer.healthCheck.intervall_seconds",
            "there is no such setting; "
            "did you mean loadBalancer.healthCheck.intervalSeconds (interval_seconds in Python)?",
        ),
        (
            {"pipeline": {"zzz": 1}},
            "pipeline.zzz",
            "there is no such setting; known here are forceDestroyArtifacts and artifactRetentionDays",
        ),
        (
            {"load_balancr": {}},
            "load_balancr",
            "there is no such setting; did you mean loadBalancer (load_balancer in Python)?",
        ),
        (
            {"source": {"repository": "acme/web", "repo": "acme/web"}},
            "source.repo",
            "there is no such setting; did you mean source.repository?",
        ),
        (
            {"network": {"natGateway": "none"}},
            "network.natGateway",
            "there is no such setting; did you mean network.nat?",
        ),
        ({"cpu": 256}, "cpu", "there is no such setting; did you mean service.cpu?"),
        ({"service.cpu": 256}, '"service.cpu"', "there is no such setting; did you mean cpu inside the map service?"),
        ({"service.cpuu": 256}, '"service.cpuu"', "there is no such setting; did you mean cpu inside the map service?"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_legal_one(groups, setting, sentence):
    assert refused(**groups) == {setting: sentence}


def test_a_key_of_any_length_leaves_the_message_readable():
    (setting,) = refused(service={"x" * 5000: 1})

    assert setting == f'service."{"x" * 120}..."'


def test_none_is_the_same_as_leaving_a_key_out():
    nothing: dict[str, Any] = {key: None for key in BlueGreenEcsPipelineArgs.__annotations__ if key != "source"}
    empty = {
        group: dict.fromkeys(args_type.__annotations__) for group, args_type in GROUPS.items() if group != "source"
    }

    assert configured(**nothing) == configured()
    assert configured(**empty) == configured()


def test_tags_are_handed_on():
    assert configured(tags={"team": "web", "Name": "x", "cost centre": "A/1+2"}).tags == {
        "team": "web",
        "Name": "x",
        "cost centre": "A/1+2",
    }


KEY_FORM = "allowed is a key of 1 to 127 letters, digits, spaces and _ . : / = + - @, not starting with aws:"


@pytest.mark.parametrize("key", ["", "a" * 128, "aws:x", "AWS:x", "a#b"])
def test_a_tag_key_that_aws_does_not_take_is_refused(key):
    (sentence,) = refused(tags={key: "x"}).values()

    assert sentence == f"the name is not allowed, {KEY_FORM}"


@pytest.mark.parametrize("value", ["", "a" * 256, "a#b", 5, True, None, []])
def test_a_tag_value_that_aws_does_not_take_is_refused(value):
    assert list(refused(tags={"team": value})) == ["tags.team"]


def test_a_refused_tag_is_shown():
    assert refused(tags={"team": "a#b", "port": 80}) == {
        "tags.team": 'got "a#b", allowed is text of 1 to 255 letters, digits, spaces and _ . : / = + - @',
        "tags.port": "got 80, allowed is text of 1 to 255 letters, digits, spaces and _ . : / = + - @; "
        "write it in quotes",
    }


@pytest.mark.parametrize(("key", "value"), [("a" * 127, "x"), ("ä", "ö"), ("a", "x" * 255)])
def test_tags_are_taken_up_to_their_limits(key, value):
    assert configured(tags={key: value}).tags == {key: value}


def test_one_tag_is_left_for_the_name_of_subnets():
    most = {f"tag-{number}": "x" for number in range(49)}

    assert len(configured(tags={**most, "Name": "x"}).tags) == 50
    assert refused(tags={**most, "one": "more"}) == {
        "tags": "got 50 tags, allowed are 49 and Name, which subnets carry"
    }


def test_keys_are_spelled_as_the_schema_spells_them():
    for args_type in [BlueGreenEcsPipelineArgs, *GROUPS.values()]:
        for key in args_type.__annotations__:
            assert camel_case(key) == camel_case_of_the_schema(key)


def test_settings_have_exactly_the_keys_of_the_args():
    found = configured()

    assert set(vars(found)) == set(BlueGreenEcsPipelineArgs.__annotations__)
    for group, args_type in GROUPS.items():
        assert set(vars(getattr(found, group))) == set(args_type.__annotations__), group
