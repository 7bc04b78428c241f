"""The operations on Pulumi's own engine and the embedded AWS."""

import io

import pytest
import yaml
from pulumi.automation import ConfigValue
from rich.console import Console

import automation
from automation.changes import Operation
from automation.errors import AutomationError, NotConfirmed, OperationFailed
from automation.result import Output, Status
from automation.stacks import open_stack
from tests.automation.engine_project import set_value

pytestmark = pytest.mark.engine


def operations_of(result):
    return {(change.operation, change.name) for change in result.changes}


def retention_of(engine, name="/dev/web"):
    (group,) = engine.aws.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return group["retentionInDays"]


def test_the_dev_stack_from_its_first_preview_to_its_end(engine, project):
    """One after the other, because each needs what the one before has left."""
    previewed = automation.preview("dev", project=project)
    assert previewed.status is Status.CHANGES
    assert {change.operation for change in previewed.changes} == {Operation.CREATE}

    written = io.StringIO()
    up = automation.up("dev", project=project, console=Console(file=written, width=120))
    assert up.status is Status.DONE
    assert operations_of(up) == operations_of(previewed)
    assert up.outputs["url"].value.startswith("http://")
    assert "✓ web-service  aws.ecs.Service  created" in written.getvalue()
    assert automation.outputs("dev", project=project).outputs == up.outputs

    again = automation.up("dev", project=project)
    assert (again.status, again.changes, again.unchanged) == (Status.NO_CHANGES, (), len(up.changes))

    group = up.outputs["log_group_name"].value
    engine.aws.client("logs").put_retention_policy(logGroupName=group, retentionInDays=90)
    drift = automation.refresh("dev", project=project, preview_only=True)
    assert (drift.status, operations_of(drift)) == (Status.CHANGES, {(Operation.UPDATE, "web-log-group")})
    (difference,) = drift.changes[0].properties
    assert (difference.path, difference.old, difference.new) == ("retentionInDays", 30, 90)

    automation.up("dev", project=project, refresh=True)
    assert retention_of(engine, group) == 30

    destroyed = automation.destroy("dev", project=project, yes=True)
    assert operations_of(destroyed) == {(Operation.DELETE, change.name) for change in up.changes}
    assert engine.aws.client("ecr").describe_repositories()["repositories"] == []


def test_refused_settings_are_told_in_their_own_words_and_nothing_is_made(engine, project):
    set_value(project, "network.nat", "many")

    with pytest.raises(OperationFailed) as failed:
        automation.up("dev", project=project, yes=True)

    assert failed.value.result.errors == (
        "web: 1 setting cannot be used, nothing was created\n"
        '  network.nat: got "many", allowed are single, one-per-zone or none',
    )
    assert engine.aws.client("ecr").describe_repositories()["repositories"] == []


def test_an_up_without_replacements_asks_nobody(engine, small):
    automation.up("dev", project=small)
    set_value(small, "days", 7)

    up = automation.up("dev", project=small, confirm=lambda seen: pytest.fail("nothing ends"))

    assert operations_of(up) == {(Operation.UPDATE, "group")}
    assert retention_of(engine) == 7


def test_nothing_is_replaced_before_somebody_has_agreed(engine, small):
    automation.up("dev", project=small)
    set_value(small, "name", "/dev/shop")

    with pytest.raises(NotConfirmed, match=r"^dev: 1 resource would be replaced \(group\), and nobody is here"):
        automation.up("dev", project=small)
    with pytest.raises(NotConfirmed, match="^dev: not confirmed, nothing was touched$"):
        automation.up("dev", project=small, confirm=lambda seen: False)
    assert retention_of(engine) == 30

    seen = []
    up = automation.up("dev", project=small, confirm=lambda preview: seen.append(preview) or True)
    assert operations_of(up) == operations_of(seen[0]) == {(Operation.REPLACE, "group")}
    (why,) = up.changes[0].properties
    assert (why.path, why.old, why.new, why.replaces) == ("name", "/dev/web", "/dev/shop", True)


def test_nothing_is_destroyed_before_somebody_has_agreed(engine, small):
    automation.up("dev", project=small)

    with pytest.raises(NotConfirmed, match=r"^dev: 2 resources would be deleted \((group, bucket|bucket, group)\)"):
        automation.destroy("dev", project=small)

    assert retention_of(engine) == 30


def test_what_aws_refuses_is_told_with_the_resource_and_the_rest_is_kept(engine, small):
    # Somebody has taken the name.
    region = {"LocationConstraint": engine.aws.region}
    engine.aws.client("s3").create_bucket(Bucket="dev-web-files", CreateBucketConfiguration=region)

    with pytest.raises(OperationFailed) as failed:
        automation.up("dev", project=small)

    (error,) = failed.value.result.errors
    assert error.startswith("bucket: ")
    assert "BucketAlreadyOwnedByYou" in error
    assert "bucket" not in {change.name for change in failed.value.result.changes}


@pytest.mark.parametrize("operation", [automation.refresh, automation.destroy, automation.outputs])
def test_only_a_preview_and_an_up_make_a_stack(engine, small, operation):
    with pytest.raises(AutomationError, match="^dev: there is no such stack in this backend yet; `up` creates it$"):
        operation("dev", project=small)


def test_what_a_person_has_selected_in_a_terminal_stays_selected(engine, small):
    automation.preview("prod", project=small)
    automation.preview("dev", project=small)

    assert list((engine.folder / "home").glob("workspaces/*")) == []


def test_secrets_are_those_of_the_stacks_own_file_and_stay_encrypted(engine, small):
    automation.preview("dev", project=small)
    open_stack("dev", small, create=False).set_config("token", ConfigValue("s3cret", secret=True))

    up = automation.up("dev", project=small)

    assert up.outputs["token"] == Output("s3cret", secret=True)
    assert list(yaml.safe_load(small.settings_file("dev").read_text())["config"]["shop:token"]) == ["secure"]
    assert "s3cret" not in "".join(file.read_text() for file in (engine.folder / "backend").rglob("*.json"))
