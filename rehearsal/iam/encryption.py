"""What AWS asks IAM for when data is under a KMS key of one's own: the caller needs the key too, through the service.

AWS's own keys admit everybody of the account who comes through their service: nobody is asked for them.
Source: AWS KMS Developer Guide, "AWS KMS condition keys", kms:ViaService; Amazon S3 User Guide, "Using server-side
encryption with AWS KMS keys (SSE-KMS)".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from .asks import Ask, Place

Parameters = Mapping[str, Any]
WRITES = {"PutObject", "CreateMultipartUpload"}
# The parts of a large object are put together by who can read them.
READS = {"GetObject", "HeadObject", "UploadPart", "CompleteMultipartUpload"}


def key_asks(place: Place, service: str, operation: str, parameters: Parameters) -> Iterator[Ask]:
    """The questions about keys that come with this call."""
    if service == "s3" and operation in WRITES | READS:
        action = "kms:GenerateDataKey" if operation in WRITES else "kms:Decrypt"
        keys = [_key_of_bucket(place, parameters["Bucket"])]
    elif service == "ssm" and operation in ("GetParameter", "GetParameters"):
        action, keys = "kms:Decrypt", _keys_of_parameters(place, parameters)
    elif (service, operation) == ("secretsmanager", "GetSecretValue"):
        action, keys = "kms:Decrypt", [_key_of_secret(place, parameters["SecretId"])]
    else:
        return
    for key in filter(None, keys):
        yield Ask(action, key, {"kms:viaservice": (f"{service}.{place.region}.amazonaws.com",)})


def own_key(place: Place, key_id: str | None) -> str | None:
    """The ARN of a key of one's own; None for AWS's."""
    if not key_id or key_id.startswith("alias/aws/") or ":alias/aws/" in key_id:
        return None
    return str(place.client("kms").describe_key(KeyId=key_id)["KeyMetadata"]["Arn"])


def _key_of_bucket(place: Place, bucket: str) -> str | None:
    try:
        answer = place.client("s3").get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    except ClientError:
        return None
    default = answer["Rules"][0].get("ApplyServerSideEncryptionByDefault", {})
    return own_key(place, default.get("KMSMasterKeyID"))


def _key_of_secret(place: Place, secret: str) -> str | None:
    return own_key(place, place.client("secretsmanager").describe_secret(SecretId=secret).get("KmsKeyId"))


def _keys_of_parameters(place: Place, parameters: Parameters) -> list[str | None]:
    names = parameters.get("Names") or [parameters["Name"]]
    found = place.client("ssm").describe_parameters(
        ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": [_parameter_name(name) for name in names]}]
    )["Parameters"]
    return [own_key(place, parameter.get("KeyId")) for parameter in found if parameter["Type"] == "SecureString"]


def _parameter_name(name: str) -> str:
    return name.partition(":parameter")[2] if name.startswith("arn:") else name
