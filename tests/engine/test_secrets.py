"""A secret is encrypted wherever Pulumi keeps it, and refused where everyone could read it."""

import base64
import gzip
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pulumi
import pytest
from pulumi import automation

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from rehearsal.engine.local import LocalEngine
from tests.engine.searched import places_of

pytestmark = [
    pytest.mark.engine,
    # The SDK's own, when a program ends with an error: its coroutine is thrown away with the loop.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PROJECT = Path(__file__).parents[2]
PASSWORD = "hunter2-and-more"


@pytest.fixture(scope="module")
def engine():
    with LocalEngine() as engine:
        yield engine


def everything_kept(engine, stack):
    """The state with its secrets opened, and every file of the backend."""
    files = [path.read_bytes().decode(errors="replace") for path in (engine.folder / "backend").rglob("*.json*")]
    return json.dumps(stack.export_stack().deployment) + "".join(files)


@pytest.mark.parametrize("group", ["service", "build"])
def test_a_secret_of_the_config_in_a_plain_environment_is_refused_with_the_way_out(engine, group):
    def program():
        password = pulumi.Config().require_secret("password")
        args = {"source": {"repository": "acme/web"}, group: {"environment": {"PASSWORD": password}}}
        BlueGreenEcsPipeline("web", args)

    stack = engine.stack(f"plain-{group}", program)
    stack.set_config("password", automation.ConfigValue(PASSWORD, secret=True))

    with pytest.raises(automation.CommandError) as refused:
        stack.up()

    assert f"{group}.environment.PASSWORD: holds a secret" in str(refused.value)
    assert f"set its ARN in {group}.secrets" in str(refused.value)
    assert PASSWORD not in str(refused.value)
    assert PASSWORD not in everything_kept(engine, stack)


def test_a_secret_within_a_group_of_settings_is_refused_before_anything_is_created(engine):
    """As `pulumi config set --secret --path service.environment.PASSWORD` writes it."""
    stack = engine.stack("dev", project_dir=PROJECT)
    secret = automation.ConfigValue(PASSWORD, secret=True)
    stack.set_config("blue-green-ecs-pipeline:service.environment.PASSWORD", secret, path=True)

    with pytest.raises(automation.CommandError) as refused:
        stack.up()

    assert "nothing was created" in str(refused.value)
    assert "secrets" in str(refused.value)
    assert PASSWORD not in str(refused.value)
    assert PASSWORD not in everything_kept(engine, stack)
    assert [one["type"] for one in stack.export_stack().deployment["resources"]] == ["pulumi:pulumi:Stack"]


def test_a_secret_that_a_program_exports_is_ciphertext_in_the_exported_state(engine):
    stack = engine.stack("exported", lambda: pulumi.export("password", pulumi.Output.secret(PASSWORD)))

    result = stack.up()
    # The Automation API's own export opens the secrets; the command's does not unless it is told to.
    command = ["pulumi", "stack", "export", "--stack", "exported"]
    variables = {**os.environ, **engine.environment()}
    exported = subprocess.check_output(command, cwd=stack.workspace.work_dir, env=variables, text=True)

    assert result.outputs["password"].value == PASSWORD
    (root,) = json.loads(exported)["deployment"]["resources"]
    assert "ciphertext" in root["outputs"]["password"]
    assert PASSWORD not in exported


@pytest.mark.parametrize(
    "groups",
    [
        {"tags": {"team": "?"}},
        {"deployment": {"smoke_test": {"expected_text": "?"}}},
        {"service": {"environment": {"A": "?"}}},
    ],
    ids=["a tag", "a function's variable", "a container's variable"],
)
def test_a_secret_in_a_setting_is_refused_and_found_nowhere(engine, groups):
    def program():
        password = pulumi.Config().require_secret("password")
        BlueGreenEcsPipeline("web", {"source": {"repository": "acme/web"}, **placed(groups, password)})

    stack = engine.stack(f"canary-{next(iter(groups))}", program)
    stack.set_config("password", automation.ConfigValue(PASSWORD, secret=True))
    said = []

    with pytest.raises(automation.CommandError) as refused:
        stack.up(on_output=said.append, on_error=said.append)

    assert "holds a secret" in str(refused.value)
    assert PASSWORD not in str(refused.value) + "".join(said)
    assert places_of(PASSWORD, engine.folder) == []


def test_the_search_finds_what_is_planted(engine):
    (engine.folder / "planted").write_bytes(b"x" + PASSWORD.encode() + b"y")
    engine.aws.client("ssm").put_parameter(Name="planted", Value=PASSWORD, Type="String")
    bucket = {"LocationConstraint": engine.aws.region}
    engine.aws.client("s3").create_bucket(Bucket="planted", CreateBucketConfiguration=bucket)
    engine.aws.client("s3").put_object(Bucket="planted", Key="key", Body=PASSWORD.encode())
    said = io.BytesIO()
    with zipfile.ZipFile(said, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("layer.gz", gzip.compress(b"<" + base64.b64encode(b"a" + PASSWORD.encode() + b"b") + b">"))

    found = places_of(PASSWORD, engine.folder / "nothing", packed=[said.getvalue()], other=["hunter2"])

    assert set(found) == {"AWS: ssm", "AWS: s3", "packed"}
    assert set(places_of(PASSWORD, engine.folder)) == {str(engine.folder / "planted"), "AWS: ssm", "AWS: s3"}

    (engine.folder / "planted").unlink()
    engine.aws.client("ssm").delete_parameter(Name="planted")
    engine.aws.client("s3").delete_object(Bucket="planted", Key="key")


def placed(groups, secret):
    return {key: placed(item, secret) for key, item in groups.items()} if isinstance(groups, dict) else secret
