"""Flow logs of the component's own VPC, where they are asked for."""

import pytest

from blue_green_ecs_pipeline import Network
from tests.components.builders import EXISTING_NETWORK, NAME, TAGS, network_args
from tests.components.configured import configured
from tests.graph import create

KEY = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6789-abcd-ef0123456789"
LOG_GROUP = f"/aws/vpc-flow-logs/{NAME}"


def network(**settings):
    return create(lambda: Network("web", network_args(**settings)))


def test_by_default_nobody_writes_down_who_connects():
    assert not [each.name for each in network().resources if "flow-log" in each.name]


def test_every_connection_goes_to_a_log_group_that_forgets():
    graph = network(flow_log_retention_days=365)

    group, log = graph["web-flow-log-group"].inputs, graph["web-flow-log"].inputs
    assert group == {"name": LOG_GROUP, "retentionInDays": 365, "tags": TAGS}
    assert (log["vpcId"], log["trafficType"], log["logDestinationType"]) == ("web-vpc-id", "ALL", "cloud-watch-logs")
    assert log["logDestination"].endswith(LOG_GROUP)
    assert log["tags"] == TAGS


def test_the_log_group_is_under_the_key_of_ones_own():
    assert network(flow_log_retention_days=1, kms_key_arn=KEY)["web-flow-log-group"].inputs["kmsKeyId"] == KEY


def test_flow_logs_wait_for_their_role_which_may_write_to_this_group_alone():
    graph = network(flow_log_retention_days=365)

    statements = graph["web-flow-log-policy"].json("policy")["Statement"]
    assert [(one["Action"], [arn.partition(":log-group:")[2] for arn in one["Resource"]]) for one in statements] == [
        (["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [f"{LOG_GROUP}:*"]),
        (["logs:DescribeLogGroups"], ["*"]),
    ]
    assert graph.depends_on("web-flow-log", on="web-flow-log-policy")


def test_the_role_is_for_flow_logs_of_this_account():
    (trust,) = network(flow_log_retention_days=365)["web-flow-log-role"].json("assumeRolePolicy")["Statement"]

    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*"},
    }


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        ({"flow_log_retention_days": 2}, "network.flowLogRetentionDays: got 2, allowed are 1, 3, 5"),
        ({"flow_log_retention_days": 30, **EXISTING_NETWORK}, "network.flowLogRetentionDays: cannot be set together"),
    ],
)
def test_what_cannot_be_used_is_refused(settings, refused):
    with pytest.raises(Exception, match=refused):
        configured(network=settings)
