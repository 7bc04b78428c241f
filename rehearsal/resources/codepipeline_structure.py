"""What CodePipeline asks of a pipeline before it takes it: order of stages, artifacts, namespaces, configuration."""

from collections.abc import Iterator

from rehearsal.resources.registry import InvalidProperty, Properties

CODE_DEPLOY_IMAGES = frozenset(
    f"Image{number}{part}" for number in range(1, 5) for part in ("ArtifactName", "ContainerName")
)
# The keys that a provider's action needs, and may have. AWS CodePipeline User Guide, "Action structure reference".
CONFIGURATION: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "CodeStarSourceConnection": (
        frozenset({"ConnectionArn", "FullRepositoryId", "BranchName"}),
        frozenset({"OutputArtifactFormat", "DetectChanges"}),
    ),
    "CodeBuild": (
        frozenset({"ProjectName"}),
        frozenset({"PrimarySource", "EnvironmentVariables", "BatchEnabled", "CombineArtifacts"}),
    ),
    "CodeDeployToECS": (
        frozenset(
            {"ApplicationName", "DeploymentGroupName", "TaskDefinitionTemplateArtifact", "AppSpecTemplateArtifact"}
        ),
        frozenset({"TaskDefinitionTemplatePath", "AppSpecTemplatePath"}) | CODE_DEPLOY_IMAGES,
    ),
}


def check_structure(inputs: Properties) -> None:
    """Stages, artifacts and triggers fit together."""
    stages = inputs["stages"]
    if len(stages) < 2:
        raise InvalidProperty("stages", f"got {len(stages)} stages, a pipeline needs at least 2")
    for path, number, action in _actions(stages):
        is_source = action["category"] == "Source"
        if is_source != (number == 0):
            where = "the first stage holds source actions alone" if number == 0 else "only the first stage holds them"
            raise InvalidProperty(f"{path}.category", f"got {action['category']}, {where}")
    _check_artifacts(stages)
    _check_unique_namespaces(stages)
    _check_version_two(inputs)


def check_actions(stages: list[Properties]) -> None:
    """Every action's configuration has the keys that its provider needs, and no other."""
    for path, _, action in _actions(stages):
        if action["provider"] not in CONFIGURATION:
            continue
        needed, optional = CONFIGURATION[action["provider"]]
        given = set(action.get("configuration") or {})
        for key in sorted(needed - given):
            raise InvalidProperty(f"{path}.configuration", f"the {action['provider']} action needs {key}")
        for key in sorted(given - needed - optional):
            raise InvalidProperty(f"{path}.configuration.{key}", f"the {action['provider']} action has no such key")


def _check_artifacts(stages: list[Properties]) -> None:
    made: set[str] = set()
    for path, _, action in sorted(_actions(stages), key=lambda entry: (entry[1], entry[2].get("runOrder") or 1)):
        for artifact in action.get("inputArtifacts") or []:
            if artifact not in made:
                raise InvalidProperty(f"{path}.inputArtifacts", f"no action before it makes {artifact}")
        for artifact in action.get("outputArtifacts") or []:
            if artifact in made:
                raise InvalidProperty(f"{path}.outputArtifacts", f"another action makes {artifact} already")
            made.add(artifact)
        _check_named_artifacts(action, path)


def _check_named_artifacts(action: Properties, path: str) -> None:
    if action["provider"] != "CodeDeployToECS":
        return
    artifacts = action.get("inputArtifacts") or []
    for key, value in (action.get("configuration") or {}).items():
        if key.endswith(("TemplateArtifact", "ArtifactName")) and value not in artifacts:
            raise InvalidProperty(f"{path}.configuration.{key}", f"{value} is no input artifact of this action")


def _check_unique_namespaces(stages: list[Properties]) -> None:
    seen: set[str] = set()
    for path, _, action in _actions(stages):
        namespace = action.get("namespace")
        if namespace in seen:
            raise InvalidProperty(f"{path}.namespace", f"another action has the namespace {namespace} already")
        if namespace:
            seen.add(namespace)


def _check_version_two(inputs: Properties) -> None:
    """Triggers and execution modes are for pipelines of type V2."""
    sources = [action["name"] for action in inputs["stages"][0]["actions"]]
    for number, trigger in enumerate(inputs.get("triggers") or []):
        source = (trigger.get("gitConfiguration") or {}).get("sourceActionName")
        if source not in sources:
            path = f"triggers[{number}].gitConfiguration.sourceActionName"
            raise InvalidProperty(path, f"there is no source action {source}")
    if inputs.get("pipelineType") == "V2":
        return
    if inputs.get("triggers"):
        raise InvalidProperty("triggers", "only pipelines of pipelineType V2 have triggers")
    if inputs.get("executionMode", "SUPERSEDED") != "SUPERSEDED":
        raise InvalidProperty("executionMode", f"{inputs['executionMode']} is for pipelines of pipelineType V2")


def _actions(stages: list[Properties]) -> Iterator[tuple[str, int, Properties]]:
    for stage_number, stage in enumerate(stages):
        for number, action in enumerate(stage["actions"]):
            yield f"stages[{stage_number}].actions[{number}]", stage_number, action
