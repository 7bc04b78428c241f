"""What each check says about the account."""

import pytest
from botocore.exceptions import NoCredentialsError

from automation.doctor import alarms, connection, credentials, quotas, region
from automation.doctor.case import Case
from automation.doctor.finding import State
from rehearsal.embedded_aws.account import EmbeddedAws
from tests.automation.doctor.fake_session import case, project_with, refused


@pytest.fixture
def aws():
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture
def stack(tmp_path, aws):
    """The dev stack in the embedded AWS."""

    def stack(settings="", **outputs):
        return Case.of(project_with(tmp_path, settings), "dev", outputs)

    return stack


def told(findings):
    return [(finding.state, finding.sentence) for finding in findings]


def test_credentials_are_told_by_their_account(stack):
    ((state, sentence),) = told(credentials.look(stack()))

    assert state is State.OK
    assert sentence.startswith("account 123456789012, as arn:aws:")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoCredentialsError(), "there are no AWS credentials"),
        (refused("ExpiredToken", "old"), "the AWS credentials have expired (ExpiredToken: old)"),
        (refused("InvalidClientTokenId"), "AWS does not accept the credentials (InvalidClientTokenId: no)"),
    ],
)
def test_credentials_that_do_not_work_say_why(tmp_path, error, sentence):
    (finding,) = credentials.look(case(tmp_path, {"sts": {"get_caller_identity": error}}))

    assert (finding.state, finding.sentence) == (State.MISSING, sentence)
    assert finding.page.startswith("https://docs.aws.amazon.com/")


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("eu-central-1", [(State.OK, "eu-central-1 has CodeConnections, CodeBuild, CodePipeline")]),
        ("us-gov-west-1", [(State.OK, "us-gov-west-1 has CodeConnections, CodeBuild, CodePipeline")]),
        ("eu-south-2", [(State.MISSING, "CodeConnections is not offered in eu-south-2")]),
        (
            "ca-west-1",
            [
                (State.MISSING, "CodeConnections is not offered in ca-west-1"),
                (State.MISSING, "CodeBuild is not offered in ca-west-1"),
                (State.MISSING, "CodePipeline is not offered in ca-west-1"),
            ],
        ),
        ("eu-centrall-1", [(State.UNKNOWN, "eu-centrall-1 is no Region that this version of boto3 knows")]),
        (None, [(State.MISSING, "no Region is set")]),
    ],
)
def test_a_region_is_told_by_what_it_lacks(tmp_path, name, findings):
    assert told(region.look(case(tmp_path, {}, region=name))) == findings


def test_a_misspelt_region_is_corrected(tmp_path):
    (finding,) = region.look(case(tmp_path, {}, region="eu-centrall-1"))

    assert finding.way_out == "did you mean eu-central-1?"


def test_every_region_of_the_table_exists():
    known = region.regions()

    assert [name for names in region.NOT_OFFERED.values() for name in names.split() if name not in known] == []


def test_before_the_first_up_the_connection_is_announced(stack):
    (finding,) = connection.look(stack())

    assert finding.state is State.NOTE
    assert "it waits until a person completes it in the console" in finding.sentence


def test_a_pending_connection_says_how_a_person_completes_it(stack, aws):
    made = aws.client("codeconnections").create_connection(ProviderType="GitHub", ConnectionName="web")
    settings = "  source: {repository: acme/web}\n"

    (finding,) = connection.look(stack(settings, connection_arn=made["ConnectionArn"]))

    assert (finding.state, finding.sentence) == (State.MISSING, "the connection web waits for a person to complete it")
    assert finding.way_out == (
        "console, Developer Tools, Settings, Connections, web, Update pending connection; let it see acme/web: "
        "https://console.aws.amazon.com/codesuite/settings/connections?region=eu-central-1"
    )
    assert finding.page == "https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html"


def test_the_connection_of_the_settings_is_looked_at_in_its_own_region_and_by_its_own_name(tmp_path):
    arn = "arn:aws:codestar-connections:eu-west-1:123456789012:connection/x"
    answer = {"Connection": {"ConnectionName": "old", "ConnectionStatus": "AVAILABLE"}}
    services = {"codestar-connections": {"get_connection": answer}}

    findings = connection.look(case(tmp_path, services, f"  source: {{connectionArn: '{arn}'}}\n"))

    assert told(findings) == [(State.OK, "the connection old is complete")]


def test_a_connection_that_is_not_there_is_missing(stack):
    arn = "arn:aws:codeconnections:eu-central-1:123456789012:connection/00000000-0000-0000-0000-000000000000"

    assert told(connection.look(stack(connection_arn=arn))) == [(State.MISSING, f"there is no connection {arn}")]


def test_quotas_are_told_with_what_is_used_and_needed_and_without_permission_as_not_read(stack):
    """The embedded AWS has the VPC service's quotas alone."""
    vpcs, addresses, balancers = quotas.look(stack())

    assert (vpcs.state, vpcs.sentence) == (State.OK, "VPCs: 1 of 5 used, 1 needed")
    assert addresses.state is balancers.state is State.UNKNOWN
    assert addresses.sentence.startswith("the quota of Elastic IP addresses could not be read (NoSuchResourceException")


def test_a_full_quota_is_missing(stack, aws):
    for number in range(4):
        aws.client("ec2").create_vpc(CidrBlock=f"10.{number}.0.0/16")

    vpcs = next(iter(quotas.look(stack())))

    assert (vpcs.state, vpcs.sentence) == (State.MISSING, "VPCs: 5 of 5 used, 1 needed")
    assert vpcs.way_out == "ask for more, service vpc, quota L-F678F1CE"


@pytest.mark.parametrize(
    ("network", "asked"),
    [
        ("{}", ["VPCs", "Elastic IP addresses", "Application Load Balancers"]),
        ("{nat: none}", ["VPCs", "Application Load Balancers"]),
        ("{vpcId: vpc-1}", ["Application Load Balancers"]),
    ],
)
def test_only_what_the_settings_need_is_asked_for(tmp_path, network, asked):
    stack = case(tmp_path, {}, f"  network: {network}\n")

    assert [quota.what for quota in quotas.QUOTAS if quota.needed(stack)] == asked


@pytest.mark.parametrize(
    ("network", "needed"),
    [("{}", 1), ("{nat: single}", 1), ("{nat: one-per-zone, availabilityZones: 3}", 3), ("{nat: one-per-zone}", 2)],
)
def test_each_nat_gateway_needs_an_address(tmp_path, network, needed):
    addresses = quotas.QUOTAS[1]

    assert addresses.needed(case(tmp_path, {}, f"  network: {network}\n")) == needed


def test_after_the_first_up_no_quota_is_in_the_way(stack):
    assert list(quotas.look(stack(vpc_id="vpc-1"))) == []


def test_alarms_that_do_not_exist_are_named(stack, aws):
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName="errors",
        MetricName="HTTPCode_Target_5XX_Count",
        Namespace="AWS/ApplicationELB",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )

    assert told(alarms.look(stack("  deployment: {alarms: {names: [errors, latency]}}\n"))) == [
        (State.MISSING, "there is no alarm latency in eu-central-1")
    ]
    assert told(alarms.look(stack("  deployment: {alarms: {names: [errors]}}\n"))) == [(State.OK, "1 alarms exist")]


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "  deployment: {alarms: {errorPercent: 5}}\n",
        "  deployment: {alarms: {names: }}\n",
        "  deployment: {alarms: }\n",
    ],
)
def test_without_alarms_of_ones_own_nothing_is_said(stack, settings):
    assert list(alarms.look(stack(settings))) == []
