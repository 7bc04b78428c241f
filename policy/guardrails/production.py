"""What a stack that users rely on needs beside the rest, and what is too dear for one to try things out."""

from collections.abc import Iterator

from pulumi_policy import Severity

from .encryption_at_rest import ENCRYPTION, KMS, REPOSITORY
from .encryption_in_transit import speaks_plain_http
from .exposure import LISTENERS, LOAD_BALANCERS
from .logs import LOG_GROUP, PROJECT
from .resources import Resource, Stack
from .rule import ADVISORY, MANDATORY, Options, Rule
from .values import UNKNOWN, at, listed, number

PIPELINE = "aws:codepipeline/pipeline:Pipeline"
VPC = "aws:ec2/vpc:Vpc"
AWSX_VPC = "awsx:ec2:Vpc"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
WEB_ACL = "aws:wafv2/webAclAssociation:WebAclAssociation"

# Type to the property that keeps it, and what it must be.
PROTECTION: dict[str, tuple[str, bool, str]] = {
    "aws:alb/loadBalancer:LoadBalancer": ("enableDeletionProtection", True, "can be deleted, and with it its address"),
    "aws:lb/loadBalancer:LoadBalancer": ("enableDeletionProtection", True, "can be deleted, and with it its address"),
    "aws:dynamodb/table:Table": ("deletionProtectionEnabled", True, "can be deleted with all its items"),
    "aws:ecr/repository:Repository": ("forceDelete", False, "goes with all images, and with them the way back"),
    "aws:rds/cluster:Cluster": ("deletionProtection", True, "can be deleted with all its data"),
    "aws:rds/instance:Instance": ("deletionProtection", True, "can be deleted with all its data"),
    "aws:s3/bucket:Bucket": ("forceDestroy", False, "goes with all that is in it"),
    "aws:s3/bucketV2:BucketV2": ("forceDestroy", False, "goes with all that is in it"),
}

# Type to where its key is named.
KEYS: dict[str, str] = {
    LOG_GROUP: "kmsKeyId",
    PROJECT: "encryptionKey",
    PIPELINE: "artifactStores.encryptionKey",
    REPOSITORY: "encryptionConfigurations.kmsKey",
    **dict.fromkeys(ENCRYPTION, "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId"),
}


def _protection(resource: Resource, _options: Options) -> Iterator[str]:
    key, wanted, consequence = PROTECTION[resource.type]
    value = resource.at(key)
    if value is not UNKNOWN and bool(value) is not wanted:
        yield f"{consequence}: {key} is not {str(wanted).lower()}"


def _tls(resource: Resource, _options: Options) -> Iterator[str]:
    if speaks_plain_http(resource):
        yield "serves users over plain HTTP"


def _retention(resource: Resource, options: Options) -> Iterator[str]:
    days, least = number(resource.at("retentionInDays")), number(options["minimumDays"]) or 0
    if days and days < least:
        yield f"keeps its logs for {days:g} days, fewer than {least:g}"


def _access_logs(resource: Resource, _options: Options) -> Iterator[str]:
    if resource.at("accessLogs.enabled") not in (True, UNKNOWN):
        yield "writes no access logs"


def _flow_logs(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    # awsx's VPC is a component around the real one, which a program on mocks does not have.
    for vpc in stack.of_type(VPC) or stack.of_type(AWSX_VPC):
        around = [vpc, *stack.of_type(AWSX_VPC)]
        if not any(log.points_at(each, "vpcId") for log in stack.of_type(FLOW_LOG) for each in around):
            yield vpc, "writes no flow logs"


def _own_key(resource: Resource, _options: Options) -> Iterator[str]:
    first, _, rest = KEYS[resource.type].partition(".")
    value = resource.at(first)
    places = listed(value) if rest else [value]
    if resource.type in ENCRYPTION:
        # With S3's own key there is none to name.
        algorithm = "applyServerSideEncryptionByDefault.sseAlgorithm"
        places = [each for each in places if at(each, algorithm) in KMS]
    if any((at(each, rest) if rest else each) is None for each in places):
        yield "is encrypted with a key that AWS manages"


def _web_acl(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    for balancer in stack.of_type(*LOAD_BALANCERS):
        internal = balancer.at("internal") is True or balancer.at("loadBalancerType") not in (None, "application")
        if not internal and not any(stack.pointing_at(balancer, (WEB_ACL,), "resourceArn")):
            yield balancer, "has no web ACL"


POLICIES = (
    Rule(
        name="production-deletion-protection",
        what="In production nothing that users or a way back depend on goes with one command.",
        why="A destroy in the wrong terminal is the shortest outage to cause and the longest to end.",
        fix="Set enableDeletionProtection or deletionProtection to true, forceDelete and forceDestroy to false.",
        level=MANDATORY,
        severity=Severity.HIGH,
        production=True,
    ).over(tuple(PROTECTION), _protection),
    Rule(
        name="production-tls",
        what="In production listeners serve over TLS; plain HTTP only sends users there.",
        why="Everybody on the way reads and changes plain HTTP, passwords and cookies included.",
        fix="Give the listener a certificate; of this component: loadBalancer.certificateArn and domainName.",
        level=MANDATORY,
        severity=Severity.CRITICAL,
        production=True,
    ).over(LISTENERS, _tls),
    Rule(
        name="production-log-retention",
        what="In production log groups keep their logs for a year.",
        why="Break-ins are found months later, and most rules that companies follow ask for a year.",
        fix="Set retentionInDays; of this component: service.logRetentionDays.",
        level=ADVISORY,
        severity=Severity.LOW,
        options={
            "minimumDays": {
                "type": "integer",
                "description": "The fewest days that logs are kept in production.",
                "minimum": 1,
                "default": 365,
            }
        },
        production=True,
    ).over((LOG_GROUP,), _retention),
    Rule(
        name="production-access-logs",
        what="In production load balancers write access logs.",
        why="They are the only record of who asked for what, and of requests that reached no task.",
        fix="Set accessLogs with a bucket of S3's own key; its policy admits "
        "logdelivery.elasticloadbalancing.amazonaws.com.",
        level=ADVISORY,
        severity=Severity.MEDIUM,
        production=True,
    ).over(LOAD_BALANCERS, _access_logs),
    Rule(
        name="production-flow-logs",
        what="In production VPCs write flow logs.",
        why="They show what a container talked to after it was taken over.",
        fix="Add a FlowLog for the VPC, at least of rejected traffic; it is billed by the gigabyte.",
        level=ADVISORY,
        severity=Severity.LOW,
        production=True,
    ).over_stack(_flow_logs),
    Rule(
        name="production-own-key",
        what="In production logs, artifacts, builds and images are encrypted with a key of the company's own.",
        why="Only its policy decides who may read, and only it can be taken away from everybody at once.",
        fix="Make a key (about 1 USD a month) whose policy admits the services, and name it in the resource.",
        level=ADVISORY,
        severity=Severity.LOW,
        production=True,
    ).over(tuple(KEYS), _own_key),
    Rule(
        name="production-web-acl",
        what="In production load balancers that face the internet have a web ACL.",
        why="It stops floods and the attacks that everybody meets before they reach the application.",
        fix="Associate a web ACL of WAF (about 5 USD a month and its rules) with the load balancer.",
        level=ADVISORY,
        severity=Severity.LOW,
        production=True,
    ).over_stack(_web_acl),
)
