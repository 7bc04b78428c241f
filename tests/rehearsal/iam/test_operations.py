"""What AWS asks IAM for one API call."""

import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.iam.operations import asks_of
from rehearsal.iam.refusal import UnknownCall

HERE = f"{EmbeddedAws.region}:{EmbeddedAws.account_id}"
SERVICE = {"cluster": f"arn:aws:ecs:{HERE}:cluster/web", "service": "shop"}
KEY = f"arn:aws:kms:{HERE}:key/own"
KEYS = {"locked": KEY, "/locked": KEY, "aws": "alias/aws/s3", "/aws": "alias/aws/ssm"}


def encrypted_by(key):
    """A bucket's rule."""
    return {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", **({"KMSMasterKeyID": key} if key else {})}
    }


class FakePlace:
    """An account that answers with one task definition and one deployment."""

    region = EmbeddedAws.region
    account_id = EmbeddedAws.account_id

    def client(self, service):
        return self

    def describe_task_definition(self, taskDefinition):
        assert taskDefinition == "shop:1"
        return {"taskDefinition": {"executionRoleArn": "arn:e", "taskRoleArn": "arn:t"}}

    def get_deployment(self, deploymentId):
        assert deploymentId == "d-1"
        return {"deploymentInfo": {"applicationName": "app", "deploymentGroupName": "group"}}

    def describe_secret(self, SecretId):
        own = {"KmsKeyId": KEYS[SecretId]} if SecretId in KEYS else {}
        return {"ARN": f"arn:aws:secretsmanager:{HERE}:secret:{SecretId}-AbCdEf", **own}

    def get_bucket_encryption(self, Bucket):
        return {"ServerSideEncryptionConfiguration": {"Rules": [encrypted_by(KEYS.get(Bucket))]}}

    def describe_parameters(self, ParameterFilters):
        names = ParameterFilters[0]["Values"]
        return {"Parameters": [{"Type": "SecureString", "KeyId": KEYS[name]} for name in names if name in KEYS]}

    def describe_key(self, KeyId):
        return {"KeyMetadata": {"Arn": KeyId}}

    def environment(self):
        return {}


def asked(service, operation, parameters):
    return [(ask.action, ask.resource) for ask in asks_of(FakePlace(), service, operation, parameters)]


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "action", "resource"),
    [
        ("s3", "GetObject", {"Bucket": "b", "Key": "k/l"}, "s3:GetObject", "arn:aws:s3:::b/k/l"),
        ("s3", "GetObject", {"Bucket": "b", "Key": "k", "VersionId": "1"}, "s3:GetObjectVersion", "arn:aws:s3:::b/k"),
        ("s3", "HeadObject", {"Bucket": "b", "Key": "k"}, "s3:GetObject", "arn:aws:s3:::b/k"),
        ("s3", "UploadPart", {"Bucket": "b", "Key": "k"}, "s3:PutObject", "arn:aws:s3:::b/k"),
        ("s3", "ListObjectsV2", {"Bucket": "b"}, "s3:ListBucket", "arn:aws:s3:::b"),
        ("ecr", "GetAuthorizationToken", {}, "ecr:GetAuthorizationToken", "*"),
        ("ecr", "PutImage", {"repositoryName": "web"}, "ecr:PutImage", f"arn:aws:ecr:{HERE}:repository/web"),
        ("ssm", "GetParameters", {"Names": ["/a/b"]}, "ssm:GetParameters", f"arn:aws:ssm:{HERE}:parameter/a/b"),
        ("ssm", "GetParameter", {"Name": "b"}, "ssm:GetParameter", f"arn:aws:ssm:{HERE}:parameter/b"),
        (
            *("secretsmanager", "GetSecretValue", {"SecretId": "word"}, "secretsmanager:GetSecretValue"),
            f"arn:aws:secretsmanager:{HERE}:secret:word-AbCdEf",
        ),
        (
            *("logs", "PutLogEvents", {"logGroupName": "g", "logStreamName": "s"}, "logs:PutLogEvents"),
            f"arn:aws:logs:{HERE}:log-group:g:log-stream:s",
        ),
        (
            *("codebuild", "BatchGetBuilds", {"ids": ["web:1"]}, "codebuild:BatchGetBuilds"),
            f"arn:aws:codebuild:{HERE}:project/web",
        ),
        (
            *("codedeploy", "GetDeployment", {"deploymentId": "d-1"}, "codedeploy:GetDeployment"),
            f"arn:aws:codedeploy:{HERE}:deploymentgroup:app/group",
        ),
        (
            *("ecs", "UpdateServicePrimaryTaskSet", SERVICE, "ecs:UpdateServicePrimaryTaskSet"),
            f"arn:aws:ecs:{HERE}:service/web/shop",
        ),
        (
            *("ecs", "DeleteTaskSet", {**SERVICE, "taskSet": "arn:x/ecs-svc/1"}, "ecs:DeleteTaskSet"),
            f"arn:aws:ecs:{HERE}:task-set/web/shop/1",
        ),
        ("elbv2", "DescribeRules", {}, "elasticloadbalancing:DescribeRules", "*"),
        ("elbv2", "ModifyListener", {"ListenerArn": "arn:l"}, "elasticloadbalancing:ModifyListener", "arn:l"),
        ("lambda", "Invoke", {"FunctionName": "f"}, "lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:f"),
        ("sqs", "SendMessage", {"QueueUrl": "http://x/1/q"}, "sqs:SendMessage", f"arn:aws:sqs:{HERE}:q"),
    ],
)
def test_action_and_resource(service, operation, parameters, action, resource):
    assert asked(service, operation, parameters) == [(action, resource)]


def test_several_names_are_several_questions():
    assert asked("ssm", "GetParameters", {"Names": ["a", "b"]}) == [
        ("ssm:GetParameters", f"arn:aws:ssm:{HERE}:parameter/a"),
        ("ssm:GetParameters", f"arn:aws:ssm:{HERE}:parameter/b"),
    ]


@pytest.mark.parametrize(
    ("operation", "parameters", "first"),
    [
        ("RegisterTaskDefinition", {"executionRoleArn": "arn:e", "taskRoleArn": "arn:t"}, "ecs:RegisterTaskDefinition"),
        ("CreateTaskSet", {**SERVICE, "taskDefinition": "shop:1"}, "ecs:CreateTaskSet"),
    ],
)
def test_whoever_hands_roles_to_tasks_needs_to_pass_them(operation, parameters, first):
    asks = asks_of(FakePlace(), "ecs", operation, parameters)

    assert [(ask.action, ask.resource) for ask in asks[1:]] == [("iam:PassRole", "arn:e"), ("iam:PassRole", "arn:t")]
    assert asks[0].action == first
    assert all(ask.context == {"iam:passedtoservice": ("ecs-tasks.amazonaws.com",)} for ask in asks[1:])


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "action"),
    [
        ("s3", "GetObject", {"Bucket": "locked", "Key": "k"}, "kms:Decrypt"),
        ("s3", "PutObject", {"Bucket": "locked", "Key": "k"}, "kms:GenerateDataKey"),
        ("s3", "UploadPart", {"Bucket": "locked", "Key": "k"}, "kms:Decrypt"),
        ("ssm", "GetParameters", {"Names": ["/locked"]}, "kms:Decrypt"),
        ("ssm", "GetParameters", {"Names": [f"arn:aws:ssm:{HERE}:parameter/locked"]}, "kms:Decrypt"),
        ("secretsmanager", "GetSecretValue", {"SecretId": "locked"}, "kms:Decrypt"),
    ],
)
def test_data_under_a_key_of_one_s_own_needs_the_key_through_the_service(service, operation, parameters, action):
    *_, key = asks_of(FakePlace(), service, operation, parameters)

    assert (key.action, key.resource) == (action, KEY)
    assert key.context == {"kms:viaservice": (f"{service}.{EmbeddedAws.region}.amazonaws.com",)}


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("s3", "GetObject", {"Bucket": "aws", "Key": "k"}),
        ("s3", "GetObject", {"Bucket": "b", "Key": "k"}),
        ("s3", "ListObjectsV2", {"Bucket": "locked"}),
        ("ssm", "GetParameters", {"Names": ["/aws"]}),
        ("secretsmanager", "GetSecretValue", {"SecretId": "word"}),
    ],
)
def test_of_aws_s_own_keys_nobody_is_asked(service, operation, parameters):
    assert not any(ask.action.startswith("kms:") for ask in asks_of(FakePlace(), service, operation, parameters))


def test_who_one_is_needs_no_permission():
    assert asked("sts", "GetCallerIdentity", {}) == []


@pytest.mark.parametrize(("service", "operation"), [("iam", "ListRoles"), ("s3", "PutBucketPolicy"), ("nothing", "Go")])
def test_a_call_that_is_not_known_is_an_error_and_never_a_pass(service, operation):
    with pytest.raises(UnknownCall, match=f"nobody here knows what {service}:{operation} asks IAM for"):
        asked(service, operation, {"Bucket": "b"})
