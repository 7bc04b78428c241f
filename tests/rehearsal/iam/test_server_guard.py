"""What a process asks over the socket with a role's keys: the aws command line of a build, a hook, the application."""

import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.iam.actor import CREDENTIALS
from tests.rehearsal.iam.account import BUCKET, PROJECT_ARN, REPOSITORY, make_role, trusted
from tests.rehearsal.iam.documents import allow

REPOSITORY_ARN = f"arn:aws:ecr:{EmbeddedAws.region}:{EmbeddedAws.account_id}:repository/{REPOSITORY}"


@pytest.fixture
def environment(aws):
    """The environment of a process under a role that may write objects and describe images."""
    may = allow(["s3:PutObject", "s3:GetObject", "ecr:DescribeImages"], [f"arn:aws:s3:::{BUCKET}/*", REPOSITORY_ARN])
    role = make_role(aws, "build", trusted("codebuild"), may)
    return aws.acting_as("CodeBuild", role, PROJECT_ARN).environment()


@pytest.fixture
def client(aws, environment):
    """Clients of that process, through the server."""
    keys = dict(zip(("aws_access_key_id", "aws_secret_access_key", "aws_session_token"), CREDENTIALS, strict=True))
    given = {argument: environment[variable] for argument, variable in keys.items()}
    return lambda service: boto3.client(service, region_name=aws.region, endpoint_url=aws.endpoint_url, **given)


def test_what_the_role_may_passes_with_its_whole_body(aws, client):
    client("s3").put_object(Bucket=BUCKET, Key="large", Body=b"x" * 300_000)

    assert aws.client("s3").get_object(Bucket=BUCKET, Key="large")["Body"].read() == b"x" * 300_000
    assert client("ecr").describe_images(repositoryName=REPOSITORY)["imageDetails"] == []


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "code", "action", "resource"),
    [
        (
            "ecr",
            "list_images",
            {"repositoryName": REPOSITORY},
            "AccessDeniedException",
            "ecr:ListImages",
            REPOSITORY_ARN,
        ),
        ("s3", "list_objects_v2", {"Bucket": BUCKET}, "AccessDenied", "s3:ListBucket", f"arn:aws:s3:::{BUCKET}"),
        ("ec2", "describe_vpcs", {}, "UnauthorizedOperation", "ec2:DescribeVpcs", "*"),
        ("elbv2", "describe_rules", {}, "AccessDenied", "elasticloadbalancing:DescribeRules", "*"),
        (
            *("lambda", "invoke", {"FunctionName": "f"}, "AccessDeniedException", "lambda:InvokeFunction"),
            f"arn:aws:lambda:{EmbeddedAws.region}:{EmbeddedAws.account_id}:function:f",
        ),
    ],
)
def test_a_refusal_reads_as_aws_writes_it_in_every_protocol(
    aws, client, service, operation, parameters, code, action, resource
):
    with pytest.raises(ClientError) as refused:
        getattr(client(service), operation)(**parameters)

    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert f"is not authorized to perform: {action} on resource: {resource} because no policy" in error["Message"]
    assert [(problem.request.action, problem.request.resource) for problem in aws.authority.problems] == [
        (action, resource)
    ]


def test_a_call_that_nobody_can_decide_is_refused_and_kept(aws, client):
    with pytest.raises(ClientError, match="nobody here knows what iam:ListUsers asks IAM for"):
        client("iam").list_users()

    assert len(aws.authority.problems) == 1


def test_everybody_may_ask_who_he_is(client):
    assert ":assumed-role/build/" in client("sts").get_caller_identity()["Arn"]


def test_the_administrator_is_not_asked(aws):
    boto3.client("iam", endpoint_url=aws.endpoint_url).list_users()

    assert aws.authority.decided == []


def test_the_real_command_line_is_refused(environment):
    command = [str(Path(sys.executable).with_name("aws")), "s3api", "get-bucket-acl", "--bucket", BUCKET]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert (
        "An error occurred (AccessDenied) when calling the GetBucketAcl operation: User: arn:aws:sts::" in done.stderr
    )
