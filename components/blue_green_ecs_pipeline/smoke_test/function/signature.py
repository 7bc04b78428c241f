"""Signs a call of an AWS API.

Source: AWS General Reference, "Create a signed AWS API request" (Signature Version 4).
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Credentials:
    """Who calls: in a function its role, in the variables that Lambda sets."""

    access_key_id: str
    secret_access_key: str
    session_token: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Credentials":
        """The credentials of these environment variables."""
        return cls(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            environment.get("AWS_SESSION_TOKEN", ""),
        )


@dataclass(frozen=True)
class Scope:
    """Which API of which Region is called."""

    region: str
    service: str


def signed_headers(
    headers: Mapping[str, str], body: bytes, credentials: Credentials, scope: Scope, now: datetime | None = None
) -> dict[str, str]:
    """The headers, `Host` among them, with those that prove who calls: for a POST to /."""
    time = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    signed = {**headers, "X-Amz-Date": time}
    if credentials.session_token:
        signed["X-Amz-Security-Token"] = credentials.session_token
    names = ";".join(sorted(name.lower() for name in signed))
    lines = sorted(f"{name.lower()}:{' '.join(value.split())}" for name, value in signed.items())
    request = "\n".join(["POST", "/", "", *lines, "", names, hashlib.sha256(body).hexdigest()])

    path = [time[:8], scope.region, scope.service, "aws4_request"]
    to_sign = "\n".join([ALGORITHM, time, "/".join(path), hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{credentials.secret_access_key}".encode()
    for part in path:
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    credential = f"{credentials.access_key_id}/{'/'.join(path)}"
    signed["Authorization"] = f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
    return signed
