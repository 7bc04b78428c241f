"""Keys that other services encrypt with."""

import pytest

from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.registry import InvalidProperty

ELSEWHERE = "arn:aws:kms:us-east-1:123456789012:key/11112222-3333-4444-5555-666677778888"


def test_a_key_of_this_region_that_is_in_use_is_taken(account):
    key = account.aws.client("kms").create_key()["KeyMetadata"]

    for name in (key["Arn"], key["KeyId"], "alias/aws/s3", None):
        require_key(account.aws, name, "kmsKeyId")


def test_another_key_is_refused(account):
    kms = account.aws.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key)

    for name, reason in ((ELSEWHERE, "is not in eu-central-1"), ("alias/none", "there is no key"), (key, "Disabled")):
        with pytest.raises(InvalidProperty, match=reason):
            require_key(account.aws, name, "kmsKeyId")
