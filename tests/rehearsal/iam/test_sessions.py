"""How a service gets its role, and what it may do with it."""

import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.failure import RehearsalError
from rehearsal.iam.refusal import AccessRefused, UnknownCall
from tests.rehearsal.iam.account import BUCKET, PROJECT_ARN, document, make_role, trusted
from tests.rehearsal.iam.documents import allow, deny

SOURCE = {"StringEquals": {"aws:SourceAccount": EmbeddedAws.account_id}, "ArnLike": {"aws:SourceArn": PROJECT_ARN}}
READ = allow("s3:GetObject", f"arn:aws:s3:::{BUCKET}/*", Sid="Read")


def test_a_service_works_under_the_role_that_trusts_it(aws):
    role = make_role(aws, "build", trusted("codebuild", **SOURCE), READ)

    build = aws.acting_as("CodeBuild", role, PROJECT_ARN)

    assert build.client("s3").get_object(Bucket=BUCKET, Key="web/source")["Body"].read() == b"content"
    who = build.client("sts").get_caller_identity()["Arn"]
    assert who.startswith(f"arn:aws:sts::{aws.account_id}:assumed-role/build/")


@pytest.mark.parametrize(
    ("trust", "said"),
    [
        (trusted("codedeploy"), "allows it to codedeploy.amazonaws.com only"),
        (trusted("codebuild", ArnLike={"aws:SourceArn": f"{PROJECT_ARN}-other"}), "aws:SourceArn is"),
        (trusted("codebuild", StringEquals={"aws:SourceAccount": "1"}), "aws:SourceAccount is 1 only"),
        ({**trusted("codebuild"), "Action": "sts:TagSession"}, "no statement allows it"),
    ],
)
def test_a_role_is_refused_to_whom_it_does_not_trust(aws, trust, said):
    role = make_role(aws, "build", trust, READ)

    with pytest.raises(AccessRefused, match=f"sts:AssumeRole on {role}: .*{said}"):
        aws.acting_as("CodeBuild", role, PROJECT_ARN)


def test_codepipeline_sends_no_source_so_a_condition_on_it_refuses_it(aws):
    arn = f"arn:aws:codepipeline:{aws.region}:{aws.account_id}:web"
    role = make_role(aws, "pipeline", trusted("codepipeline", ArnLike={"aws:SourceArn": arn}), READ)

    with pytest.raises(AccessRefused, match="the request has none"):
        aws.acting_as("CodePipeline", role, arn)


def test_a_role_that_does_not_exist_is_an_error(aws):
    with pytest.raises(RehearsalError, match="CodeBuild cannot assume .*role/none: there is no such role"):
        aws.acting_as("CodeBuild", f"arn:aws:iam::{aws.account_id}:role/none", PROJECT_ARN)


def test_a_refusal_names_role_action_resource_and_the_missing_statement(aws):
    build = aws.acting_as("CodeBuild", make_role(aws, "build", trusted("codebuild"), READ), PROJECT_ARN)

    with pytest.raises(AccessRefused) as refused:
        build.client("s3").put_object(Bucket=BUCKET, Key="web/source", Body=b"")

    assert str(refused.value) == (
        "role build: may not s3:PutObject on arn:aws:s3:::artifacts/web/source: no statement allows it; the missing "
        'statement is {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::artifacts/web/source"}'
    )
    assert aws.client("s3").get_object(Bucket=BUCKET, Key="web/source")["Body"].read() == b"content"


def test_a_call_that_the_table_does_not_have_of_this_service_is_an_error_whatever_its_role_may(aws):
    build = aws.acting_as("CodeBuild", make_role(aws, "build", trusted("codebuild"), allow("s3:*")), PROJECT_ARN)

    with pytest.raises(UnknownCall, match="calls.csv has no s3:DeleteObject of CodeBuild"):
        build.client("s3").delete_object(Bucket=BUCKET, Key="web/source")


def test_the_policy_of_the_bucket_counts(aws):
    build = aws.acting_as("CodeBuild", make_role(aws, "build", trusted("codebuild"), READ), PROJECT_ARN)
    closed = deny("s3:GetObject", f"arn:aws:s3:::{BUCKET}/*", Principal="*", Sid="Closed")
    aws.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=document(closed))

    with pytest.raises(AccessRefused, match=f"statement Closed of the policy of arn:aws:s3:::{BUCKET}.* denies it"):
        build.client("s3").get_object(Bucket=BUCKET, Key="web/source")


def test_attached_policies_count_and_a_boundary_limits_them(aws):
    iam = aws.client("iam")
    role = make_role(aws, "build", trusted("codebuild"), allow("ssm:GetParameters"))
    read, other = (
        iam.create_policy(PolicyName=name, PolicyDocument=document(statement))["Policy"]["Arn"]
        for name, statement in (("read", READ), ("other", allow("ssm:*")))
    )
    iam.attach_role_policy(RoleName="build", PolicyArn=read)
    build = aws.acting_as("CodeBuild", role, PROJECT_ARN)
    build.client("s3").get_object(Bucket=BUCKET, Key="web/source")

    iam.put_role_permissions_boundary(RoleName="build", PermissionsBoundary=other)

    with pytest.raises(AccessRefused, match="permissions boundary"):
        build.client("s3").get_object(Bucket=BUCKET, Key="web/source")


def test_asking_at_a_moment_asks_for_every_row_of_the_table(aws):
    role = make_role(aws, "build", trusted("codebuild"), allow("logs:CreateLogStream"))
    build = aws.acting_as("CodeBuild", role, PROJECT_ARN)
    stream = f"arn:aws:logs:{aws.region}:{aws.account_id}:log-group:g:log-stream:s"

    with pytest.raises(AccessRefused, match=f"logs:PutLogEvents on {stream}"):
        build.ask("logs", stream=stream)


def test_a_moment_that_the_table_does_not_have_is_an_error(aws):
    build = aws.acting_as("CodeBuild", make_role(aws, "build", trusted("codebuild"), READ), PROJECT_ARN)

    with pytest.raises(LookupError, match=r"calls\.csv has nothing that CodeBuild is asked for at lunch"):
        build.ask("lunch")


def test_a_service_in_its_own_name_needs_the_policy_of_the_resource(aws):
    rule = f"arn:aws:events:{aws.region}:{aws.account_id}:rule/stopped"
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="stopped")["QueueUrl"]
    queue = f"arn:aws:sqs:{aws.region}:{aws.account_id}:stopped"
    admitted = {"Principal": {"Service": "events.amazonaws.com"}, "Condition": {"ArnEquals": {"aws:SourceArn": rule}}}

    with pytest.raises(AccessRefused, match=r"events\.amazonaws\.com: may not sqs:SendMessage"):
        aws.ask_as_service("EventBridge", "deliver", rule, queue=queue)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document(allow("sqs:SendMessage", queue, **admitted))})
    aws.ask_as_service("EventBridge", "deliver", rule, queue=queue)
    with pytest.raises(AccessRefused):
        aws.ask_as_service("EventBridge", "deliver", f"{rule}-other", queue=queue)


def test_without_authorisation_everybody_is_the_administrator():
    with EmbeddedAws() as aws:
        anybody = aws.acting_as("CodeBuild", "arn:aws:iam::123456789012:role/none", PROJECT_ARN)

        assert anybody.client("s3") is aws.client("s3")
        anybody.ask("logs", stream="x")


def test_of_a_key_its_own_policy_has_to_agree(aws):
    delegating = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"AWS": aws.account_id}}
    kms = aws.client("kms")
    key = kms.create_key(Policy=document(delegating))["KeyMetadata"]["Arn"]
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    aws.client("s3").put_bucket_encryption(
        Bucket=BUCKET, ServerSideEncryptionConfiguration={"Rules": [{**rule, "BucketKeyEnabled": True}]}
    )
    via_s3 = {"StringEquals": {"kms:ViaService": f"s3.{aws.region}.amazonaws.com"}}
    role = make_role(aws, "build", trusted("codebuild"), READ, allow("kms:Decrypt", key, Condition=via_s3))
    build = aws.acting_as("CodeBuild", role, PROJECT_ARN)
    build.client("s3").get_object(Bucket=BUCKET, Key="web/source")

    somebody = {**delegating, "Principal": {"AWS": f"arn:aws:iam::{aws.account_id}:role/somebody"}}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(somebody))

    with pytest.raises(AccessRefused, match=f"kms:Decrypt on {key}"):
        build.client("s3").get_object(Bucket=BUCKET, Key="web/source")
