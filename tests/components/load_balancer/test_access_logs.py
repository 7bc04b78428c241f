"""Access logs, a web ACL and deletion protection: off, unless they are asked for."""

import pytest

from blue_green_ecs_pipeline import LoadBalancer
from tests.components.builders import TAGS, load_balancer_args
from tests.components.configured import configured
from tests.graph import create

BUCKET = "shop-dev-web-29d8601b-access-logs-123456789012-eu-central-1"
LOAD_BALANCERS = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer"
WEB_ACL = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/web/0a1b2c3d-4e5f-6789-abcd-ef0123456789"


def load_balancer(**settings):
    return create(lambda: LoadBalancer("web", load_balancer_args(**settings)))


def test_by_default_there_is_none_of_it():
    graph = load_balancer()

    assert not {"accessLogs", "enableDeletionProtection"} & {
        key for key, value in graph["web-load-balancer"].inputs.items() if value
    }
    assert not graph["web-load-balancer"].protect
    assert not [each for each in graph.resources if each.type.startswith(("aws:s3/", "aws:wafv2/"))]


def test_an_empty_map_makes_a_bucket_of_its_own():
    graph = load_balancer(access_logs={})

    bucket = graph["web-access-log-bucket"]
    assert bucket.inputs == {"bucket": BUCKET, "forceDestroy": False, "tags": TAGS}
    assert bucket.protect
    assert graph["web-load-balancer"].inputs["accessLogs"] == {"bucket": BUCKET, "enabled": True}
    assert {each.name for each in graph.resources if each.type.startswith("aws:s3/")} == {
        "web-access-log-bucket",
        "web-access-log-versioning",
        "web-access-log-encryption",
        "web-access-log-ownership",
        "web-access-log-public-access-block",
        "web-access-log-bucket-policy",
        "web-access-log-notification",
        "web-access-log-lifecycle",
    }


def test_the_bucket_has_the_one_encryption_that_a_load_balancer_can_write_under():
    assert load_balancer(access_logs={})["web-access-log-encryption"].inputs["rules"] == [
        {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    ]


def test_load_balancers_of_this_account_may_write_and_nobody_without_tls():
    policy = load_balancer(access_logs={})["web-access-log-bucket-policy"].json("policy")

    deny, write = policy["Statement"]
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert write == {
        "Sid": "LoadBalancerLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": ["s3:PutObject"],
        "Resource": [f"arn:aws:s3:::{BUCKET}/AWSLogs/123456789012/*"],
        "Condition": {
            "ArnLike": {
                "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/*",
            }
        },
    }


def test_the_load_balancer_waits_until_it_may_write():
    graph = load_balancer(access_logs={})

    for setting in ("bucket-policy", "encryption", "public-access-block", "ownership"):
        assert graph.depends_on("web-load-balancer", on=f"web-access-log-{setting}")


def test_logs_expire_and_go_with_the_stack_where_that_was_asked_for():
    graph = load_balancer(access_logs={"retention_days": 7, "force_destroy": True})

    (rule,) = graph["web-access-log-lifecycle"].inputs["rules"]
    assert (rule["id"], rule["expiration"]) == ("expire-access-logs", {"days": 7})
    assert graph["web-access-log-bucket"].inputs["forceDestroy"] is True
    assert not graph["web-access-log-bucket"].protect


def test_an_existing_bucket_is_left_to_its_owner():
    graph = load_balancer(access_logs={"bucket": "logs-of-all", "prefix": "web"})

    assert graph["web-load-balancer"].inputs["accessLogs"] == {
        "bucket": "logs-of-all",
        "enabled": True,
        "prefix": "web",
    }
    assert not [each for each in graph.resources if each.type.startswith("aws:s3/")]


def test_a_web_acl_stands_in_front_of_the_load_balancer():
    graph = load_balancer(web_acl_arn=WEB_ACL)

    assert graph["web-web-acl-association"].inputs == {
        "resourceArn": f"{LOAD_BALANCERS}/app/shop-dev-web-29d8601b/1",
        "webAclArn": WEB_ACL,
    }


def test_a_protected_load_balancer_is_refused_by_pulumi_before_aws_has_to():
    protected = load_balancer(deletion_protection=True)["web-load-balancer"]

    assert protected.inputs["enableDeletionProtection"] is True
    assert protected.protect


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        ({"access_logs": {"bucket": "Logs"}}, "accessLogs.bucket: got"),
        ({"access_logs": {"bucket": "a..b"}}, "accessLogs.bucket: got"),
        ({"access_logs": {"retention_days": 0}}, "accessLogs.retentionDays: got 0, allowed are 1 or more days"),
        ({"access_logs": {"bucket": "logs", "retention_days": 7}}, "accessLogs.retentionDays: cannot be set together"),
        ({"access_logs": {"bucket": "logs", "force_destroy": True}}, "accessLogs.forceDestroy: cannot be set together"),
        ({"access_logs": {"prefix": "web"}}, "accessLogs.prefix: needs loadBalancer.accessLogs.bucket too"),
        ({"access_logs": {"bucket": "logs", "prefix": "/web/"}}, "; write web"),
        ({"access_logs": {"bucket": "logs", "prefix": "web/AWSLogs"}}, "accessLogs.prefix: got"),
        ({"access_logs": True}, "accessLogs: got true, allowed is a map"),
        ({"web_acl_arn": "web"}, "webAclArn: got"),
        ({"web_acl_arn": WEB_ACL.replace("regional", "global")}, "a global one is for CloudFront"),
        ({"deletion_protection": "true"}, "deletionProtection: got"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_way_out(settings, refused):
    with pytest.raises(Exception, match=refused.replace(".", r"\.")):
        configured(load_balancer=settings)
