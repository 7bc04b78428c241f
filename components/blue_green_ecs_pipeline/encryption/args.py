"""What a user may write about the key that encrypts what the component stores."""

from typing import NotRequired, TypedDict

import pulumi


class EncryptionArgs(TypedDict):
    """Whose key encrypts what the component stores: a KMS key of your own, or AWS's."""

    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The ARN of a KMS key of your own, in the Region of the stack.

    It encrypts log groups, artifacts, builds, images, the files of a release in Parameter Store, the queue of stopped
    tasks and a smoke test's variables; the secrets that tasks and builds read may be under it too. Roles get exactly
    the actions on it that they need. The key's own policy is yours, and must be there first: the README shows which
    statements it needs. What is there already stays under the key that it was written with. Access logs stay with S3's
    own key: a load balancer writes to no other.
    Default: keys that AWS keeps, without a monthly price. Limits: the ARN of a symmetric key, not of an alias.
    Source: AWS Key Management Service Developer Guide, "Customer keys and AWS keys".
    """

    encrypt_images: NotRequired[bool]
    """Whether the image repository is under kms_key_arn too.

    It counts at creation: a repository keeps its key for good. A change, or another key, replaces the repository with
    all its images, which its protection refuses: set it to false in a stack that has its images already.
    Default: true. Limits: only with kms_key_arn.
    Source: Amazon ECR User Guide, "Encryption at rest".
    """
