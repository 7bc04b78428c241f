"""The function's own signature is the one that AWS's SDK makes."""

from datetime import UTC, datetime
from unittest import mock

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SdkCredentials
from hypothesis import given
from hypothesis import strategies as st

from blue_green_ecs_pipeline.smoke_test.function.signature import Credentials, Scope, signed_headers

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SERVICES = st.sampled_from(["ec2", "codedeploy"])
REGIONS = st.sampled_from(["eu-central-1", "us-gov-west-1", "cn-north-1"])
KEYS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+=", min_size=1, max_size=60)
VALUES = st.text("abcXYZ019 -_.;=/:", min_size=1, max_size=40).map(str.strip)
HEADERS = st.dictionaries(st.sampled_from(["Content-Type", "X-Amz-Target", "X-Other"]), VALUES)


def signed_by_the_sdk(
    headers: dict[str, str], body: bytes, key: str, secret: str, token: str, region: str, service: str
) -> str:
    request = AWSRequest("POST", f"https://{headers['Host']}/", headers=dict(headers), data=body)
    signer = botocore.auth.SigV4Auth(SdkCredentials(key, secret, token or None), service, region)
    with mock.patch.object(botocore.auth, "get_current_datetime", return_value=NOW.replace(tzinfo=None)):
        signer.add_auth(request)
    return str(request.headers["Authorization"])


@given(HEADERS, st.binary(max_size=200), KEYS, KEYS, st.just("") | KEYS, REGIONS, SERVICES)
def test_it_is_the_same_for_every_call(
    headers: dict[str, str], body: bytes, key: str, secret: str, token: str, region: str, service: str
) -> None:
    headers = {**headers, "Host": f"{service}.{region}.amazonaws.com"}

    signed = signed_headers(headers, body, Credentials(key, secret, token), Scope(region, service), NOW)

    assert signed["Authorization"] == signed_by_the_sdk(headers, body, key, secret, token, region, service)
    assert signed["X-Amz-Date"] == "20260304T050607Z"
    assert signed.get("X-Amz-Security-Token", "") == token


def test_the_credentials_are_those_that_lambda_sets() -> None:
    variables = {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
    }

    assert Credentials.of(variables) == Credentials("AKIDEXAMPLE", "secret", "token")


def test_without_credentials_nothing_is_signed() -> None:
    with pytest.raises(KeyError, match="AWS_ACCESS_KEY_ID"):
        Credentials.of({})
