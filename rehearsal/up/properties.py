"""Property values between Pulumi's protobuf messages and plain Python.

Whole numbers arrive as floats and become integers; secrets arrive wrapped and are remembered by property; a reference
to a resource becomes its id; what a preview does not know yet stays as the SDK's own marker.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime import rpc

UNKNOWN: str = rpc.UNKNOWN
_SIGNATURE = rpc._special_sig_key
_SECRET = rpc._special_secret_sig
_RESOURCE = rpc._special_resource_sig


def plain_properties(message: struct_pb2.Struct) -> tuple[dict[str, Any], frozenset[str]]:
    """The values of a request, and which of its properties hold a secret."""
    secrets = frozenset(key for key, value in message.fields.items() if _holds_secret(value))
    return {key: _plain(value) for key, value in message.fields.items()}, secrets


def message_of(properties: Mapping[str, Any], secrets: Iterable[str] = ()) -> struct_pb2.Struct:
    """A message of these values, with the secret properties wrapped."""
    message = struct_pb2.Struct()
    hidden = set(secrets)
    message.update(
        {key: {_SIGNATURE: _SECRET, "value": value} if key in hidden else value for key, value in properties.items()}
    )
    return message


def is_unknown(value: Any) -> bool:
    """Whether any part of this value is not known before an up."""
    if isinstance(value, Mapping):
        return any(is_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(is_unknown(item) for item in value)
    return isinstance(value, str) and UNKNOWN in value


def _plain(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        return int(value.number_value) if value.number_value.is_integer() else value.number_value
    if kind == "list_value":
        return [_plain(item) for item in value.list_value.values]
    if kind == "struct_value":
        return _plain_object(value.struct_value)
    return None if kind == "null_value" else getattr(value, kind or "null_value", None)


def _plain_object(message: struct_pb2.Struct) -> Any:
    signature = message.fields[_SIGNATURE].string_value if _SIGNATURE in message.fields else ""
    if signature == _SECRET:
        return _plain(message.fields["value"])
    if signature == _RESOURCE:
        return _plain(message.fields["id"]) if "id" in message.fields else message.fields["urn"].string_value
    return {key: _plain(value) for key, value in message.fields.items()}


def _holds_secret(value: struct_pb2.Value) -> bool:
    if value.HasField("list_value"):
        return any(_holds_secret(item) for item in value.list_value.values)
    if value.HasField("struct_value"):
        fields = value.struct_value.fields
        if _SIGNATURE in fields and fields[_SIGNATURE].string_value == _SECRET:
            return True
        return any(_holds_secret(item) for item in fields.values())
    return False
