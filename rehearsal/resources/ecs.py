"""ECS clusters and task definitions."""

import json
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.resources.convert import overlay, parameters, plain_tags
from rehearsal.resources.ecs_rules import require_fitting_containers, require_insights
from rehearsal.resources.references import refusals, require_log_group, require_role
from rehearsal.resources.registry import (
    Account,
    InvalidProperty,
    Properties,
    ResourceType,
    none_when_missing,
    register,
)
from rehearsal.resources.tag_changes import tag_changes

TASKS_SERVICE = "ecs-tasks.amazonaws.com"


@register
class Cluster(ResourceType):
    """aws.ecs.Cluster.

    Source: terraform-provider-aws, resource aws_ecs_cluster: name forces a new resource.
    """

    token = "aws:ecs/cluster:Cluster"
    replace_on = frozenset({"name"})
    name_property = "name"

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        require_insights(inputs)
        ecs = aws.client("ecs")
        cluster = ecs.create_cluster(**parameters(ecs, "CreateCluster", inputs, renames={"name": "clusterName"}))
        arn = cluster["cluster"]["clusterArn"]
        return arn, self._outputs(aws, arn, inputs)

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        found = aws.client("ecs").describe_clusters(clusters=[id], include=["TAGS", "SETTINGS", "CONFIGURATIONS"])
        if not found["clusters"] or found["clusters"][0]["status"] == "INACTIVE":
            return None
        live = overlay(inputs, found["clusters"][0], renames={"name": "clusterName"})
        return live, self._outputs(aws, id, live)

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        ecs = aws.client("ecs")
        changes = parameters(ecs, "UpdateCluster", new_inputs, elsewhere={"name", "tags"})
        if "settings" in old_inputs and "settings" not in new_inputs:
            changes["settings"] = [{"name": "containerInsights", "value": "disabled"}]
        if changes:
            ecs.update_cluster(cluster=id, **changes)
        change_tags(aws, id, old_inputs, new_inputs)
        return self._outputs(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("ecs").delete_cluster(cluster=id)

    def _outputs(self, aws: Account, arn: str, inputs: Properties) -> Properties:
        settings = inputs.get("settings") or [{"name": "containerInsights", "value": "disabled"}]
        return {**inputs, "arn": arn, "settings": settings, **computed(aws, inputs)}


@register
class TaskDefinition(ResourceType):
    """aws.ecs.TaskDefinition: a revision never changes, so that everything but tags makes a new one.

    Source: terraform-provider-aws, resource aws_ecs_task_definition: all but skip_destroy, tags and track_latest
    force a new resource.
    """

    token = "aws:ecs/taskDefinition:TaskDefinition"
    replace_on = frozenset(
        {
            "containerDefinitions",
            "cpu",
            "enableFaultInjection",
            "ephemeralStorage",
            "executionRoleArn",
            "family",
            "ipcMode",
            "memory",
            "networkMode",
            "pidMode",
            "placementConstraints",
            "proxyConfiguration",
            "requiresCompatibilities",
            "runtimePlatform",
            "taskRoleArn",
            "volumes",
        }
    )

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        ecs = aws.client("ecs")
        containers = parse_container_definitions(inputs.get("containerDefinitions"))
        self._check_references(aws, inputs, containers)
        request = parameters(
            ecs,
            "RegisterTaskDefinition",
            {**inputs, "volumes": [_volume(volume) for volume in inputs.get("volumes") or []] or None},
            renames={"volumes.configureAtLaunch": "configuredAtLaunch"},
            elsewhere={"containerDefinitions", "skipDestroy", "trackLatest"},
        )
        with refusals({"Fargate configuration": "memory", "network mode": "networkMode", "": "containerDefinitions"}):
            registered = ecs.register_task_definition(**request, containerDefinitions=containers)["taskDefinition"]
        return registered["family"], self._outputs(aws, inputs, registered)

    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        try:
            found = aws.client("ecs").describe_task_definition(taskDefinition=outputs["arn"], include=["TAGS"])
        except ClientError:
            return None
        if found["taskDefinition"]["status"] != "ACTIVE":
            return None
        live = overlay(inputs, {"tags": plain_tags(found.get("tags"))})
        return live, self._outputs(aws, live, found["taskDefinition"])

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        change_tags(aws, outputs["arn"], old_inputs, new_inputs)
        return {**outputs, **new_inputs, **computed(aws, new_inputs)}

    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        if inputs.get("skipDestroy") or self.read(aws, id, inputs, outputs) is None:
            return
        aws.client("ecs").deregister_task_definition(taskDefinition=outputs["arn"])

    def _check_references(self, aws: Account, inputs: Properties, containers: list[dict[str, Any]]) -> None:
        for role in ("executionRoleArn", "taskRoleArn"):
            if inputs.get(role):
                require_role(aws, inputs[role], TASKS_SERVICE, role)
        for number, container in enumerate(containers):
            options = (container.get("logConfiguration") or {}).get("options") or {}
            if "awslogs-group" in options and options.get("awslogs-create-group") != "true":
                path = f"containerDefinitions[{number}].logConfiguration.options.awslogs-group"
                require_log_group(aws, options["awslogs-group"], path)
        require_fitting_containers(aws, inputs, containers)

    def _outputs(self, aws: Account, inputs: Properties, live: dict[str, Any]) -> Properties:
        arn = live["taskDefinitionArn"]
        return {
            **inputs,
            "arn": arn,
            "arnWithoutRevision": arn.rpartition(":")[0],
            "revision": live["revision"],
            "networkMode": live.get("networkMode"),
            **computed(aws, inputs),
        }


def parse_container_definitions(text: Any) -> list[dict[str, Any]]:
    """The container definitions that a program writes as JSON."""
    try:
        containers = json.loads(text)
    except (TypeError, ValueError) as error:
        raise InvalidProperty("containerDefinitions", f"is not JSON: {error}") from error
    if not isinstance(containers, list):
        raise InvalidProperty("containerDefinitions", "allowed is a JSON list of container definitions")
    return containers


def change_tags(aws: Account, arn: str, old_inputs: Properties, new_inputs: Properties) -> None:
    """Brings an ECS resource's tags to the new inputs."""
    changed, removed = tag_changes(old_inputs, new_inputs)
    ecs = aws.client("ecs")
    if changed:
        ecs.tag_resource(resourceArn=arn, tags=[{"key": key, "value": value} for key, value in changed.items()])
    if removed:
        ecs.untag_resource(resourceArn=arn, tagKeys=removed)


def computed(aws: Account, inputs: Properties) -> Properties:
    """The outputs that every resource has."""
    return {"region": inputs.get("region") or aws.region, "tagsAll": inputs.get("tags") or {}}


def _volume(volume: Properties) -> Properties:
    kept = {key: value for key, value in volume.items() if key != "hostPath"}
    return {**kept, "host": {"sourcePath": volume["hostPath"]}} if volume.get("hostPath") else kept
