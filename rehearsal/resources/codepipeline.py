"""CodePipeline pipelines."""

from typing import Any

from rehearsal.resources.codepipeline_rules import require_fitting_actions
from rehearsal.resources.codepipeline_structure import check_actions, check_structure
from rehearsal.resources.convert import overlay, parameters, plain_tags
from rehearsal.resources.ecs import computed
from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.references import (
    require_application,
    require_bucket,
    require_connection,
    require_deployment_group,
    require_project,
    require_role,
)
from rehearsal.resources.registry import Account, Properties, ResourceType, none_when_missing, register
from rehearsal.resources.tag_changes import tag_changes

CONDITION_MOMENTS = ("beforeEntry", "onFailure", "onSuccess")
ACTION_TYPE = ("category", "owner", "provider", "version")


@register
class Pipeline(ResourceType):
    """aws.codepipeline.Pipeline.

    Source: terraform-provider-aws, resource aws_codepipeline: name forces a new resource.
    """

    token = "aws:codepipeline/pipeline:Pipeline"
    replace_on = frozenset({"name"})
    name_property = "name"
    name_limit = 100

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        self._check(aws, inputs)
        codepipeline = aws.client("codepipeline")
        request = parameters(codepipeline, "CreatePipeline", {"pipeline": _for_aws(inputs), "tags": inputs.get("tags")})
        codepipeline.create_pipeline(**request)
        return inputs["name"], self._outputs(aws, inputs)

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        codepipeline = aws.client("codepipeline")
        found = codepipeline.get_pipeline(name=id)
        tags = codepipeline.list_tags_for_resource(resourceArn=outputs["arn"])["tags"]
        live = overlay(inputs, {**_for_pulumi(found["pipeline"]), "tags": plain_tags(tags)})
        return live, self._outputs(aws, live)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._check(aws, new_inputs)
        codepipeline = aws.client("codepipeline")
        codepipeline.update_pipeline(**parameters(codepipeline, "UpdatePipeline", {"pipeline": _for_aws(new_inputs)}))
        changed, removed = tag_changes(old_inputs, new_inputs)
        if changed:
            pairs = [{"key": key, "value": value} for key, value in changed.items()]
            codepipeline.tag_resource(resourceArn=outputs["arn"], tags=pairs)
        if removed:
            codepipeline.untag_resource(resourceArn=outputs["arn"], tagKeys=removed)
        return self._outputs(aws, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("codepipeline").delete_pipeline(name=id)

    def _check(self, aws: Account, inputs: Properties) -> None:
        check_structure(inputs)
        check_actions(inputs["stages"])
        require_fitting_actions(aws, inputs)
        require_role(aws, inputs["roleArn"], "codepipeline.amazonaws.com", "roleArn", _arn(aws, inputs))
        for number, store in enumerate(inputs["artifactStores"]):
            require_bucket(aws, store["location"], f"artifactStores[{number}].location")
            key = (store.get("encryptionKey") or {}).get("id")
            require_key(aws, key, f"artifactStores[{number}].encryptionKey.id")
        for stage_number, stage in enumerate(inputs["stages"]):
            for number, action in enumerate(stage["actions"]):
                _check_references(aws, action, f"stages[{stage_number}].actions[{number}].configuration")

    def _outputs(self, aws: Account, inputs: Properties) -> Properties:
        return {
            **inputs,
            "arn": _arn(aws, inputs),
            "triggerAlls": inputs.get("triggers") or [],
            **computed(aws, inputs),
        }


def _check_references(aws: Account, action: Properties, path: str) -> None:
    configuration = action.get("configuration") or {}
    provider = action["provider"]
    if provider == "CodeStarSourceConnection":
        require_connection(aws, configuration["ConnectionArn"], f"{path}.ConnectionArn")
    elif provider == "CodeBuild":
        require_project(aws, configuration["ProjectName"], f"{path}.ProjectName")
    elif provider == "CodeDeployToECS":
        application, group = configuration["ApplicationName"], configuration["DeploymentGroupName"]
        require_application(aws, application, f"{path}.ApplicationName")
        require_deployment_group(aws, application, group, f"{path}.DeploymentGroupName")


def _for_aws(inputs: Properties) -> Properties:
    """A pipeline as the program writes it, in AWS's shape."""
    pipeline = {key: value for key, value in inputs.items() if key not in ("artifactStores", "tags", "region")}
    stores = inputs["artifactStores"]
    if len(stores) == 1 and not stores[0].get("region"):
        pipeline["artifactStore"] = stores[0]
    else:
        pipeline["artifactStores"] = {
            store["region"]: {key: value for key, value in store.items() if key != "region"} for store in stores
        }
    pipeline["stages"] = [_stage_for_aws(stage) for stage in inputs["stages"]]
    if inputs.get("triggers"):
        pipeline["triggers"] = [_renamed_git(trigger, GIT_FOR_AWS) for trigger in inputs["triggers"]]
    return pipeline


def _stage_for_aws(stage: Properties) -> Properties:
    result = {**stage, "actions": [_action_for_aws(action) for action in stage["actions"]]}
    for moment in CONDITION_MOMENTS:
        if stage.get(moment):
            conditions = {key: value for key, value in stage[moment].items() if key != "condition"}
            if stage[moment].get("condition"):
                conditions["conditions"] = [_condition_for_aws(stage[moment]["condition"])]
            result[moment] = conditions
    return result


def _condition_for_aws(condition: Properties) -> Properties:
    rules = [
        {
            **rule,
            "commands": [{"command": command} for command in rule["commands"]] if rule.get("commands") else None,
            "inputArtifacts": _names(rule.get("inputArtifacts")),
        }
        for rule in condition["rules"]
    ]
    return {**condition, "rules": rules}


def _action_for_aws(action: Properties) -> Properties:
    apart = {*ACTION_TYPE, "commands", "inputArtifacts", "outputArtifacts", "outputArtifactsForComputeActions"}
    result = {key: value for key, value in action.items() if key not in apart}
    result["actionTypeId"] = {key: action[key] for key in ACTION_TYPE}
    result["commands"] = [{"command": command} for command in action["commands"]] if action.get("commands") else None
    result["inputArtifacts"] = _names(action.get("inputArtifacts"))
    result["outputArtifacts"] = _names(action.get("outputArtifacts")) or action.get("outputArtifactsForComputeActions")
    return result


def _names(artifacts: list[str] | None) -> list[dict[str, str]] | None:
    return [{"name": artifact} for artifact in artifacts] if artifacts else None


def _for_pulumi(pipeline: dict[str, Any]) -> Properties:
    """A pipeline as AWS shows it, in the program's shape."""
    stores = pipeline.get("artifactStores") or {}
    several = [{**store, "region": region} for region, store in stores.items()]
    return {
        **pipeline,
        "artifactStores": several or [pipeline["artifactStore"]],
        "stages": [_stage_for_pulumi(stage) for stage in pipeline["stages"]],
        "triggers": [_renamed_git(trigger, GIT_FOR_PULUMI) for trigger in pipeline.get("triggers") or []],
    }


def _stage_for_pulumi(stage: dict[str, Any]) -> Properties:
    result = {**stage, "actions": [_action_for_pulumi(action) for action in stage["actions"]]}
    for moment in CONDITION_MOMENTS:
        for condition in (stage.get(moment) or {}).get("conditions", []):
            rules = [_rule_for_pulumi(rule) for rule in condition["rules"]]
            result[moment] = {**stage[moment], "condition": {**condition, "rules": rules}}
    return result


def _rule_for_pulumi(rule: dict[str, Any]) -> Properties:
    return {
        **rule,
        "commands": [command["command"] for command in rule.get("commands") or []],
        "inputArtifacts": [artifact["name"] for artifact in rule.get("inputArtifacts") or []],
    }


def _action_for_pulumi(action: dict[str, Any]) -> Properties:
    return {
        **{key: value for key, value in action.items() if key != "actionTypeId"},
        **action["actionTypeId"],
        "inputArtifacts": [artifact["name"] for artifact in action.get("inputArtifacts", [])],
        "outputArtifacts": [artifact["name"] for artifact in action.get("outputArtifacts", [])],
    }


GIT_FOR_AWS = {"pushes": "push", "pullRequests": "pullRequest"}
GIT_FOR_PULUMI = {aws: pulumi for pulumi, aws in GIT_FOR_AWS.items()}


def _renamed_git(trigger: Properties, names: dict[str, str]) -> Properties:
    git = trigger.get("gitConfiguration") or {}
    return {**trigger, "gitConfiguration": {names.get(key, key): value for key, value in git.items()}}


def _arn(aws: Account, inputs: Properties) -> str:
    return f"arn:aws:codepipeline:{aws.region}:{aws.account_id}:{inputs['name']}"
