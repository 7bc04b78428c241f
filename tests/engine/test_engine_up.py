"""The project's own program on Pulumi's own engine, over the embedded AWS."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi_aws
import pytest
from pulumi import Output, ResourceOptions, automation

from rehearsal.engine.local import LocalEngine
from rehearsal.resources.registry import resource_type
from tests.engine import code_deploy, drift

pytestmark = [
    pytest.mark.engine,
    # The SDK's own, when a program ends with an error: its coroutine is thrown away with the loop.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PROJECT = Path(__file__).parents[2]


@dataclass
class Dev:
    """The dev stack, up. Every test leaves it up."""

    aws: Any
    stack: automation.Stack
    preview: automation.PreviewResult
    up: automation.UpResult

    @property
    def pipeline(self):
        return self.stack.outputs()["pipeline_name"].value

    def resources(self):
        return drift.resources_of(self.stack)

    def named(self, name):
        return drift.named(self.stack, name)


@pytest.fixture(scope="module")
def engine():
    with LocalEngine() as engine:
        yield engine


@pytest.fixture(scope="module")
def dev(engine):
    stack = engine.stack("dev", project_dir=PROJECT)
    return Dev(engine.aws, stack, stack.preview(), stack.up())


def test_a_preview_shows_what_the_first_up_creates(dev):
    assert dev.preview.change_summary == dev.up.summary.resource_changes
    assert set(dev.up.summary.resource_changes) == {"create"}


def test_the_outputs_are_known_after_the_up(dev):
    outputs = {key: output.value for key, output in dev.up.outputs.items()}

    assert outputs["url"].startswith("http://blue-green-ecs-pipeline-")
    assert outputs["url"].endswith(".eu-central-1.elb.amazonaws.com")
    assert outputs["connection_arn"].startswith("arn:aws:codeconnections:eu-central-1:123456789012:connection/")
    assert outputs["vpc_id"].startswith("vpc-")


def test_the_program_s_own_state_file_is_left_as_it_is(dev):
    assert "encryptionsalt" not in (PROJECT / "Pulumi.dev.yaml").read_text()


def test_a_second_up_changes_nothing(dev):
    assert set(dev.stack.up().summary.resource_changes) == {"same"}


def test_a_refresh_right_after_the_up_shows_no_drift(dev):
    assert set(dev.stack.preview_refresh().change_summary) == {"same"}


def test_what_somebody_else_changed_is_found_and_repaired(dev):
    group = dev.named("web-log-group")["id"]
    rule = dev.named("web-production-ingress")
    bucket = dev.named("web-artifact-bucket")["id"]
    policy = dev.aws.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]
    drift.change_by_hand(dev.aws, dev.stack)

    seen = dev.stack.preview_refresh()
    repaired = dev.stack.up(refresh=True)

    assert seen.change_summary["update"] == 1
    assert seen.change_summary["delete"] == 2
    assert repaired.summary.resource_changes["update"] == 1
    assert repaired.summary.resource_changes["create"] == 2
    (found,) = dev.aws.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert found["retentionInDays"] == dev.named("web-log-group")["inputs"]["retentionInDays"] != 1
    assert json.loads(dev.aws.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]) == json.loads(policy)
    assert dev.named("web-production-ingress")["id"] != rule["id"]


def test_a_changed_bucket_policy_is_put_back(dev):
    bucket = dev.named("web-artifact-bucket")["id"]
    s3 = dev.aws.client("s3")
    before = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    changed = {**before, "Statement": before["Statement"][:-1] or [{**before["Statement"][0], "Sid": "Other"}]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(changed))

    repaired = dev.stack.up(refresh=True)

    assert repaired.summary.resource_changes["update"] == 1
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == before


def test_a_release_of_codedeploy_is_nobody_s_drift(dev):
    code_deploy.release(dev.aws, dev.pipeline)
    released, serving = code_deploy.described(dev.aws, dev.pipeline), code_deploy.weights(dev.aws, dev.pipeline)

    plain = dev.stack.up()
    seen = dev.stack.preview_refresh()
    refreshed = dev.stack.up(refresh=True)

    assert set(plain.summary.resource_changes) == {"same"}
    assert set(seen.change_summary) == {"same"}
    assert set(refreshed.summary.resource_changes) == {"same"}
    after = code_deploy.described(dev.aws, dev.pipeline)
    assert after["taskSets"] == released["taskSets"]
    assert after["taskDefinition"] == released["taskDefinition"]
    assert code_deploy.weights(dev.aws, dev.pipeline) == serving


def test_destroy_leaves_nothing_and_up_again_works(dev):
    existing = dev.resources()

    dev.stack.destroy()
    left = [resource["urn"] for resource in existing if _live(dev.aws, resource)]
    again = dev.stack.up()

    assert left == []
    assert again.summary.resource_changes == dev.up.summary.resource_changes


def _live(aws, resource):
    return resource_type(resource["type"]).read(aws, resource["id"], resource["inputs"], resource["outputs"])


def test_a_protected_bucket_refuses_destroy(engine):
    def program():
        pulumi_aws.s3.Bucket("kept", opts=ResourceOptions(protect=True))

    stack = engine.stack("protected", program)
    bucket = next(iter(_buckets_after(engine, stack.up)))

    with pytest.raises(automation.CommandError, match="kept.*cannot be deleted|protected"):
        stack.destroy()

    assert bucket in _buckets(engine)


def _buckets(engine):
    return {bucket["Name"] for bucket in engine.aws.client("s3").list_buckets()["Buckets"]}


def _buckets_after(engine, act):
    before = _buckets(engine)
    act()
    return _buckets(engine) - before


def test_a_preview_refuses_what_aws_would_refuse(engine):
    def program():
        pulumi_aws.lb.TargetGroup("web", port=80, protocol="HTPP", health_check={"interval": 1000})

    with pytest.raises(automation.CommandError) as refused:
        engine.stack("refused", program).preview()

    said = str(refused.value)
    assert "protocol" in said
    assert "got 'HTPP', allowed are HTTP, HTTPS" in said
    assert "healthCheck.interval" in said
    assert "got 1000, allowed are 5 to 300" in said


def test_a_secret_value_is_encrypted_in_the_state(engine):
    def program():
        pulumi_aws.ssm.Parameter("key", name="/web/key", type="SecureString", value=Output.secret("open-sesame"))

    engine.stack("secret", program).up()

    (state,) = (engine.folder / "backend").rglob("secret.json")
    assert "/web/key" in state.read_text()
    assert "open-sesame" not in state.read_text()
    assert engine.aws.client("ssm").get_parameter(Name="/web/key", WithDecryption=True)["Parameter"]["Value"] == (
        "open-sesame"
    )


def test_a_name_that_the_program_gives_is_free_before_its_next_owner_comes(engine):
    def program(port):
        return lambda: pulumi_aws.lb.TargetGroup("web", name="web", port=port, protocol="HTTP", vpc_id=vpc)

    vpc = engine.aws.client("ec2").create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    engine.stack("replaced", program(80)).up()

    replaced = engine.stack("replaced", program(81)).up()

    assert replaced.summary.resource_changes == {"replace": 1, "same": 1}
    groups = engine.aws.client("elbv2").describe_target_groups(Names=["web"])["TargetGroups"]
    assert [group["Port"] for group in groups] == [81]
    engine.stack("replaced", program(81)).destroy()
