"""Pulumi config -> args -> settings: what a stack's file says, and what is said of it."""

import json
from collections.abc import Iterator
from typing import Any, get_args, is_typeddict

import pulumi
import pytest
from pulumi.runtime import config as runtime_config

from blue_green_ecs_pipeline.args import BlueGreenEcsPipelineArgs
from blue_green_ecs_pipeline.config import read_config
from blue_green_ecs_pipeline.problems import ConfigurationError
from blue_green_ecs_pipeline.settings import Settings
from blue_green_ecs_pipeline.spelling import camel_case

SOURCE = {"repository": "acme/web"}


@pytest.fixture(autouse=True)
def no_other_config(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("PULUMI_CONFIG", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_SECRET_KEYS", raising=False)
    runtime_config.set_all_config({}, [])
    yield
    runtime_config.set_all_config({}, [])


def stack(secret: tuple[str, ...] = (), **groups: Any) -> dict[str, Any]:
    """The args that a stack of the project shop has with these groups; text stays text, all else is JSON."""
    config = {f"shop:{key}": value if isinstance(value, str) else json.dumps(value) for key, value in groups.items()}
    runtime_config.set_all_config({**config, "aws:region": "eu-central-1"}, [f"shop:{key}" for key in secret])
    return read_config(pulumi.Config("shop"))  # type: ignore[return-value]


def refused(secret: tuple[str, ...] = (), **groups: Any) -> dict[str, str]:
    """Every setting of the stack that cannot be used, with its sentence."""
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_args("web", stack(secret, **groups))  # type: ignore[arg-type]
    return {problem.setting: problem.sentence for problem in caught.value.problems}


def test_a_stack_file_becomes_args_with_pythons_spelling():
    args = stack(
        source=SOURCE,
        loadBalancer={"testPort": 9000, "healthCheck": {"intervalSeconds": 20}},
        service={"desiredCount": 1},
    )

    assert args == {
        "source": {"repository": "acme/web"},
        "load_balancer": {"test_port": 9000, "health_check": {"interval_seconds": 20}},
        "service": {"desired_count": 1},
    }


def test_maps_whose_keys_are_the_users_stay_as_they_are():
    args = stack(
        source=SOURCE,
        tags={"costCentre": "a", "test_port": "b"},
        service={"environment": {"logLevel": "x", "log_level": "y"}, "secrets": {"dbPassword": "z"}},
        build={"parameters": {"apiUrl": "/web/api"}},
    )

    assert args["tags"] == {"costCentre": "a", "test_port": "b"}
    assert args["service"] == {
        "environment": {"logLevel": "x", "log_level": "y"},
        "secrets": {"dbPassword": "z"},
    }
    assert args["build"] == {"parameters": {"apiUrl": "/web/api"}}


def _keys(args_type: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, annotation in args_type.__annotations__.items():
        inner = next((argument for argument in (annotation, *get_args(annotation)) if is_typeddict(argument)), None)
        if inner:
            yield from _keys(inner, (*path, key))
        else:
            yield (*path, key)


@pytest.mark.parametrize("path", list(_keys(BlueGreenEcsPipelineArgs)), ids=".".join)
def test_every_setting_can_be_written_in_pulumi_config(path):
    value: Any = {"any": "value"}
    for key in reversed(path[1:]):
        value = {camel_case(key): value}

    args = stack(**{camel_case(path[0]): value})

    for key in path:
        args = args[key]
    assert args == {"any": "value"}


def test_the_config_of_other_namespaces_is_not_read():
    assert stack(source=SOURCE) == {"source": SOURCE}


def test_nothing_configured_at_all_lacks_the_repository():
    assert refused() == {"source.repository": "missing, it has no default; set it to owner/name, for example acme/web"}


def test_numbers_reach_the_settings_as_numbers():
    settings = Settings.from_args("web", stack(source=SOURCE, service={"cpu": 512, "memory": 1024}))  # type: ignore[arg-type]

    assert (settings.service.cpu, settings.service.memory) == (512, 1024)


@pytest.mark.parametrize(
    ("groups", "problems"),
    [
        (
            {"service": {"memroy": 512}},
            {"service.memroy": "there is no such setting; did you mean service.memory?"},
        ),
        (
            {"loadBalancer": {"test_port": 9000}},
            {"loadBalancer.test_port": "there is no such setting; did you mean loadBalancer.testPort?"},
        ),
        (
            {"loadBalancer": {"healthCheck": {"intervall": 1}}},
            {
                "loadBalancer.healthCheck.intervall": "there is no such setting; "
                "did you mean loadBalancer.healthCheck.intervalSeconds?"
            },
        ),
        ({"load_balancer": {}}, {"load_balancer": "there is no such setting; did you mean loadBalancer?"}),
        ({"serivce": {}}, {"serivce": "there is no such setting; did you mean service?"}),
        ({"repository": "acme/web"}, {"repository": "there is no such setting; did you mean source.repository?"}),
        (
            {"service.cpu": "256"},
            {'"service.cpu"': "there is no such setting; did you mean cpu inside the map service?"},
        ),
        (
            {"frontend": {}},
            {
                "frontend": "there is no such setting; known here are source, build, imageRepository, network, "
                "loadBalancer, service, deployment, pipeline, encryption and tags"
            },
        ),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_legal_one(groups, problems):
    assert refused(source=SOURCE, **groups) == problems


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("[1]", "a list"),
        ("[]", "an empty list"),
        ("small", '"small"'),
        ('"small"', '"small"'),
        ("256", "256"),
        ("true", "true"),
        ("null", "null"),
        ("", '""'),
        ("{cpu: 256", '"{cpu: 256"'),
        pytest.param("[" * 100_000, '"' + "[" * 119 + "...", id="deeper than Python reads"),
    ],
)
def test_a_group_that_is_no_map_is_one_clear_problem(value, shown):
    assert refused(source=SOURCE, service=value) == {
        "service": f"got {shown}, allowed is a map of settings, for example service: {{cpu: 256}}"
    }


def test_tags_that_are_no_map_are_one_clear_problem():
    assert refused(source=SOURCE, tags="web") == {
        "tags": 'got "web", allowed is a map of settings, for example tags: {team: web}'
    }


def test_a_source_that_is_no_map_is_not_called_missing_too():
    assert list(refused(source="acme/web")) == ["source"]


def test_a_null_inside_a_group_is_the_same_as_leaving_it_out():
    settings = Settings.from_args("web", stack(source=SOURCE, service={"cpu": None}))  # type: ignore[arg-type]

    assert settings.service.cpu == 256


SECRET_GROUP = (
    "is set as a secret, and no setting is kept secret: the task definition or the build project shows it to anyone "
    "who may look; keep the secret in Secrets Manager and set its ARN in service.secrets or build.secrets"
)


@pytest.mark.parametrize("group", ["source", "build", "network", "loadBalancer", "service", "pipeline", "tags"])
@pytest.mark.parametrize(
    "value",
    [
        {"environment": {"PASSWORD": "hunter2"}},
        {"hunter2": {"hunter2": 5}},
        {"cpu": "hunter2", "cidrBlock": "hunter2", "repository": "hunter2", "testPort": "hunter2"},
        "hunter2",
        ["hunter2"],
    ],
)
def test_a_secret_group_is_refused_and_its_value_is_never_printed(group, value):
    groups = {"source": SOURCE, group: value}

    with pytest.raises(ConfigurationError) as caught:
        Settings.from_args("web", stack((group,), **groups))  # type: ignore[arg-type]

    assert [(problem.setting, problem.sentence) for problem in caught.value.problems] == [(group, SECRET_GROUP)]
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(caught.value.errors)
    assert "hunter2" not in repr(stack((group,), **groups))


def test_an_unknown_key_that_is_secret_shows_no_value_either():
    problems = refused(("serivce",), source=SOURCE, serivce="hunter2")

    assert problems == {"serivce": "there is no such setting; did you mean service?"}


def test_the_config_that_the_pulumi_engine_hands_over_is_read(monkeypatch):
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps({"shop:source": json.dumps(SOURCE), "shop:serivce": "{}"}))
    monkeypatch.setenv("PULUMI_CONFIG_SECRET_KEYS", json.dumps(["shop:source"]))

    args = read_config(pulumi.Config("shop"))

    with pytest.raises(ConfigurationError) as caught:
        Settings.from_args("web", args)
    assert [problem.setting for problem in caught.value.problems] == ["serivce", "source"]


def test_both_doors_name_a_setting_alike():
    at_the_configs_door = refused(source=SOURCE, loadBalancer={"testPort": 80}, service={"cpu": "256"})

    with pytest.raises(ConfigurationError) as caught:
        Settings.from_args(
            "web",
            {"source": {"repository": "acme/web"}, "load_balancer": {"test_port": 80}, "service": {"cpu": "256"}},  # type: ignore[typeddict-item]
        )

    assert at_the_configs_door == {problem.setting: problem.sentence for problem in caught.value.problems}
