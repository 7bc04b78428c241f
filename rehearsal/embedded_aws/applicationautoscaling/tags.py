"""Tags of scalable targets: given with RegisterScalableTarget, and by operations of their own."""

import json
from typing import Any

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.core.exceptions import JsonRESTError

from rehearsal.embedded_aws.put_into import put_into

_REGISTER = ApplicationAutoScalingResponse.register_scalable_target


def _tags(backend: ApplicationAutoscalingBackend, arn: str) -> dict[str, str]:
    """The tags of this target, to be changed in place."""
    for targets in backend.targets.values():
        for target in targets.values():
            if target.arn == arn:
                if "tags" not in vars(target):
                    put_into(target, tags={})
                kept: dict[str, str] = vars(target)["tags"]
                return kept
    raise JsonRESTError("ResourceNotFoundException", f"There is no scalable target {arn}")


def _register(response: ApplicationAutoScalingResponse) -> str:
    answer = _REGISTER(response)
    request: dict[str, Any] = json.loads(response.body)
    _tags(response.applicationautoscaling_backend, json.loads(answer)["ScalableTargetARN"]).update(
        request.get("Tags") or {}
    )
    return answer


def _list_tags(response: ApplicationAutoScalingResponse) -> str:
    arn = json.loads(response.body)["ResourceARN"]
    return json.dumps({"Tags": _tags(response.applicationautoscaling_backend, arn)})


def _tag(response: ApplicationAutoScalingResponse) -> str:
    request = json.loads(response.body)
    _tags(response.applicationautoscaling_backend, request["ResourceARN"]).update(request["Tags"])
    return "{}"


def _untag(response: ApplicationAutoScalingResponse) -> str:
    request = json.loads(response.body)
    tags = _tags(response.applicationautoscaling_backend, request["ResourceARN"])
    for key in request["TagKeys"]:
        tags.pop(key, None)
    return "{}"


def install() -> None:
    """Adds these operations to moto."""
    put_into(
        ApplicationAutoScalingResponse,
        list_tags_for_resource=_list_tags,
        register_scalable_target=_register,
        tag_resource=_tag,
        untag_resource=_untag,
    )
