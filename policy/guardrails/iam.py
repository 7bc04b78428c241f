"""What roles may do, and who may be them."""

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from .iam_actions import ON_EVERY_RESOURCE, SENDS_ITS_SOURCE
from .policy_documents import Statement, statements
from .resources import Resource
from .rule import MANDATORY, Options, Rule
from .values import UNKNOWN, mappings, texts

ROLE = "aws:iam/role:Role"
POLICIES_OF_IDENTITIES = (
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
)
ATTACHMENTS = (
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
)
PASS_ROLE = "iam:passrole"


def _allowed(resource: Resource) -> Iterator[Statement]:
    """What an identity's policies allow."""
    documents = [resource.at("policy")]
    if resource.type == ROLE:
        documents = [each.get("policy") for each in mappings(resource.at("inlinePolicies"))]
    return (each for document in documents for each in statements(document) if each.allows)


def _wildcard_action(resource: Resource, _options: Options) -> Iterator[str]:
    for statement in _allowed(resource):
        if statement.excludes:
            yield f"{statement.label} allows all but what it names"
        for action in statement.actions:
            if "*" in action or "?" in action:
                yield f"{statement.label} allows {action}"


def is_everything(resource: str) -> bool:
    """Whether a resource stands for all that a service has, or all of a kind: *, arn:aws:s3:::*, ...:function:*."""
    if "*" not in resource:
        return False
    _arn, _partition, service, *_, named = (
        resource.split(":", 5) if resource.count(":") >= 5 else ["", "", "", resource]
    )
    if not named.strip("*?/"):
        return True
    # In S3's ARNs what stands before the slash is a bucket; in all others it is the kind.
    return service != "s3" and re.fullmatch(r"[a-z-]+[:/][*?]+", named) is not None or resource.startswith("*")


def _wildcard_resource(resource: Resource, options: Options) -> Iterator[str]:
    on_everything = {action.lower() for action in (*ON_EVERY_RESOURCE, *texts(options["actions"]))}
    for statement in _allowed(resource):
        if any(is_everything(each) for each in statement.resources):
            narrow = [action for action in statement.actions if action.lower() not in on_everything]
            if narrow:
                yield f"{statement.label} allows {', '.join(narrow)} on every resource"


def _pass_role(resource: Resource, _options: Options) -> Iterator[str]:
    for statement in _allowed(resource):
        if PASS_ROLE not in (action.lower() for action in statement.actions):
            continue
        if any("*" in each or "?" in each for each in statement.resources):
            yield f"{statement.label} passes more than exact roles"
        if not statement.narrows("iam:PassedToService"):
            yield f"{statement.label} passes roles to any service"


def _managed_policy(resource: Resource, _options: Options) -> Iterator[str]:
    for key in ("policyArn", "policyArns", "managedPolicyArns"):
        for arn in texts(resource.at(key)):
            if ":iam::aws:policy/" in arn:
                yield f"has the policy {arn.rsplit('/', 1)[-1]} that AWS manages"


def _service_trust(resource: Resource, options: Options) -> Iterator[str]:
    senders = {*SENDS_ITS_SOURCE, *texts(options["services"])}
    if resource.at("assumeRolePolicy") is UNKNOWN:
        return
    for statement in statements(resource.at("assumeRolePolicy")):
        named = senders.intersection(_host(each) for each in statement.principals.get("Service", ()))
        if statement.allows and named and not statement.narrows("aws:SourceArn", "aws:SourceAccount"):
            yield f"{statement.label} trusts {', '.join(sorted(named))} on behalf of any account"


def _host(principal: str) -> str:
    """A service's name without its region and DNS suffix: codedeploy.eu-central-1.amazonaws.com is codedeploy."""
    return principal.split(".")[0].lower()


POLICIES = (
    Rule(
        name="iam-wildcard-action",
        what="Policies allow named actions: no *, and nothing written as all but some.",
        why="A wildcard also allows what AWS adds next year, and nobody can say what the role is for.",
        fix="List the actions that the calls in use need; the provider's or service's page names them.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over((*POLICIES_OF_IDENTITIES, ROLE), _wildcard_action),
    Rule(
        name="iam-wildcard-resource",
        what="Policies allow actions on named resources, except those that AWS lets no one narrow.",
        why="An action on every resource reaches other teams' services in the same account.",
        fix="Name the ARNs. For an action without resource-level permission, add it to the option actions.",
        level=MANDATORY,
        severity=Severity.HIGH,
        options={
            "actions": {
                "type": "array",
                "description": "More actions without resource-level permission, beside those of iam_actions.py.",
                "items": {"type": "string"},
                "default": [],
            }
        },
    ).over((*POLICIES_OF_IDENTITIES, ROLE), _wildcard_resource),
    Rule(
        name="iam-pass-role",
        what="iam:PassRole names exact roles, and the service that they may be passed to.",
        why="Whoever may pass any role to any service has the rights of the strongest role in the account.",
        fix="Write the roles' ARNs without *, and a condition StringEquals on iam:PassedToService.",
        level=MANDATORY,
        severity=Severity.CRITICAL,
    ).over((*POLICIES_OF_IDENTITIES, ROLE), _pass_role),
    Rule(
        name="iam-managed-policy",
        what="No policy that AWS manages is attached.",
        why="It allows far more than one service needs, mostly on every resource, and AWS changes it unasked.",
        fix="Write a policy with the actions and ARNs in use.",
        level=MANDATORY,
        severity=Severity.HIGH,
    ).over((*ATTACHMENTS, ROLE), _managed_policy),
    Rule(
        name="iam-service-trust",
        what="A role trusts a service only on behalf of this account, where the service says on whose behalf it comes.",
        why="Without it the service can be led to use the role by somebody else's resource: the confused deputy.",
        fix="Add a condition on aws:SourceAccount, and ArnLike on aws:SourceArn, to the trust policy.",
        level=MANDATORY,
        severity=Severity.HIGH,
        options={
            "services": {
                "type": "array",
                "description": "More services that send aws:SourceArn when they assume a role, as in lambda.",
                "items": {"type": "string"},
                "default": [],
            }
        },
    ).over((ROLE,), _service_trust),
)
