"""The settings table's last column: every setting has one, and an up on the embedded AWS does what it says.

All that reads the whole column is in this file: it is computed once in a process.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.up.program import run_program
from rehearsal.up.state import State
from tests.rehearsal.serving import serving
from tests.rehearsal.up.production import key, web_acl
from tools import sample_changes, settings_page, settings_table
from tools.documented_settings import documented_settings
from tools.generated_part import replace_part
from tools.sample_changes import SAMPLE_CHANGES
from tools.setting_changes import program, stack_config, words_for, words_of_every_setting

ROOT = Path(__file__).parents[2]
IN_A_VPC = {
    "network.cidrBlock": "web-vpc-1: CreateNatGateway: .* is already associated",
    "network.vpcId": "web-load-balancer: securityGroups: got some in .*, the load balancer is in",
}
# What cannot be had from all defaults in one step, or not be taken back in one: a stack of its own each.
# Another cluster makes another service, with the task definition that the first one had: ECS wants it active.
NOT_TAKEN_BACK = ["loadBalancer.certificateArn", "service.clusterArn"]
ALONE = [key for key, sample in SAMPLE_CHANGES.items() if sample.before] + NOT_TAKEN_BACK
IN_TURN = [key for key in SAMPLE_CHANGES if key not in (*ALONE, *IN_A_VPC)]


@pytest.fixture(scope="module")
def words():
    return words_of_every_setting()


class Account:
    """An embedded AWS with what settings may refer to, and with one stack of all defaults."""

    def __init__(self, aws):
        self.aws = aws
        self.existing = {
            sample_changes.CERTIFICATE: aws.client("acm").request_certificate(DomainName="www.example.com")[
                "CertificateArn"
            ],
            sample_changes.CLUSTER: aws.client("ecs").create_cluster(clusterName="shared")["cluster"]["clusterArn"],
            sample_changes.CONNECTION: aws.client("codeconnections").create_connection(
                ProviderType="GitHub", ConnectionName="shared"
            )["ConnectionArn"],
            sample_changes.SECRET: aws.client("secretsmanager").create_secret(Name="key", SecretString="x")["ARN"],
            sample_changes.WEB_ACL: web_acl(aws),
            sample_changes.KEY: key(aws),
            **self._network(aws.client("ec2")),
        }
        _make_log_bucket(aws)
        self.state = State()

    def up(self, groups, stack="sample", state=None, refresh_first=True):
        text = json.dumps(groups)
        for placeholder, real in self.existing.items():
            text = text.replace(placeholder, real)
        config = replace(stack_config(json.loads(text)), stack=stack)
        state = self.state if state is None else state
        return run_program(self.aws, program, config, state, refresh_first=refresh_first)

    def _network(self, ec2):
        vpc = ec2.create_vpc(CidrBlock="172.20.0.0/16")["Vpc"]["VpcId"]
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        made = {sample_changes.VPC: vpc}
        for number, placeholder in enumerate(sample_changes.SUBNETS):
            made[placeholder] = ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"172.20.{number}.0/24", AvailabilityZone=f"eu-central-1{'abc'[number % 3]}"
            )["Subnet"]["SubnetId"]
        return made


def _make_log_bucket(aws):
    """The bucket of all services, to which load balancers may write."""
    s3, bucket = aws.client("s3"), sample_changes.LOG_BUCKET
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": aws.region})
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


@pytest.fixture(scope="module")
def account():
    with EmbeddedAws() as aws:
        yield Account(aws)


@pytest.fixture
def defaults(account):
    """The stack with all defaults, whatever another test did; what AWS made of it, the test's own up reads first."""
    account.up({}, refresh_first=False)
    return account


def test_the_readme_lists_the_settings_of_today():
    text = (ROOT / "README.md").read_text()

    expected = replace_part(text, settings_table.BEGIN, settings_table.END, settings_table.render_table())

    assert text == expected, "the README's settings are stale: run make generate"


def test_the_settings_page_says_what_the_settings_are_today():
    assert settings_page.PAGE.read_text() == settings_page.render_page(), "docs/settings.md is stale: run make generate"


def test_a_settings_section_has_everything_that_its_documentation_says():
    section = settings_page.render_page().partition("### `deployment.terminationWaitMinutes`")[2].partition("###")[0]

    assert section.strip().startswith("How long the blue task set keeps running after all traffic has moved to green. ")
    assert (
        "- Default: `5`\n- Unit: minutes\n- Limits: 0 to 2880 (two days)\n- A change: in place\n- Source: " in section
    )


def test_every_setting_has_a_sample_change():
    assert list(SAMPLE_CHANGES) == [setting.config_key for setting in documented_settings()]


@pytest.mark.parametrize("setting", IN_TURN)
def test_an_up_with_a_changed_setting_does_what_the_table_says(defaults, words, setting):
    changed = defaults.up(SAMPLE_CHANGES[setting].after)
    again = defaults.up(SAMPLE_CHANGES[setting].after)

    # Without a word for it, a type that is replaced or deleted is a KeyError.
    assert words[setting] == (words_for(changed.changes) if changed.changes else "at creation")
    assert again.changes == []


@pytest.mark.parametrize("setting", ALONE)
def test_an_up_with_a_changed_setting_that_needs_others_does_what_the_table_says(account, words, setting):
    state = State()
    first = account.up(SAMPLE_CHANGES[setting].before, setting, state)

    changed = account.up(SAMPLE_CHANGES[setting].after, setting, state)

    assert words[setting] == words_for(changed.changes)
    assert changed.changes or component_outputs(changed) != component_outputs(first)


@pytest.mark.parametrize(("setting", "reason"), IN_A_VPC.items())
def test_another_network_under_a_stack_is_refused_and_what_serves_stays_as_it_is(account, words, setting, reason):
    state = State()
    account.up({}, setting, state)
    before = serving(account.aws)

    with pytest.raises(RehearsalError, match=reason):
        account.up(SAMPLE_CHANGES[setting].after, setting, state)

    assert words[setting] == "never: a second stack"
    assert serving(account.aws) == before


def component_outputs(result):
    return [resource.outputs for resource in result.resources if not resource.custom]
