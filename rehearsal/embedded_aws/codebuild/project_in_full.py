"""CreateProject keeps everything it is given, with AWS's defaults, and UpdateProject exists."""

import json
from typing import Any

from moto.codebuild import responses
from moto.codebuild.exceptions import ResourceNotFoundException
from moto.codebuild.models import CodeBuildBackend
from moto.codebuild.responses import CodeBuildResponse
from moto.core.responses import ActionResult
from moto.core.utils import unix_time

from rehearsal.embedded_aws.put_into import put_into

_CREATE_PROJECT = CodeBuildResponse.create_project

# AWS CodeBuild API Reference, "CreateProject".
DEFAULTS = {"timeoutInMinutes": 60, "queuedTimeoutInMinutes": 480, "projectVisibility": "PRIVATE"}
# These are not part of the answer under the name they have in the request.
NOT_KEPT_AS_GIVEN = {"badgeEnabled"}


def keep_in_full(project: dict[str, Any], request: dict[str, Any]) -> None:
    """Writes all of a request into the stored project."""
    project.update({key: value for key, value in request.items() if key not in NOT_KEPT_AS_GIVEN})
    for variable in project["environment"].get("environmentVariables", []):
        variable.setdefault("type", "PLAINTEXT")
    if "badgeEnabled" in request:
        project["badge"] = {"badgeEnabled": request["badgeEnabled"]}
    project["lastModifiedDate"] = unix_time()


def update_project(backend: CodeBuildBackend, request: dict[str, Any]) -> dict[str, Any]:
    """Changes what is given and keeps the rest, as AWS does."""
    name = request["name"]
    if name not in backend.codebuild_projects:
        arn = f"arn:{backend.partition}:codebuild:{backend.region_name}:{backend.account_id}:project/{name}"
        raise ResourceNotFoundException(f"Project cannot be found: {arn}")
    project = backend.codebuild_projects[name]
    keep_in_full(project.project_metadata, request)
    project.service_role = project.project_metadata["serviceRole"]
    return project.project_metadata


def _create_project(response: CodeBuildResponse) -> ActionResult:
    answer: Any = _CREATE_PROJECT(response).result
    keep_in_full(answer["project"], {**DEFAULTS, **json.loads(response.body)})
    return ActionResult(answer)


def _update_project(response: CodeBuildResponse) -> ActionResult:
    request = json.loads(response.body)
    if "source" in request:
        responses._validate_required_params_source(request["source"])
    if "artifacts" in request:
        responses._validate_required_params_artifacts(request["artifacts"])
    return ActionResult({"project": update_project(response.codebuild_backend, request)})


def install() -> None:
    """Puts both operations into moto."""
    put_into(CodeBuildResponse, create_project=_create_project, update_project=_update_project)
