"""The key of a log group, which AWS changes by operations of their own."""

import json

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from rehearsal.embedded_aws.put_into import put_into


def _group(response: LogsResponse) -> LogGroup:
    """The log group of this request; the operations that take other things by their ARN are not modelled."""
    backend, name = response.logs_backend, json.loads(response.body)["logGroupName"]
    # moto's own refusal of a group that is not there.
    backend.list_tags_log_group(name)
    return backend.groups[name]


def _associate_kms_key(response: LogsResponse) -> str:
    put_into(_group(response), kms_key_id=json.loads(response.body)["kmsKeyId"])
    return ""


def _disassociate_kms_key(response: LogsResponse) -> str:
    put_into(_group(response), kms_key_id=None)
    return ""


def install() -> None:
    """Puts these operations where moto looks for them."""
    put_into(LogsResponse, associate_kms_key=_associate_kms_key, disassociate_kms_key=_disassociate_kms_key)
