"""KMS keys that other services encrypt with: the key has to be in this account and Region, and in use."""

from rehearsal.resources.registry import Account, InvalidProperty, referring


def require_key(aws: Account, key: str | None, path: str) -> None:
    """The key or alias exists here. Each service checks it: at once, or with the first thing that it encrypts."""
    if not key or key.startswith("alias/aws/"):
        return
    if key.startswith("arn:") and key.split(":")[3] != aws.region:
        raise InvalidProperty(path, f"the key {key} is not in {aws.region}")
    with referring(path, f"key {key}"):
        state = aws.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyState"]
    if state != "Enabled":
        raise InvalidProperty(path, f"the key {key} is {state}")
