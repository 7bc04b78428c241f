"""Who may read what is stored: buckets, queues, topics, keys, images, roles."""

from collections.abc import Iterator

from pulumi_policy import Severity

from .policy_documents import statements
from .resources import Resource, Stack
from .rule import MANDATORY, Options, Rule
from .values import UNKNOWN

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACLS = ("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read", "website")
BLOCKED = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

RESOURCE_POLICIES = {
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:iam/role:Role": "assumeRolePolicy",
    "aws:kms/key:Key": "policy",
    "aws:kms/keyPolicy:KeyPolicy": "policy",
    "aws:s3/bucket:Bucket": "policy",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:secretsmanager/secret:Secret": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:sns/topic:Topic": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queue:Queue": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
}
FUNCTION_PERMISSION = "aws:lambda/permission:Permission"


def _block_and_acl(resource: Resource, _options: Options) -> Iterator[str]:
    if resource.type == BLOCK:
        for key in BLOCKED:
            if resource.at(key) not in (True, UNKNOWN):
                yield f"{key} is not true"
    elif (acl := resource.at("acl")) in PUBLIC_ACLS:
        yield f"the ACL {acl} makes it readable for others"


def _has_block(stack: Stack, _options: Options) -> Iterator[tuple[Resource, str]]:
    for bucket in stack.of_type(*BUCKETS):
        if not any(stack.pointing_at(bucket, (BLOCK,), "bucket")):
            yield bucket, "has no public access block"


def _public_principal(resource: Resource, _options: Options) -> Iterator[str]:
    if resource.type == FUNCTION_PERMISSION:
        narrowed = any(resource.at(key) is not None for key in ("sourceAccount", "sourceArn", "principalOrgId"))
        if resource.at("principal") == "*" and not narrowed:
            yield "everybody may call it"
        return
    for statement in statements(resource.at(RESOURCE_POLICIES[resource.type])):
        everybody = "*" in statement.principals.get("AWS", ())
        if statement.allows and everybody and not statement.narrows():
            yield f"{statement.label} lets everybody do {', '.join(statement.actions) or 'something'}"


POLICIES = (
    Rule(
        name="bucket-public-access",
        what="Buckets block public access in all four ways, and have no public ACL.",
        why="Artifacts hold the source and how it is deployed; one policy written in haste would publish them.",
        fix="Set all four properties of the BucketPublicAccessBlock to true, and leave acl out.",
        level=MANDATORY,
        severity=Severity.CRITICAL,
    ).over((BLOCK, *BUCKETS, *ACLS), _block_and_acl),
    Rule(
        name="bucket-has-public-access-block",
        what="Every bucket has a public access block of its own.",
        why="The account's block can be taken away by others, and a bucket outlives the account's defaults.",
        fix="Add a BucketPublicAccessBlock for the bucket.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over_stack(_has_block),
    Rule(
        name="public-principal",
        what="No policy of a bucket, queue, topic, key, secret, image repository, function or role admits everybody.",
        why="A principal of * is every AWS account, and without credentials often everyone else too.",
        fix="Name the account, role or service, or add a condition on aws:SourceArn, aws:SourceAccount or the "
        "organisation.",
        level=MANDATORY,
        severity=Severity.CRITICAL,
    ).over((*RESOURCE_POLICIES, FUNCTION_PERMISSION), _public_principal),
)
