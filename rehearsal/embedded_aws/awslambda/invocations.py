"""Invoke accepts the event and runs nothing: the function's code runs in a process that the deploy step starts."""

from typing import Any

from moto.awslambda.models import LambdaFunction

from rehearsal.embedded_aws.put_into import put_into

ASYNCHRONOUS = ("Event", "DryRun")


def _invoke(self: LambdaFunction, body: str, request_headers: Any, response_headers: Any) -> bytes:
    if request_headers.get("x-amz-invocation-type") not in ASYNCHRONOUS:
        raise NotImplementedError(f"{self.function_name}: only asynchronous invocations are acted out")
    return b""


def install() -> None:
    """Puts it in the place of moto's, which would ask Docker."""
    put_into(LambdaFunction, invoke=_invoke)
