"""What travels is encrypted, and nothing malformed travels on."""

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from .exposure import LISTENERS, LOAD_BALANCERS
from .policy_documents import Statement, statements
from .resources import Resource, Stack
from .rule import ADVISORY, MANDATORY, Options, Rule
from .storage_exposure import BUCKETS
from .values import UNKNOWN, at, listed, texts

BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
# TLS 1.2 with forward secrecy, or newer; not the names with 1-0 or 1-1 in them.
CURRENT_TLS = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]-[\w-]+|TLS13-1-[23]|FS-1-2-[\w-]+)")


def redirects(listener: Resource) -> bool:
    """Whether a listener only sends users to HTTPS."""
    actions = listed(listener.at("defaultActions"))
    return bool(actions) and all(
        at(action, "type") == "redirect" and at(action, "redirect.protocol") == "HTTPS" for action in actions
    )


def speaks_plain_http(listener: Resource) -> bool:
    """Whether a listener serves over HTTP; where its protocol or actions are unknown, not yet."""
    unknown = UNKNOWN in (listener.at("protocol"), listener.at("defaultActions"))
    return not unknown and listener.at("protocol") == "HTTP" and not redirects(listener)


def _listener_tls(resource: Resource, _options: Options) -> Iterator[str]:
    if speaks_plain_http(resource):
        yield "serves over plain HTTP"


def _tls_policy(resource: Resource, options: Options) -> Iterator[str]:
    policy = resource.at("sslPolicy")
    if resource.at("protocol") not in ("HTTPS", "TLS") or policy is UNKNOWN:
        return
    if policy is None:
        yield "names no TLS policy, and the API's default of 2016 still speaks TLS 1.0"
    elif policy not in texts(options["policies"]) and not CURRENT_TLS.fullmatch(str(policy)):
        yield f"its TLS policy {policy} speaks what is older than TLS 1.2, or has no forward secrecy"


def _beside_tls(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    for balancer in stack.of_type(*LOAD_BALANCERS):
        listeners = list(stack.pointing_at(balancer, LISTENERS, "loadBalancerArn"))
        if any(each.at("protocol") == "HTTPS" for each in listeners):
            for listener in listeners:
                if speaks_plain_http(listener):
                    yield (
                        listener,
                        f"serves over plain HTTP on a load balancer that has a certificate ({balancer.name})",
                    )


def _headers(resource: Resource, _options: Options) -> Iterator[str]:
    if resource.at("loadBalancerType") not in (None, "application"):
        return
    if resource.at("dropInvalidHeaderFields") not in (True, UNKNOWN):
        yield "hands malformed headers on"
    if resource.at("desyncMitigationMode") == "monitor":
        yield "hands on requests that may smuggle another"


def _refuses_plain_http(statement: Statement) -> bool:
    tested = {key.lower(): values for key, values in statement.conditions.get("Bool", {}).items()}
    refused = [str(value).lower() for value in listed(tested.get("aws:securetransport"))]
    everybody = "*" in statement.principals.get("AWS", ())
    return not statement.allows and everybody and "s3:*" in statement.actions and refused == ["false"]


def _bucket_tls(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    policies = (BUCKET_POLICY, *BUCKETS)
    for bucket in stack.of_type(*BUCKETS):
        found = [each.at("policy") for each in stack.pointing_at(bucket, policies, "bucket")]
        # Its text has ARNs in it, so at preview nobody knows it.
        if UNKNOWN not in found and not any(_refuses_plain_http(each) for text in found for each in statements(text)):
            yield bucket, "answers requests over plain HTTP"


POLICIES = (
    Rule(
        name="listener-tls",
        what="Listeners serve over TLS; plain HTTP only sends users there.",
        why="Everybody on the way reads and changes plain HTTP, passwords and cookies included.",
        fix="Give the listener a certificate; of this component: loadBalancer.certificateArn and domainName.",
        level=ADVISORY,
        severity=Severity.HIGH,
    ).over(LISTENERS, _listener_tls),
    Rule(
        name="listener-tls-policy",
        what="Listeners speak TLS 1.2 or newer, with forward secrecy.",
        why="TLS 1.0 and 1.1 are broken, and the default of the API still speaks them.",
        fix="Set sslPolicy, for example ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
        level=MANDATORY,
        severity=Severity.HIGH,
        options={
            "policies": {
                "type": "array",
                "description": "More policies that may be used, by name.",
                "items": {"type": "string"},
                "default": [],
            }
        },
    ).over(LISTENERS, _tls_policy),
    Rule(
        name="plain-listener-beside-tls",
        what="Beside a listener with TLS none serves over plain HTTP, the test listener neither.",
        why="What is protected on one port is read on the other.",
        fix="Make the listener HTTPS with the same certificate, or let it redirect to HTTPS.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over_stack(_beside_tls),
    Rule(
        name="load-balancer-headers",
        what="Load balancers drop malformed headers, and handle ambiguous requests defensively.",
        why="By such requests one user's request is answered with another one's, or a check is passed by.",
        fix="Set dropInvalidHeaderFields to true, and leave desyncMitigationMode out.",
        level=MANDATORY,
        severity=Severity.MEDIUM,
    ).over(LOAD_BALANCERS, _headers),
    Rule(
        name="bucket-tls",
        what="Buckets refuse requests without TLS.",
        why="S3 answers plain HTTP too, and a client that uses it sends the object in the open.",
        fix="Add a BucketPolicy that denies s3:* to everybody where aws:SecureTransport is false.",
        level=MANDATORY,
        severity=Severity.MEDIUM,
    ).over_stack(_bucket_tls),
)
