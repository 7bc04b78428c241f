"""What a role may do with the KMS key of one's own.

Source: AWS Key Management Service Developer Guide, "AWS KMS condition keys", under kms:ViaService; Amazon S3 User
Guide, "Using server-side encryption with AWS KMS keys (SSE-KMS)".
"""

from collections.abc import Sequence

import pulumi

from ..aws_identity import AwsIdentity
from ..policy_document import Statement, allow

READ = ("kms:Decrypt",)
# S3 makes a data key for what is written; the parts of a large object are put together by who can read them.
READ_AND_WRITE = ("kms:Decrypt", "kms:GenerateDataKey")


def allow_key(
    sid: str,
    actions: Sequence[str],
    kms_key_arn: pulumi.Input[str] | None,
    services: Sequence[str],
    identity: AwsIdentity,
) -> list[Statement]:
    """Lets a role use the key, through these services alone; nothing where every key is AWS's."""
    if kms_key_arn is None:
        return []
    # In every partition, China's too, the key's values end like this.
    hosts = [pulumi.Output.format("{0}.{1}.amazonaws.com", service, identity.region) for service in services]
    return [allow(sid, actions, [kms_key_arn], {"StringEquals": {"kms:ViaService": hosts}})]
