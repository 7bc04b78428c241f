"""Listeners and buckets that speak TLS, and those that also speak something else."""

import json
from typing import Any

import pytest

from tests.policy.judged import UNKNOWN, Made, complaints, complaints_of_stack

LISTENER = "aws:lb/listener:Listener"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
FORWARD = [{"type": "forward", "targetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/web/1"}]
TO_TLS = [{"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}]


@pytest.mark.parametrize(
    ("protocol", "actions", "said"),
    [
        ("HTTPS", FORWARD, 0),
        ("HTTP", TO_TLS, 0),
        ("HTTP", FORWARD, 1),
        ("HTTP", [{"type": "redirect", "redirect": {"protocol": "HTTP"}}], 1),
        ("HTTP", [*TO_TLS, *FORWARD], 1),
        ("HTTP", [], 1),
        ("HTTP", UNKNOWN, 0),
        (UNKNOWN, FORWARD, 0),
    ],
)
@pytest.mark.parametrize("rule", ["listener-tls", "production-tls"])
def test_plain_http_only_sends_users_to_tls(rule: str, protocol: str, actions: Any, said: int) -> None:
    found = complaints(rule, LISTENER, {"protocol": protocol, "defaultActions": actions}, stack="prod")

    assert len(found) == said


@pytest.mark.parametrize(
    "policy",
    [
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
        "ELBSecurityPolicy-FS-1-2-Res-2020-10",
        UNKNOWN,
    ],
)
def test_a_current_tls_policy_is_right(policy: str) -> None:
    assert complaints("listener-tls-policy", LISTENER, {"protocol": "HTTPS", "sslPolicy": policy}) == []


@pytest.mark.parametrize(
    "policy",
    [
        None,
        "ELBSecurityPolicy-2016-08",
        "ELBSecurityPolicy-TLS13-1-0-2021-06",
        "ELBSecurityPolicy-TLS13-1-1-2021-06",
        "ELBSecurityPolicy-TLS-1-2-2017-01",
        "ELBSecurityPolicy-FS-1-1-2019-08",
    ],
)
def test_an_older_one_is_refused(policy: str | None) -> None:
    assert len(complaints("listener-tls-policy", LISTENER, {"protocol": "HTTPS", "sslPolicy": policy})) == 1
    assert complaints("listener-tls-policy", LISTENER, {"protocol": "HTTP", "sslPolicy": policy}) == []


def test_a_policy_of_the_companys_choice_may_be_used() -> None:
    old = {"protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-2016-08"}

    assert complaints("listener-tls-policy", LISTENER, old, config={"policies": ["ELBSecurityPolicy-2016-08"]}) == []


def listener(name: str, protocol: str, actions: Any) -> Made:
    properties = {"protocol": protocol, "defaultActions": actions, "loadBalancerArn": UNKNOWN}
    return Made(LISTENER, name, properties, {"loadBalancerArn": ["balancer"]})


def test_beside_tls_no_listener_serves_in_the_open() -> None:
    resources = [
        Made(LOAD_BALANCER, "balancer"),
        listener("production", "HTTPS", FORWARD),
        listener("redirect", "HTTP", TO_TLS),
        listener("test", "HTTP", FORWARD),
    ]

    assert complaints_of_stack("plain-listener-beside-tls", *resources) == [
        "test: serves over plain HTTP on a load balancer that has a certificate (balancer)"
    ]


def test_without_a_certificate_that_rule_says_nothing() -> None:
    resources = [Made(LOAD_BALANCER, "balancer"), listener("production", "HTTP", FORWARD)]

    assert complaints_of_stack("plain-listener-beside-tls", *resources) == []


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"dropInvalidHeaderFields": True}, []),
        ({"dropInvalidHeaderFields": UNKNOWN}, []),
        ({"loadBalancerType": "network"}, []),
        ({}, ["hands malformed headers on"]),
        ({"dropInvalidHeaderFields": False}, ["hands malformed headers on"]),
        (
            {"dropInvalidHeaderFields": True, "desyncMitigationMode": "monitor"},
            ["hands on requests that may smuggle another"],
        ),
    ],
)
def test_what_is_malformed_is_not_handed_on(properties: dict[str, Any], expected: list[str]) -> None:
    assert complaints("load-balancer-headers", LOAD_BALANCER, properties) == expected


def denial(**changes: Any) -> str:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Statement": [{**statement, **changes}]})


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (denial(), 0),
        (denial(Principal={"AWS": "*"}, Condition={"Bool": {"aws:securetransport": [False]}}), 0),
        (UNKNOWN, 0),
        (denial(Effect="Allow"), 1),
        (denial(Action="s3:GetObject"), 1),
        (denial(Principal={"AWS": "arn:aws:iam::123456789012:root"}), 1),
        (denial(Condition={"Bool": {"aws:SecureTransport": "true"}}), 1),
        ("", 1),
    ],
)
def test_buckets_refuse_plain_http(policy: str, said: int) -> None:
    resources = [
        Made("aws:s3/bucket:Bucket", "bucket"),
        Made("aws:s3/bucketPolicy:BucketPolicy", "policy", {"policy": policy}, {"bucket": ["bucket"]}),
    ]

    assert complaints_of_stack("bucket-tls", *resources) == ["bucket: answers requests over plain HTTP"] * said
    assert complaints_of_stack("bucket-tls", resources[0]) == ["bucket: answers requests over plain HTTP"]
