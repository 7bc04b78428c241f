"""The policies of an account at one moment, to be changed one at a time and decided by again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError

from rehearsal.iam.policy import Policy, parse_policy


class Kind(StrEnum):
    """What a policy belongs to."""

    ROLE = "role"
    TRUST = "trust"
    RESOURCE = "resource"
    GIVEN = "given"
    """Somebody else's: it decides, and nothing is taken from it."""


@dataclass(frozen=True)
class Place:
    """Where one policy stands: in a role under a name, as its trust, or at a resource."""

    kind: Kind
    owner: str
    """The role's name, or the resource's ARN."""
    name: str = ""

    def __str__(self) -> str:
        return {
            Kind.ROLE: f"role {self.owner}, policy {self.name}",
            Kind.TRUST: f"role {self.owner}, trust",
            Kind.RESOURCE: f"policy of {self.owner}",
            Kind.GIVEN: f"policy of {self.owner}",
        }[self.kind]


Documents = Mapping[Place, Mapping[str, Any]]


class CopiedPolicies:
    """Decides as the embedded AWS would with these documents."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def of_role(self, name: str) -> tuple[Policy, ...]:
        """What the role may do."""
        return tuple(
            _parsed(place, document)
            for place, document in self.documents.items()
            if place.kind in (Kind.ROLE, Kind.GIVEN) and place.owner == name
        )

    def boundary_of_role(self, name: str) -> Policy | None:
        """The component sets none."""
        return None

    def trust_of_role(self, name: str) -> Policy:
        """Who may assume it."""
        place = Place(Kind.TRUST, name)
        return _parsed(place, self.documents[place])

    def of_resource(self, arn: str) -> Policy | None:
        """The policy of the resource, or of the bucket that an object lies in."""
        owner = arn.partition("/")[0] if ":s3:" in arn else arn
        places = [Place(kind, owner) for kind in (Kind.RESOURCE, Kind.GIVEN)]
        return next((_parsed(place, self.documents[place]) for place in places if place in self.documents), None)


def _parsed(place: Place, document: Mapping[str, Any]) -> Policy:
    return parse_policy(str(place), json.dumps(document))


def read_documents(aws: Any) -> dict[Place, dict[str, Any]]:
    """Every policy of a role, every trust policy, and those of buckets, queues and keys."""
    found: dict[Place, dict[str, Any]] = {}
    iam = aws.client("iam")
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        found[Place(Kind.TRUST, name)] = _loaded(role["AssumeRolePolicyDocument"])
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            found[Place(Kind.ROLE, name, policy)] = _loaded(document)
    return found | _of_buckets(aws) | _of_queues(aws) | _of_keys(aws)


def put_document(aws: Any, place: Place, document: Mapping[str, Any]) -> None:
    """Writes a role's policy, or its trust, into the embedded AWS."""
    text = json.dumps(document)
    if place.kind is Kind.TRUST:
        aws.client("iam").update_assume_role_policy(RoleName=place.owner, PolicyDocument=text)
    else:
        aws.client("iam").put_role_policy(RoleName=place.owner, PolicyName=place.name, PolicyDocument=text)


def _of_buckets(aws: Any) -> dict[Place, dict[str, Any]]:
    found = {}
    s3 = aws.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        try:
            text = s3.get_bucket_policy(Bucket=bucket["Name"])["Policy"]
        except ClientError:
            continue
        found[Place(Kind.RESOURCE, f"arn:aws:s3:::{bucket['Name']}")] = _loaded(text)
    return found


def _of_queues(aws: Any) -> dict[Place, dict[str, Any]]:
    found = {}
    sqs = aws.client("sqs")
    for url in sqs.list_queues().get("QueueUrls", []):
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        if attributes.get("Policy"):
            found[Place(Kind.RESOURCE, attributes["QueueArn"])] = _loaded(attributes["Policy"])
    return found


def _of_keys(aws: Any) -> dict[Place, dict[str, Any]]:
    kms = aws.client("kms")
    return {
        Place(Kind.GIVEN, key["KeyArn"]): _loaded(
            kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"]
        )
        for key in kms.list_keys()["Keys"]
    }


def _loaded(document: Any) -> dict[str, Any]:
    return dict(document if isinstance(document, dict) else json.loads(unquote(document)))
