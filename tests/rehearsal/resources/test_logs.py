"""Log groups on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def log_group(layer, **changes):
    return layer.create(LOG_GROUP, {"name": "/web", "retentionInDays": 30, "tags": {"team": "web"}, **changes})


def test_a_log_group_is_read_back_unchanged(layer):
    made = log_group(layer)

    assert made.read() == made.inputs
    assert made.outputs["arn"] == "arn:aws:logs:eu-central-1:123456789012:log-group:/web"


def test_a_log_group_changes_in_place(layer):
    made = log_group(layer)

    made.update(retentionInDays=7, tags=None)

    assert made.read() == {"name": "/web", "retentionInDays": 7}


def test_a_retention_taken_away_by_hand_is_found(layer):
    made = log_group(layer)
    layer.aws.client("logs").delete_retention_policy(logGroupName="/web")

    assert made.read()["retentionInDays"] == 0


def test_a_deleted_log_group_is_gone_and_deleting_it_again_is_no_error(layer):
    made = log_group(layer)
    log_group(layer, name="/web/other")

    made.delete()
    made.delete()

    assert made.read() is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"retentionInDays": 31}, "retentionInDays: got 31, allowed are 1, 3, 5, 7, 14, 30,"),
        ({"name": "a log"}, "logGroupName: got 'a log', allowed is the form"),
        ({"logGroupClass": "CHEAP"}, "logGroupClass: got 'CHEAP', allowed are STANDARD, INFREQUENT_ACCESS"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, changes, reason):
    with pytest.raises(ResourceError) as refused:
        log_group(layer, **changes)

    assert str(refused.value).startswith("aws:cloudwatch/logGroup:LogGroup web: ")
    assert reason in str(refused.value)
