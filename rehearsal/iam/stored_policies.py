"""The policies as the embedded AWS has them now: of a role, and of the resources that have policies of their own."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError

from .policy import Policy, parse_policy


class UnknownRole(LookupError):
    """There is no such role."""


class StoredPolicies:
    """Reads policies with the administrator's clients."""

    def __init__(self, client: Callable[[str], Any]) -> None:
        self._client = client

    def of_role(self, name: str) -> tuple[Policy, ...]:
        """The role's inline and attached policies."""
        iam = self._client("iam")
        try:
            inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
            attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        except ClientError as error:
            raise UnknownRole(str(error)) from None
        own = [
            _policy(
                f"policy {one} of role {name}", iam.get_role_policy(RoleName=name, PolicyName=one)["PolicyDocument"]
            )
            for one in inline
        ]
        return (*own, *(self._managed(one["PolicyArn"]) for one in attached))

    def boundary_of_role(self, name: str) -> Policy | None:
        """The role's permissions boundary."""
        boundary = self._role(name).get("PermissionsBoundary")
        return self._managed(boundary["PermissionsBoundaryArn"]) if boundary else None

    def trust_of_role(self, name: str) -> Policy:
        """Who may assume the role."""
        return _policy(f"the trust policy of role {name}", self._role(name)["AssumeRolePolicyDocument"])

    def of_resource(self, arn: str) -> Policy | None:
        """The policy of the resource itself, where its kind has one and somebody wrote one."""
        if arn == "*":
            return None
        service, resource = arn.split(":", 5)[2], arn.split(":", 5)[-1]
        reader = {
            "ecr": self._of_repository,
            "kms": self._of_key,
            "s3": self._of_bucket,
            "sns": self._of_topic,
            "sqs": self._of_queue,
        }
        if service not in reader:
            return None
        try:
            document = reader[service](resource if service != "sns" else arn)
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                return None
            raise
        return _policy(f"the policy of {arn}", document) if document else None

    def _role(self, name: str) -> dict[str, Any]:
        try:
            return dict(self._client("iam").get_role(RoleName=name)["Role"])
        except ClientError as error:
            raise UnknownRole(str(error)) from None

    def _managed(self, arn: str) -> Policy:
        iam = self._client("iam")
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
        return _policy(f"policy {arn.rpartition('/')[2]}", document)

    def _of_bucket(self, resource: str) -> Any:
        return self._client("s3").get_bucket_policy(Bucket=resource.partition("/")[0])["Policy"]

    def _of_repository(self, resource: str) -> Any:
        name = resource.removeprefix("repository/")
        return None if name == "*" else self._client("ecr").get_repository_policy(repositoryName=name)["policyText"]

    def _of_key(self, resource: str) -> Any:
        key = resource.removeprefix("key/")
        return self._client("kms").get_key_policy(KeyId=key, PolicyName="default")["Policy"]

    def _of_queue(self, resource: str) -> Any:
        sqs = self._client("sqs")
        url = sqs.get_queue_url(QueueName=resource)["QueueUrl"]
        return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"]).get("Attributes", {}).get("Policy")

    def _of_topic(self, arn: str) -> Any:
        return self._client("sns").get_topic_attributes(TopicArn=arn)["Attributes"].get("Policy")


# Nothing there, or no policy: what is asked for then is refused, or not, by the other policies.
ABSENT = {
    "NoSuchBucket",
    "NoSuchBucketPolicy",
    "RepositoryNotFoundException",
    "RepositoryPolicyNotFoundException",
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
    "NotFound",
    "NotFoundException",
}


def _policy(name: str, document: Any) -> Policy:
    return parse_policy(name, json.dumps(document) if isinstance(document, dict) else unquote(str(document)))
