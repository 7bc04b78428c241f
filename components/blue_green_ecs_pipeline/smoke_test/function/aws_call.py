"""Calls an AWS API, where the environment variables say that it is."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from .exchange import Answer, Limits, Request, Server, exchange
from .signature import Credentials, Scope, signed_headers

MAX_ANSWER_BYTES = 4 * 1024 * 1024


class AwsRefusalError(Exception):
    """What the API answered instead of a result."""


def endpoint(service: str, environment: Mapping[str, str]) -> str:
    """The API's address.

    Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
    """
    given = environment.get(f"AWS_ENDPOINT_URL_{service.upper()}") or environment.get("AWS_ENDPOINT_URL")
    return given or f"https://{service}.{environment['AWS_REGION']}.{environment['DNS_SUFFIX']}"


def call(
    service: str, headers: Mapping[str, str], body: bytes, environment: Mapping[str, str], seconds: float
) -> Answer:
    """The API's answer.

    Raises:
        AwsRefusalError: where it refuses.
        NoAnswerError: where there is no answer in time.
    """
    url = urlsplit(endpoint(service, environment))
    host = url.hostname or ""
    port = url.port or (443 if url.scheme == "https" else 80)
    signed = signed_headers(
        {**headers, "Host": url.netloc},
        body,
        Credentials.of(environment),
        Scope(environment["AWS_REGION"], service),
    )
    answer = exchange(
        Server(url.scheme, host, port, host),
        Request("POST", "/", signed, body),
        Limits(connect_seconds=seconds, answer_seconds=seconds, body_bytes=MAX_ANSWER_BYTES),
    )
    if answer.status != 200:
        raise AwsRefusalError(f"{service} answered with status {answer.status}: {' '.join(answer.text.split())[:500]}")
    return answer
