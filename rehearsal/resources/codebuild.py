"""CodeBuild projects."""

from typing import Any

from rehearsal.resources.codebuild_rules import require_fitting_project
from rehearsal.resources.convert import overlay, parameters
from rehearsal.resources.ecs import computed
from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.references import require_network, require_role
from rehearsal.resources.registry import (
    Account,
    InvalidProperty,
    Properties,
    ResourceType,
    none_when_missing,
    register,
)

RENAMES = {"buildTimeout": "timeoutInMinutes", "queuedTimeout": "queuedTimeoutInMinutes"}
# These belong to another call, UpdateProjectVisibility.
VISIBILITY = frozenset({"projectVisibility", "resourceAccessRole"})
# What an input that the program takes away goes back to.
DEFAULTS: Properties = {
    "badgeEnabled": False,
    "buildTimeout": 60,
    "cache": {"type": "NO_CACHE"},
    "description": "",
    "logsConfig": {"cloudwatchLogs": {"status": "ENABLED"}, "s3Logs": {"status": "DISABLED"}},
    "queuedTimeout": 480,
    "secondaryArtifacts": [],
    "secondarySourceVersions": [],
    "secondarySources": [],
    "sourceVersion": "",
    "tags": {},
    "vpcConfig": {},
}


@register
class Project(ResourceType):
    """aws.codebuild.Project.

    Source: terraform-provider-aws, resource aws_codebuild_project: name forces a new resource.
    """

    token = "aws:codebuild/project:Project"
    replace_on = frozenset({"name"})
    name_property = "name"
    name_limit = 150

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        self._check(aws, inputs)
        codebuild = aws.client("codebuild")
        wanted = _with_log_status(inputs)
        request = parameters(codebuild, "CreateProject", wanted, renames=RENAMES, elsewhere=VISIBILITY)
        project = codebuild.create_project(**request)["project"]
        return project["arn"], self._outputs(aws, inputs, project)

    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        found = aws.client("codebuild").batch_get_projects(names=[id])["projects"]
        if not found:
            return None
        project = {"tags": [], **found[0], "badgeEnabled": found[0].get("badge", {}).get("badgeEnabled")}
        live = overlay(inputs, project, renames=RENAMES)
        return live, self._outputs(aws, live, project)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._check(aws, new_inputs)
        taken_away = {key: DEFAULTS[key] for key in old_inputs if key not in new_inputs and key in DEFAULTS}
        codebuild = aws.client("codebuild")
        wanted = _with_log_status({**taken_away, **new_inputs})
        request = parameters(codebuild, "UpdateProject", wanted, renames=RENAMES, elsewhere=VISIBILITY)
        return self._outputs(aws, new_inputs, codebuild.update_project(**request)["project"])

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("codebuild").delete_project(name=inputs["name"])

    def _check(self, aws: Account, inputs: Properties) -> None:
        if inputs.get("projectVisibility") not in (None, "PRIVATE"):
            raise InvalidProperty("projectVisibility", "the rehearsal knows PRIVATE projects alone")
        require_fitting_project(inputs)
        require_key(aws, inputs.get("encryptionKey"), "encryptionKey")
        arn = f"arn:aws:codebuild:{aws.region}:{aws.account_id}:project/{inputs['name']}"
        require_role(aws, inputs["serviceRole"], "codebuild.amazonaws.com", "serviceRole", arn)
        if inputs.get("vpcConfig"):
            require_network(aws, inputs["vpcConfig"], "vpcConfig")

    def _outputs(self, aws: Account, inputs: Properties, live: dict[str, Any]) -> Properties:
        return {
            "buildTimeout": live.get("timeoutInMinutes"),
            "queuedTimeout": live.get("queuedTimeoutInMinutes"),
            "encryptionKey": live.get("encryptionKey"),
            "projectVisibility": "PRIVATE",
            **inputs,
            "arn": live["arn"],
            "badgeUrl": "",
            "publicProjectAlias": "",
            **computed(aws, inputs),
        }


def _with_log_status(inputs: Properties) -> Properties:
    """The provider's defaults, which AWS asks for: logs go to CloudWatch and not to S3."""
    logs = inputs.get("logsConfig")
    if not logs:
        return inputs
    status = {"cloudwatchLogs": "ENABLED", "s3Logs": "DISABLED"}
    complete = {key: {"status": status[key], **value} if key in status else value for key, value in logs.items()}
    return {**inputs, "logsConfig": complete}
