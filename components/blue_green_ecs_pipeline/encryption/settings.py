"""EncryptionArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..text_forms import TextForm, arn
from .args import EncryptionArgs

_IS_ALIAS = arn("kms", "alias/[A-Za-z0-9/_-]+")


def _way_out(text: str) -> str:
    if _IS_ALIAS(text) or text.startswith("alias/"):
        return "write the ARN of the key that the alias stands for: IAM decides by it"
    return ""


KEY_ARN = TextForm("the ARN of a KMS key, arn:aws:kms:REGION:ACCOUNT:key/ID", arn("kms", "key/[A-Za-z0-9-]+"), _way_out)


@dataclass(frozen=True)
class EncryptionSettings:
    """EncryptionArgs with every default filled in and every limit checked."""

    kms_key_arn: pulumi.Input[str] | None
    encrypt_images: bool

    @property
    def image_key_arn(self) -> pulumi.Input[str] | None:
        """The key of the image repository, where it is not AWS's."""
        return self.kms_key_arn if self.encrypt_images else None

    @classmethod
    def from_args(cls, args: EncryptionArgs, problems: Problems) -> "EncryptionSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("encryption", args, EncryptionArgs, problems)
        settings = cls(
            kms_key_arn=reader.text("kms_key_arn", None, KEY_ARN),
            encrypt_images=reader.boolean("encrypt_images", True, plain=True),
        )
        if reader.given("encrypt_images") and not reader.given("kms_key_arn"):
            problems.needs(
                reader.setting("encrypt_images"), reader.setting("kms_key_arn"), "without it every key is AWS's"
            )
        return settings
