"""ECR repositories and their lifecycle policies."""

import json
from typing import Any

from rehearsal.resources.convert import overlay, parameters, plain_tags, tag_list
from rehearsal.resources.ecr_rules import require_fitting_rules
from rehearsal.resources.ecs import computed
from rehearsal.resources.kms_keys import require_key
from rehearsal.resources.references import require_repository
from rehearsal.resources.registry import Account, Properties, ResourceType, none_when_missing, register
from rehearsal.resources.tag_changes import tag_changes

RENAMES = {"name": "repositoryName", "encryptionConfigurations": "encryptionConfiguration"}


@register
class Repository(ResourceType):
    """aws.ecr.Repository.

    Source: terraform-provider-aws, resource aws_ecr_repository: encryption_configuration, name force a new
    resource.
    """

    token = "aws:ecr/repository:Repository"
    replace_on = frozenset({"encryptionConfigurations", "name"})
    # Pulumi's provider does so wherever the program gives the name: there is no second repository of it.
    delete_before_replace = True
    name_property = "name"
    name_limit = 256

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ecr = aws.client("ecr")
        for number, encryption in enumerate(inputs.get("encryptionConfigurations") or []):
            require_key(aws, encryption.get("kmsKey"), f"encryptionConfigurations[{number}].kmsKey")
        request = parameters(ecr, "CreateRepository", inputs, renames=RENAMES, elsewhere={"forceDelete"})
        repository = ecr.create_repository(**request)["repository"]
        return repository["repositoryName"], self._outputs(aws, inputs, repository)

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        ecr = aws.client("ecr")
        repository = ecr.describe_repositories(repositoryNames=[id])["repositories"][0]
        repository["tags"] = plain_tags(ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"])
        repository["encryptionConfigurations"] = [repository["encryptionConfiguration"]]
        live = overlay(inputs, repository, renames={"name": "repositoryName"})
        return live, self._outputs(aws, live, repository)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        ecr = aws.client("ecr")
        mutability = {"imageTagMutability", "imageTagMutabilityExclusionFilters"}
        if any(old_inputs.get(key) != new_inputs.get(key) for key in mutability):
            wanted = {"imageTagMutability": "MUTABLE", **_only(new_inputs, mutability)}
            ecr.put_image_tag_mutability(repositoryName=id, **parameters(ecr, "PutImageTagMutability", wanted))
        if old_inputs.get("imageScanningConfiguration") != new_inputs.get("imageScanningConfiguration"):
            scanning = new_inputs.get("imageScanningConfiguration") or {"scanOnPush": False}
            wanted = {"repositoryName": id, "imageScanningConfiguration": scanning}
            ecr.put_image_scanning_configuration(**parameters(ecr, "PutImageScanningConfiguration", wanted))
        changed, removed = tag_changes(old_inputs, new_inputs)
        if changed:
            ecr.tag_resource(resourceArn=outputs["arn"], tags=tag_list(changed))
        if removed:
            ecr.untag_resource(resourceArn=outputs["arn"], tagKeys=removed)
        return {**outputs, **new_inputs, **computed(aws, new_inputs)}

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ecr").delete_repository(repositoryName=id, force=bool(inputs.get("forceDelete")))

    def _outputs(self, aws: Account, inputs: Properties, live: dict[str, Any]) -> Properties:
        return {
            "imageTagMutability": "MUTABLE",
            **inputs,
            "arn": live["repositoryArn"],
            "registryId": live["registryId"],
            "repositoryUrl": live["repositoryUri"],
            **computed(aws, inputs),
        }


@register
class LifecyclePolicy(ResourceType):
    """aws.ecr.LifecyclePolicy: which images ECR expires.

    Source: terraform-provider-aws, resource aws_ecr_lifecycle_policy: policy, repository force a new resource;
    pulumi-aws deletes it first, because a repository has one.
    """

    token = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
    replace_on = frozenset({"policy", "repository"})
    delete_before_replace = True

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        require_repository(aws, inputs["repository"], "repository")
        outputs = self._put(aws, inputs)
        require_fitting_rules(inputs["policy"])
        return inputs["repository"], outputs

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        found = aws.client("ecr").get_lifecycle_policy(repositoryName=id)
        live = overlay(inputs, {"policy": found["lifecyclePolicyText"], "repository": found["repositoryName"]})
        return live, {**outputs, **live}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        return self._put(aws, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ecr").delete_lifecycle_policy(repositoryName=id)

    def _put(self, aws: Account, inputs: Properties) -> Properties:
        ecr = aws.client("ecr")
        policy = inputs["policy"]
        text = policy if isinstance(policy, str) else json.dumps(policy)
        renames = {"policy": "lifecyclePolicyText", "repository": "repositoryName"}
        request = parameters(ecr, "PutLifecyclePolicy", {**inputs, "policy": text}, renames=renames)
        stored = ecr.put_lifecycle_policy(**request)
        return {**inputs, "registryId": stored["registryId"], "region": inputs.get("region") or aws.region}


def _only(inputs: Properties, keys: set[str]) -> Properties:
    return {key: inputs[key] for key in keys if inputs.get(key) is not None}
