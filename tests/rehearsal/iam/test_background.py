"""What AWS's services do as soon as a stack stands."""

import pytest

from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.iam.background import work_in_background
from rehearsal.iam.refusal import AccessRefused
from tests.rehearsal.iam.account import document, make_role, trusted
from tests.rehearsal.iam.documents import allow

HERE = f"{EmbeddedAws.region}:{EmbeddedAws.account_id}"
GROUP = f"arn:aws:logs:{HERE}:log-group:flows"


def log_flows(aws, *statements, source=f"arn:aws:ec2:{HERE}:vpc-flow-log/*"):
    """Flow logs of a VPC that work under a role with these statements."""
    trust = trusted("vpc-flow-logs", ArnLike={"aws:SourceArn": source})
    role = make_role(aws, "flows", trust, *statements)
    aws.client("logs").create_log_group(logGroupName="flows")
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="cloud-watch-logs",
        LogDestination=GROUP,
        DeliverLogsPermissionArn=role,
    )


WRITE = allow(["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], f"{GROUP}:*")
FIND = allow("logs:DescribeLogGroups", f"arn:aws:logs:{HERE}:log-group:*")


def test_flow_logs_are_written_under_their_role(aws):
    log_flows(aws, WRITE, FIND)

    work_in_background(aws)

    assert {one.caller for one in aws.authority.decided} == {"VPC flow logs"}
    assert len(aws.authority.decided) == 5


def test_flow_logs_without_a_permission_are_refused(aws):
    log_flows(aws, WRITE)

    with pytest.raises(AccessRefused, match="role flows: may not logs:DescribeLogGroups"):
        work_in_background(aws)


def test_a_role_for_the_flow_logs_of_another_account_is_refused(aws):
    log_flows(aws, WRITE, FIND, source="arn:aws:ec2:eu-central-1:999999999999:vpc-flow-log/*")

    with pytest.raises(AccessRefused, match=r"vpc-flow-logs\.amazonaws\.com: may not sts:AssumeRole"):
        work_in_background(aws)


@pytest.mark.parametrize("service", ["logs.eu-central-1", "logs.eu-west-1"])
def test_a_log_group_under_a_key_needs_the_key_s_policy(aws, service):
    group = f"arn:aws:logs:{HERE}:log-group:locked"
    actions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    principal = {"Principal": {"Service": f"{service}.amazonaws.com"}}
    condition = {"Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": group}}}
    key_policy = document(allow(actions, **principal, **condition))
    key = aws.client("kms").create_key(Policy=key_policy)["KeyMetadata"]["Arn"]
    aws.client("logs").create_log_group(logGroupName="locked", kmsKeyId=key)

    if service == "logs.eu-central-1":
        work_in_background(aws)
        assert len(aws.authority.decided) == 6
    else:
        with pytest.raises(AccessRefused, match=f"kms:Encrypt on {key}"):
            work_in_background(aws)


def test_nobody_is_asked_where_everybody_is_the_administrator():
    with EmbeddedAws() as aws:
        log_flows(aws, FIND)

        work_in_background(aws)

        assert aws.authority.decided == []


@pytest.mark.parametrize(("rule", "admitted"), [("stopped", True), ("another", False)])
def test_an_event_gets_into_a_queue_that_admits_its_rule(aws, rule, admitted):
    sqs, events = aws.client("sqs"), aws.client("events")
    url = sqs.create_queue(QueueName="stopped")["QueueUrl"]
    queue = f"arn:aws:sqs:{HERE}:stopped"
    statement = allow(
        "sqs:SendMessage",
        queue,
        Principal={"Service": "events.amazonaws.com"},
        Condition={"ArnEquals": {"aws:SourceArn": f"arn:aws:events:{HERE}:rule/{rule}"}},
    )
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document(statement)})
    events.put_rule(Name="stopped", EventPattern='{"source": ["aws.ecs"]}')
    events.put_targets(Rule="stopped", Targets=[{"Id": "queue", "Arn": queue}])

    if admitted:
        work_in_background(aws)
        assert [one.caller for one in aws.authority.decided] == ["EventBridge"]
    else:
        with pytest.raises(AccessRefused, match=f"may not sqs:SendMessage on {queue}"):
            work_in_background(aws)
