"""What CodePipeline knows of each provider's action: who owns it, how many artifacts it takes, what its values may be.

Source: AWS CodePipeline User Guide, "Valid action providers in CodePipeline", "Number of input and output artifacts
for action types", "Action structure reference", "Variables".
"""

import re
from collections.abc import Iterator

from rehearsal.resources.registry import Account, InvalidProperty, Properties

# Provider: categories, least and most input artifacts, least and most output artifacts. All are AWS's, version 1.
PROVIDERS: dict[str, tuple[tuple[str, ...], tuple[int, int], tuple[int, int]]] = {
    "CodeStarSourceConnection": (("Source",), (0, 0), (1, 1)),
    "CodeCommit": (("Source",), (0, 0), (1, 1)),
    "ECR": (("Source",), (0, 0), (1, 1)),
    "CodeBuild": (("Build", "Test"), (1, 5), (0, 5)),
    "Commands": (("Compute",), (1, 10), (0, 1)),
    "CodeDeploy": (("Deploy",), (1, 1), (0, 0)),
    "CodeDeployToECS": (("Deploy",), (1, 5), (0, 0)),
    "ECS": (("Deploy",), (1, 1), (0, 0)),
    "CloudFormation": (("Deploy",), (0, 10), (0, 1)),
    "Lambda": (("Invoke",), (0, 5), (0, 5)),
    "Manual": (("Approval",), (0, 0), (0, 0)),
}
# These have an owner or a number of artifacts that depends on more.
ELSEWHERE = ("S3", "GitHub", "Jenkins", "DeviceFarm", "StepFunctions", "ServiceCatalog", "ElasticBeanstalk", "EC2")
VALUES = {
    "DetectChanges": ("true", "false"),
    "OutputArtifactFormat": ("CODE_ZIP", "CODEBUILD_CLONE_REF"),
    "BatchEnabled": ("true", "false"),
}
REPOSITORY = re.compile(r"[^/\s]+(/[^/\s]+)+")
VARIABLE = re.compile(r"#\{([A-Za-z0-9@_-]+)\.[^}]+\}")
# Namespaces that no action has.
GIVEN_NAMESPACES = ("codepipeline", "variables")


def require_fitting_actions(aws: Account, inputs: Properties) -> None:
    """Names, providers, numbers of artifacts, values and variables of every action."""
    stages = inputs["stages"]
    _require_unique("stages", [stage["name"] for stage in stages])
    for number, stage in enumerate(stages):
        _require_unique(f"stages[{number}].actions", [action["name"] for action in stage["actions"]])
    namespaces = set(GIVEN_NAMESPACES)
    for path, action in _actions(stages):
        _require_provider(action, path)
        _require_values(action.get("configuration") or {}, f"{path}.configuration")
        _require_variables(action.get("configuration") or {}, namespaces, f"{path}.configuration")
        _require_store(aws, inputs, action.get("region"), f"{path}.region")
        namespaces |= {action["namespace"]} if action.get("namespace") else set()
    for number, store in enumerate(inputs["artifactStores"]):
        if store.get("region") and len(inputs["artifactStores"]) == 1:
            raise InvalidProperty(f"artifactStores[{number}].region", "one store alone is the pipeline's own Region's")


def _require_provider(action: Properties, path: str) -> None:
    provider = action.get("provider")
    if provider in ELSEWHERE:
        if action.get("owner") == "AWS" and provider in ("GitHub", "Jenkins"):
            raise InvalidProperty(f"{path}.provider", f"there is no action of owner AWS and provider {provider}")
        return
    if provider not in PROVIDERS:
        known = ", ".join((*PROVIDERS, *ELSEWHERE))
        raise InvalidProperty(f"{path}.provider", f"got {provider}, known are {known}")
    categories, inputs, outputs = PROVIDERS[str(provider)]
    for key, allowed in (("category", categories), ("owner", ("AWS",)), ("version", ("1",))):
        if str(action.get(key)) not in allowed:
            reason = f"got {action.get(key)}, the provider {provider} has {', '.join(allowed)}"
            raise InvalidProperty(f"{path}.{key}", reason)
    for key, (least, most) in (("inputArtifacts", inputs), ("outputArtifacts", outputs)):
        if not least <= len(action.get(key) or []) <= most:
            reason = f"got {len(action.get(key) or [])}, an action of {provider} has {least} to {most}"
            raise InvalidProperty(f"{path}.{key}", reason)


def _require_values(configuration: Properties, path: str) -> None:
    for key, value in configuration.items():
        if value in (None, ""):
            raise InvalidProperty(f"{path}.{key}", "is empty")
        if key in VALUES and str(value) not in VALUES[key]:
            raise InvalidProperty(f"{path}.{key}", f"got {value!r}, allowed are {', '.join(VALUES[key])}")
    repository = configuration.get("FullRepositoryId")
    if repository and not REPOSITORY.fullmatch(str(repository)):
        raise InvalidProperty(f"{path}.FullRepositoryId", f"got {repository!r}, the form is owner/repository")


def _require_variables(configuration: Properties, namespaces: set[str], path: str) -> None:
    for key, value in configuration.items():
        for namespace in VARIABLE.findall(str(value)):
            if namespace not in namespaces:
                reason = f"no action before it has the namespace {namespace}"
                raise InvalidProperty(f"{path}.{key}", reason)


def _require_store(aws: Account, inputs: Properties, region: str | None, path: str) -> None:
    stores = [store.get("region") or aws.region for store in inputs["artifactStores"]]
    if region and region not in stores:
        raise InvalidProperty(path, f"the pipeline has no artifact store in {region}")


def _require_unique(path: str, names: list[str]) -> None:
    if twice := [name for name in names if names.count(name) > 1]:
        raise InvalidProperty(path, f"the name {twice[0]} is there twice")


def _actions(stages: list[Properties]) -> Iterator[tuple[str, Properties]]:
    for stage_number, stage in enumerate(stages):
        ordered = sorted(enumerate(stage["actions"]), key=lambda entry: entry[1].get("runOrder") or 1)
        for number, action in ordered:
            yield f"stages[{stage_number}].actions[{number}]", action
