"""The pipeline as it stands in the embedded AWS: what each stage works on is read here, never from the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rehearsal.failure import RehearsalError


@dataclass(frozen=True)
class PipelineStructure:
    """What the steps after Up need to know of the pipeline."""

    name: str
    role_arn: str
    artifact_bucket: str
    source: Mapping[str, str]
    """The configuration of the source action."""
    build: Mapping[str, str]
    """The configuration of the build action."""
    deploy: Mapping[str, str]
    """The configuration of the deploy action."""


@dataclass(frozen=True)
class DeployedService:
    """The ECS service that the deployment group deploys to, and the two listeners in front of it."""

    cluster: str
    service: str
    production_listener_arn: str
    test_listener_arn: str


def read_pipeline(aws: Any, name: str) -> PipelineStructure:
    """The pipeline of this name.

    Raises:
        RehearsalError: when it has no stage for one of the three providers.
    """
    pipeline = aws.client("codepipeline").get_pipeline(name=name)["pipeline"]
    by_provider = {
        action["actionTypeId"]["provider"]: action["configuration"]
        for stage in pipeline["stages"]
        for action in stage["actions"]
    }
    for provider in ("CodeStarSourceConnection", "CodeBuild", "CodeDeployToECS"):
        if provider not in by_provider:
            raise RehearsalError(f"no action of provider {provider}", step="Pipeline", resource=name)
    return PipelineStructure(
        name=name,
        role_arn=pipeline["roleArn"],
        artifact_bucket=pipeline["artifactStore"]["location"],
        source=by_provider["CodeStarSourceConnection"],
        build=by_provider["CodeBuild"],
        deploy=by_provider["CodeDeployToECS"],
    )


def read_deployed_service(aws: Any, pipeline: PipelineStructure) -> DeployedService:
    """What the deployment group of the deploy action names."""
    group = aws.client("codedeploy").get_deployment_group(
        applicationName=pipeline.deploy["ApplicationName"], deploymentGroupName=pipeline.deploy["DeploymentGroupName"]
    )["deploymentGroupInfo"]
    services = group.get("ecsServices") or []
    pairs = group.get("loadBalancerInfo", {}).get("targetGroupPairInfoList") or []
    if len(services) != 1 or len(pairs) != 1:
        raise _incomplete(group, "needs one ECS service and one pair of target groups")
    return DeployedService(
        cluster=services[0]["clusterName"],
        service=services[0]["serviceName"],
        production_listener_arn=_listener(group, pairs[0], "prodTrafficRoute"),
        test_listener_arn=_listener(group, pairs[0], "testTrafficRoute"),
    )


def _listener(group: Mapping[str, Any], pair: Mapping[str, Any], route: str) -> str:
    arns = (pair.get(route) or {}).get("listenerArns") or []
    if len(arns) != 1:
        raise _incomplete(group, f"needs one listener in {route}, got {len(arns)}")
    return str(arns[0])


def _incomplete(group: Mapping[str, Any], reason: str) -> RehearsalError:
    return RehearsalError(reason, step="Pipeline", resource=f"deployment group {group['deploymentGroupName']}")
