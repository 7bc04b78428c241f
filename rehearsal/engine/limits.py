"""What AWS's own service models say of the values: enumerations, patterns, lengths and ranges.

The property finds its member by name, as at creation. A property of another call is not looked at here: AWS, or moto
in its place, has the last word on it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import Shape

from rehearsal.embedded_aws.strict import problems
from rehearsal.resources import codebuild, codedeploy, ecr, ecs_service
from rehearsal.resources.convert import find_member
from rehearsal.resources.elbv2_target_group import HEALTH_CHECK
from rehearsal.resources.registry import Account, InvalidProperty, Properties, ResourceType
from rehearsal.up.properties import is_unknown

# Texts that hold a document; the key is the property.
POLICIES = frozenset({"policy", "assumeRolePolicy"})


@dataclass(frozen=True)
class Request:
    """The call that creates a resource, as far as its inputs are concerned."""

    service: str
    operation: str
    inside: tuple[str, ...] = ()
    """The members around the inputs."""
    renames: Mapping[str, str] = field(default_factory=dict)


REQUESTS = {
    "aws:appautoscaling/policy:Policy": Request(
        "application-autoscaling", "PutScalingPolicy", renames={"name": "PolicyName"}
    ),
    "aws:appautoscaling/target:Target": Request("application-autoscaling", "RegisterScalableTarget"),
    "aws:cloudwatch/eventRule:EventRule": Request("events", "PutRule"),
    "aws:cloudwatch/eventTarget:EventTarget": Request("events", "PutTargets", renames={"rule": "Rule"}),
    "aws:cloudwatch/logGroup:LogGroup": Request("logs", "CreateLogGroup"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Request("cloudwatch", "PutMetricAlarm"),
    "aws:codebuild/project:Project": Request("codebuild", "CreateProject", renames=codebuild.RENAMES),
    "aws:codeconnections/connection:Connection": Request(
        "codeconnections", "CreateConnection", renames={"name": "ConnectionName"}
    ),
    "aws:codedeploy/application:Application": Request(
        "codedeploy", "CreateApplication", renames={"name": "applicationName"}
    ),
    "aws:codedeploy/deploymentConfig:DeploymentConfig": Request("codedeploy", "CreateDeploymentConfig"),
    "aws:codedeploy/deploymentGroup:DeploymentGroup": Request(
        "codedeploy", "CreateDeploymentGroup", renames=codedeploy.GROUP_RENAMES
    ),
    "aws:codepipeline/pipeline:Pipeline": Request("codepipeline", "CreatePipeline", ("pipeline",)),
    "aws:ec2/eip:Eip": Request("ec2", "AllocateAddress"),
    "aws:ec2/natGateway:NatGateway": Request("ec2", "CreateNatGateway"),
    "aws:ec2/securityGroup:SecurityGroup": Request("ec2", "CreateSecurityGroup"),
    "aws:ec2/subnet:Subnet": Request("ec2", "CreateSubnet"),
    "aws:ec2/vpc:Vpc": Request("ec2", "CreateVpc"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Request("ec2", "CreateVpcEndpoint"),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Request(
        "ecr", "PutLifecyclePolicy", renames={"repository": "repositoryName", "policy": "lifecyclePolicyText"}
    ),
    "aws:ecr/repository:Repository": Request("ecr", "CreateRepository", renames=ecr.RENAMES),
    "aws:ecs/cluster:Cluster": Request("ecs", "CreateCluster", renames={"name": "clusterName"}),
    "aws:ecs/service:Service": Request("ecs", "CreateService", renames=ecs_service.RENAMES),
    "aws:ecs/taskDefinition:TaskDefinition": Request("ecs", "RegisterTaskDefinition"),
    "aws:iam/role:Role": Request("iam", "CreateRole"),
    "aws:iam/rolePolicy:RolePolicy": Request("iam", "PutRolePolicy"),
    "aws:lambda/function:Function": Request("lambda", "CreateFunction"),
    "aws:lb/listener:Listener": Request("elbv2", "CreateListener"),
    "aws:lb/loadBalancer:LoadBalancer": Request("elbv2", "CreateLoadBalancer", renames={"loadBalancerType": "Type"}),
    "aws:lb/targetGroup:TargetGroup": Request(
        "elbv2",
        "CreateTargetGroup",
        # Pulumi's one group stands in AWS's request as a member each.
        renames={"name": "Name", **{f"healthCheck.{key}": member for key, member in HEALTH_CHECK.items()}},
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": Request(
        "s3", "PutBucketLifecycleConfiguration", ("LifecycleConfiguration",)
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": Request(
        "s3", "PutBucketOwnershipControls", ("OwnershipControls",), {"rule": "Rules"}
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": Request(
        "s3", "PutBucketEncryption", ("ServerSideEncryptionConfiguration",)
    ),
    "aws:s3/bucketVersioning:BucketVersioning": Request("s3", "PutBucketVersioning"),
    "aws:ssm/parameter:Parameter": Request("ssm", "PutParameter", renames={"insecureValue": "Value"}),
}


def limit_problems(aws: Account, kind: ResourceType, inputs: Properties) -> Iterator[InvalidProperty]:
    """Which of the known values AWS would refuse, whatever else stands in the account."""
    yield from _document_problems(inputs)
    request = REQUESTS.get(kind.token)
    if request is None:
        return
    model = aws.client(request.service).meta.service_model
    shape = model.operation_model(request.operation).input_shape
    for member in request.inside:
        shape = shape.members[member]
    renames = {**getattr(kind, "renames", {}), **request.renames}
    if containers := _parsed(inputs.get("containerDefinitions")):
        yield from _model_problems(shape.members["containerDefinitions"], containers, "containerDefinitions")
    others = {key: value for key, value in inputs.items() if key != "containerDefinitions"}
    yield from _problems_of(shape, shape, others, "", renames)


def _problems_of(
    shape: Shape, root: Shape, value: Any, path: str, renames: Mapping[str, str]
) -> Iterator[InvalidProperty]:
    if value is None or (isinstance(value, str) and is_unknown(value)):
        return
    if shape.type_name == "structure" and isinstance(value, Mapping):
        for key, item in value.items():
            here = f"{path}.{key}" if path else key
            renamed = renames.get(_without_numbers(here))
            if renamed in root.members:
                yield from _problems_of(root.members[renamed], root, item, here, renames)
            elif member := find_member(shape.members, key, renamed if renamed in shape.members else None):
                yield from _problems_of(shape.members[member], root, item, here, renames)
            elif isinstance(item, Mapping):
                # A group of Pulumi's own; what is in it may have a member of its own all the same.
                for inner, one in item.items():
                    if (lifted := renames.get(f"{_without_numbers(here)}.{inner}")) in root.members:
                        yield from _problems_of(root.members[lifted], root, one, f"{here}.{inner}", renames)
    elif shape.type_name == "list" and not (isinstance(value, Mapping) and path == "tags"):
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            here = f"{path}[{number}]" if isinstance(value, list) else path
            yield from _problems_of(shape.member, root, item, here, renames)
    elif shape.type_name == "map" and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _problems_of(shape.value, root, item, f"{path}.{key}", renames)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield from _model_problems(shape, str(value) if shape.type_name == "string" else value, path)


def _model_problems(shape: Shape, value: Any, path: str) -> Iterator[InvalidProperty]:
    for problem in problems(shape, value, path):
        where, _, reason = problem.partition(": ")
        yield InvalidProperty(where, reason)


def _document_problems(inputs: Properties) -> Iterator[InvalidProperty]:
    for key in (*POLICIES, "containerDefinitions"):
        value = inputs.get(key)
        if isinstance(value, str) and not is_unknown(value) and _parsed(value) is None:
            yield InvalidProperty(key, "is not JSON")


def _parsed(text: Any) -> Any:
    """The JSON in this text; None where it is not known, or no JSON."""
    if not isinstance(text, str) or is_unknown(text):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _without_numbers(path: str) -> str:
    return "".join(part.partition("]")[2] if number else part for number, part in enumerate(path.split("[")))
