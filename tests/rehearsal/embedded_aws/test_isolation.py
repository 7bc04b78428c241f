"""Nothing started by the rehearsal reaches AWS, whatever the person's own environment says."""

import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError

HOSTILE = {
    "AWS_PROFILE": "production",
    "AWS_DEFAULT_PROFILE": "production",
    "AWS_ACCESS_KEY_ID": "AKIAREAL",
    "AWS_SECRET_ACCESS_KEY": "real",
    "AWS_SESSION_TOKEN": "real",
    "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/production",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/run/token",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/credentials",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/credentials",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN": "real",
    "AWS_ENDPOINT_URL": "https://example.com",
    "AWS_ENDPOINT_URL_S3": "https://s3.example.com",
    "AWS_ENDPOINT_URL_STS": "https://sts.example.com",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_CA_BUNDLE": "/nowhere",
    "AWS_DATA_PATH": "/nowhere",
    "HTTP_PROXY": "http://192.0.2.1:3128",
    "HTTPS_PROXY": "http://192.0.2.1:3128",
    "MOTO_CALL_RESET_API": "false",
}
PROFILE = """[profile production]
region = us-east-1
endpoint_url = https://example.com
aws_access_key_id = AKIAREAL
aws_secret_access_key = real
"""


@pytest.fixture
def hostile(monkeypatch, tmp_path):
    """An environment of somebody who works on production all day."""
    (tmp_path / "config").write_text(PROFILE)
    (tmp_path / "credentials").write_text(PROFILE.replace("profile ", ""))
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def embedded(hostile):
    with EmbeddedAws() as aws:
        yield aws


def test_a_client_made_without_arguments_talks_to_this_machine(embedded):
    made_by_others = boto3.client("ec2")
    vpc = embedded.client("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]

    seen = [found["VpcId"] for found in made_by_others.describe_vpcs()["Vpcs"]]

    assert made_by_others.meta.endpoint_url == embedded.endpoint_url
    assert embedded.endpoint_url.startswith("http://127.0.0.1:")
    assert made_by_others.meta.region_name == "eu-central-1"
    assert vpc in seen


@pytest.mark.parametrize("service", ["s3", "sts", "iam", "ecr", "codedeploy", "secretsmanager"])
def test_every_service_s_client_talks_to_this_machine(embedded, service):
    assert boto3.client(service).meta.endpoint_url == embedded.endpoint_url


def test_no_key_of_the_person_is_used(embedded):
    credentials = boto3.Session().get_credentials()

    assert credentials.access_key == "AKIAIOSFODNN7EXAMPLE"
    assert credentials.token is None
    assert credentials.method == "env"


def test_the_aws_command_line_talks_to_this_machine(embedded):
    embedded.client("s3").create_bucket(
        Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    aws = Path(sys.executable).with_name("aws")

    listed = subprocess.run(
        [aws, "s3api", "list-buckets", "--query", "Buckets[].Name", "--output", "text"],
        env=embedded.environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert listed.stdout == "artifacts\n"


def test_a_child_that_inherits_the_process_s_environment_talks_to_this_machine(embedded):
    program = "import boto3; c = boto3.client('sts'); print(c.meta.endpoint_url, c.get_caller_identity()['Account'])"

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert said.stdout == f"{embedded.endpoint_url} 123456789012\n"


def test_nothing_of_the_hostile_environment_is_left_for_a_child(embedded):
    environment = embedded.environment()

    left = {name for name, value in HOSTILE.items() if environment.get(name) == value}

    # A proxy is the person's own affair; this machine's address is never asked through it.
    assert left == {"HTTP_PROXY", "HTTPS_PROXY"}
    assert "127.0.0.1" in environment["NO_PROXY"]
    assert Path(environment["AWS_CONFIG_FILE"]).read_text() == ""
    assert Path(environment["AWS_SHARED_CREDENTIALS_FILE"]).read_text() == ""


@pytest.mark.parametrize("service", ["ec2", "s3", "bedrock-runtime"])
def test_a_client_that_insists_on_another_host_is_stopped(embedded, service):
    stubborn = boto3.client(
        service,
        endpoint_url="https://example.com",
        config=Config(retries={"total_max_attempts": 1}),
    )
    call = {"ec2": "describe_vpcs", "s3": "list_buckets", "bedrock-runtime": "list_async_invokes"}[service]

    with pytest.raises(RehearsalError, match=r"a request to example\.com was stopped"):
        getattr(stubborn, call)()


def test_a_service_that_moto_lacks_is_answered_here_and_not_by_aws(embedded):
    client = embedded.client("workmailmessageflow")

    with pytest.raises(Exception, match=r"404|Not yet implemented|was stopped|parse"):
        client.get_raw_message_content(messageId="1")


def test_the_own_environment_is_back_afterwards(hostile):
    before = dict(os.environ)

    with EmbeddedAws():
        assert "AWS_PROFILE" not in os.environ

    assert dict(os.environ) == before


def test_the_own_environment_is_back_after_a_failure(hostile):
    before = dict(os.environ)

    with pytest.raises(ZeroDivisionError), EmbeddedAws():
        raise ZeroDivisionError

    assert dict(os.environ) == before
