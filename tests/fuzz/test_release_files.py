"""appspec.yaml, taskdef.json and imageDetail.json: a broken one is a DeploymentFailure, at once, and never deployed."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from blue_green_ecs_pipeline.release.appspec import render_appspec
from blue_green_ecs_pipeline.release.spec import ReleaseSpec
from blue_green_ecs_pipeline.release.task_definition import render_task_definition as render_taskdef
from rehearsal.deploy.appspec import AppSpec, parse_appspec
from rehearsal.deploy.artifact import MAX_UNPACKED_BYTES, Artifact, download, render_task_definition
from rehearsal.deploy.result import ARTIFACT, DeploymentFailure
from tests.fuzz.bombs import JSON_BOMBS, YAML_BOMBS, within_seconds
from tests.fuzz.effort import examples
from tests.fuzz.mutated import documents, put, texts
from tests.rehearsal.deploy.embedded_stack import ACTION

IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web@sha256:" + "0" * 64
SPEC = ReleaseSpec(
    family="web",
    container_name="web",
    container_port=8080,
    cpu=256,
    memory=512,
    architecture="x86_64",
    execution_role_arn="arn:aws:iam::123456789012:role/execution",
    task_role_arn="arn:aws:iam::123456789012:role/task",
    log_group_name="/ecs/web",
    region="eu-central-1",
    subnet_ids=["subnet-1", "subnet-2"],
    security_group_ids=["sg-1"],
    assign_public_ip=False,
    environment={"COLOUR": "blue"},
    hooks={"BeforeInstall": "migrate", "AfterAllowTestTraffic": "smoke"},
)
APPSPEC, TASKDEF = render_appspec(SPEC), render_taskdef(SPEC)
IMAGE_DETAIL = json.dumps({"ImageURI": IMAGE})
EVERY_KEY: dict[str, Any] = yaml.safe_load(APPSPEC)
PROPERTIES = ("Resources", 0, "TargetService", "Properties")
EVERY_KEY["Resources"][0]["TargetService"]["Properties"] |= {
    "PlatformVersion": "1.4.0",
    "CapacityProviderStrategy": [{"CapacityProvider": "FARGATE", "Base": 1, "Weight": 2}],
}


def refused_or(act: Callable[[], Any]) -> Any:
    """What the act gives, or None where it was refused as a broken artifact."""
    try:
        return within_seconds(act)
    except DeploymentFailure as failure:
        if (failure.at, failure.code) != (ARTIFACT, "InvalidActionConfiguration"):
            raise
        return None


def appspec(text: str) -> AppSpec | None:
    found: AppSpec | None = refused_or(lambda: parse_appspec("appspec.yaml", text))
    return found


def taskdef(**files: str) -> dict[str, Any] | None:
    """The task definition of an artifact with these files."""
    named = {"taskdef.json": TASKDEF, "imageDetail.json": IMAGE_DETAIL}
    named |= {name.replace("_", "."): text for name, text in files.items()}
    found: dict[str, Any] | None = refused_or(lambda: render_task_definition(Artifact("BuildArtifact", named), ACTION))
    return found


def check_appspec(found: AppSpec) -> None:
    """Every value that CodeDeploy and ECS would get has its type."""
    assert 1 <= found.container_port <= 65535
    hooks = [*found.hooks, *found.hooks.values()]
    assert all(isinstance(text, str) and text for text in (found.task_definition, found.container_name, *hooks))
    assert found.platform_version is None or isinstance(found.platform_version, str)
    for entry in found.capacity_provider_strategy:
        assert isinstance(entry["capacityProvider"], str)
        assert all(isinstance(entry.get(key, 0), int) for key in ("base", "weight"))
    for subnet in (found.network_configuration or {}).get("awsvpcConfiguration", {}).get("subnets", []):
        assert isinstance(subnet, str)


def check_taskdef(found: dict[str, Any]) -> None:
    """It can be sent, and names an image where the build put one."""
    json.dumps(found, allow_nan=False).encode()
    assert found["containerDefinitions"]
    assert all(isinstance(container, dict) for container in found["containerDefinitions"])


@given(texts(APPSPEC) | documents(EVERY_KEY).map(yaml.safe_dump))
@examples(120)
def test_a_broken_appspec_is_refused_or_still_means_something(text: str) -> None:
    found = appspec(text)

    if found:
        check_appspec(found)


@given(texts(TASKDEF) | documents(json.loads(TASKDEF)).map(json.dumps))
@examples(120)
def test_a_broken_taskdef_is_refused_or_can_be_sent(text: str) -> None:
    found = taskdef(taskdef_json=text)

    if found:
        check_taskdef(found)


@given(texts(IMAGE_DETAIL) | documents(json.loads(IMAGE_DETAIL)).map(json.dumps) | st.text(max_size=50))
@examples(120)
def test_a_broken_image_detail_is_refused_or_changes_the_image_alone(text: str) -> None:
    found = taskdef(imageDetail_json=text)

    if found:
        (container,) = found["containerDefinitions"]
        image = container["image"]
        assert image == json.loads(text)["ImageURI"]
        assert found == json.loads(TASKDEF.replace("<IMAGE1_NAME>", image))


@pytest.mark.parametrize(
    "uri",
    [
        'web", "user": "root',
        "web\\",
        "web\n",
        "web web",
        "",
        "<IMAGE2_NAME>",
        "-web",
        "wéb",
        5,
        None,
        ["web"],
        {"a": 1},
    ],
    ids=repr,
)
def test_an_image_uri_that_is_none_never_reaches_the_task_definition(uri: Any) -> None:
    assert taskdef(imageDetail_json=json.dumps({"ImageURI": uri})) is None


@given(st.text(max_size=200))
@examples(40)
def test_any_text_is_refused_as_each_of_the_files(text: str) -> None:
    assert appspec(text) is None
    assert taskdef(taskdef_json=text) is None
    assert taskdef(imageDetail_json=text) is None


@pytest.mark.parametrize("kind", YAML_BOMBS)
def test_an_appspec_that_would_hang_a_reader_is_refused_at_once(kind: str) -> None:
    assert appspec(YAML_BOMBS[kind]) is None


@pytest.mark.parametrize("kind", JSON_BOMBS)
@pytest.mark.parametrize("file", ["taskdef_json", "imageDetail_json"])
def test_json_that_would_hang_a_reader_is_refused_at_once(file: str, kind: str) -> None:
    assert taskdef(**{file: JSON_BOMBS[kind]}) is None


@pytest.mark.parametrize("end", range(0, len(TASKDEF) - 1, 7))
def test_a_taskdef_that_was_cut_off_never_passes(end: int) -> None:
    assert taskdef(taskdef_json=TASKDEF[:end]) is None


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("version",), "0.2"),
        (("Resources",), {}),
        (("Hooks",), "x"),
        (("Hooks",), 5),
        (("Hooks",), {}),
        (("Hooks", 0), {}),
        (("Hooks", 0), {"AfterAllowTestTraffic": "twice"}),
        ((*PROPERTIES, "PlatformVersion"), 1.4),
        ((*PROPERTIES, "LoadBalancerInfo", "ContainerPort"), 0),
        ((*PROPERTIES, "LoadBalancerInfo", "ContainerPort"), 65536),
        ((*PROPERTIES, "CapacityProviderStrategy"), {"CapacityProvider": "FARGATE"}),
        ((*PROPERTIES, "CapacityProviderStrategy", 0, "CapacityProvider"), ["FARGATE"]),
        ((*PROPERTIES, "CapacityProviderStrategy", 0, "Weight"), "two"),
        ((*PROPERTIES, "CapacityProviderStrategy", 0, "Base"), -1),
        ((*PROPERTIES, "NetworkConfiguration", "AwsvpcConfiguration", "Subnets"), ["subnet-1", None]),
        ((*PROPERTIES, "NetworkConfiguration"), []),
    ],
    ids=lambda part: ".".join(map(str, part)) if isinstance(part, tuple) else repr(part),
)
def test_a_value_that_codedeploy_has_no_use_for_never_passes(place: tuple[Any, ...], value: Any) -> None:
    assert appspec(yaml.safe_dump(EVERY_KEY)) is not None
    assert appspec(yaml.safe_dump(put(EVERY_KEY, place, value))) is None


@pytest.mark.parametrize(
    "text",
    [
        TASKDEF.replace('"family"', '"family":"other","family"'),
        TASKDEF.replace('"256"', "NaN"),
        TASKDEF.replace('"256"', "1e999"),
        TASKDEF.replace('"blue"', r'"\u0000"'),
        TASKDEF.replace('"blue"', r'"\ud800"'),
        TASKDEF.replace('"name":"web"', '"name":["web"]'),
        TASKDEF.replace('"containerDefinitions":[', '"containerDefinitions":["web",'),
        json.dumps({**json.loads(TASKDEF), "containerDefinitions": {"name": "web"}}),
        TASKDEF + "{}",
        "\ufeff" + TASKDEF,
    ],
    ids=["twice", "NaN", "infinity", "NUL", "surrogate", "name", "text", "map", "second", "byte order mark"],
)
def test_a_taskdef_that_ecs_cannot_take_as_it_stands_never_passes(text: str) -> None:
    assert text != TASKDEF
    assert taskdef(taskdef_json=text) is None


class FakeBucket:
    """An account whose one bucket holds this object."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def client(self, _: str) -> "FakeBucket":
        return self

    def get_object(self, **_: str) -> dict[str, io.BytesIO]:
        return {"Body": io.BytesIO(self._content)}


def zipped(files: list[tuple[str, bytes]], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def unpacked(content: bytes) -> Artifact | None:
    found: Artifact | None = refused_or(lambda: download(FakeBucket(content), "artifacts", "key", ACTION))
    return found


PACKED = zipped([("appspec.yaml", APPSPEC.encode()), ("taskdef.json", TASKDEF.encode())])


@given(
    st.integers(0, len(PACKED) - 1), st.binary(max_size=6), st.booleans(), st.sampled_from([0, 1, 2, 6, 8, 10, 14, 16])
)
@examples(150)
def test_a_broken_archive_is_refused_or_holds_texts(position: int, piece: bytes, cut: bool, field: int) -> None:
    """Now and then in the directory at the end, where an entry says how it is packed, and how large it is."""
    at = PACKED.rindex(b"PK\x01\x02") + field if position % 3 == 0 else position
    rest = b"" if cut else PACKED[at + len(piece) :]

    artifact = unpacked(PACKED[:at] + piece + rest)

    if artifact:
        assert all(isinstance(text, str) for text in artifact.files.values())


@pytest.mark.parametrize(
    "content",
    [
        zipped([("taskdef.json", b"\0" * (MAX_UNPACKED_BYTES + 1))]),
        zipped([(f"{n}.json", b"\0" * (MAX_UNPACKED_BYTES // 20)) for n in range(21)]),
        zipped([("taskdef.json", "{}".encode("utf-16"))]),
        zipped([("taskdef.json", b"{}")]).replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
        ),
        zipped([("taskdef.json", b"{}")]).replace(b"\x08\x00", b"\x63\x00"),
        zlib.compress(b"{}"),
        b"",
    ],
    ids=["gigabytes", "many files", "utf-16", "encrypted", "unknown packing", "no archive", "empty"],
)
def test_an_archive_that_cannot_be_read_is_said_to_be_none(content: bytes) -> None:
    assert unpacked(content) is None


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_file_twice_in_the_archive_never_passes() -> None:
    """Which of the two would be deployed depends on the reader."""
    assert unpacked(zipped([("taskdef.json", b"{}"), ("taskdef.json", b"[]")])) is None
