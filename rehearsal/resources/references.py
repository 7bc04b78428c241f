"""References from one resource to another: each must be there, where AWS looks at it and moto does not.

Each function takes a value and the path of the property that holds it, and raises InvalidProperty for a dangling one.
"""

import fnmatch
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from rehearsal.resources.registry import Account, InvalidProperty, is_missing


def require_role(aws: Account, arn: str, principal: str, path: str, source_arn: str | None = None) -> None:
    """The IAM role exists, and its trust policy lets this service assume it for this resource."""
    with _dangling(path, f"there is no role {arn}"):
        role = aws.client("iam").get_role(RoleName=arn.split("/")[-1])["Role"]
    if role["Arn"] != arn:
        raise InvalidProperty(path, f"there is no role {arn}")
    document = role["AssumeRolePolicyDocument"]
    statements = (json.loads(document) if isinstance(document, str) else document)["Statement"]
    admitting = [statement for statement in _as_list(statements) if principal in _admitted_services(statement)]
    if not admitting:
        raise InvalidProperty(path, f"cannot assume role {arn}: its trust policy does not admit {principal}")
    if not any(_conditions_met(aws, statement, source_arn) for statement in admitting):
        where = f"for {source_arn}" if source_arn else f"for account {aws.account_id}"
        raise InvalidProperty(
            path, f"cannot assume role {arn}: its trust policy's conditions refuse {principal} {where}"
        )


def require_cluster(aws: Account, name_or_arn: str, path: str) -> str:
    """The ECS cluster is there and active; answers with its name."""
    clusters = aws.client("ecs").describe_clusters(clusters=[name_or_arn])["clusters"]
    if not clusters or clusters[0]["status"] != "ACTIVE":
        raise InvalidProperty(path, f"there is no ECS cluster {name_or_arn}")
    return str(clusters[0]["clusterName"])


def require_task_definition(aws: Account, name_or_arn: str, path: str) -> None:
    """The task definition is registered and active."""
    try:
        definition = aws.client("ecs").describe_task_definition(taskDefinition=name_or_arn)["taskDefinition"]
    # ValueError: moto takes what follows the last colon for a number, whatever it is.
    except (ClientError, ValueError) as error:
        raise InvalidProperty(path, f"there is no task definition {name_or_arn}") from error
    if definition["status"] != "ACTIVE":
        raise InvalidProperty(path, f"the task definition {name_or_arn} is {definition['status']}")


def require_network(aws: Account, configuration: Mapping[str, Any], path: str) -> None:
    """The subnets and security groups of a network configuration are there, and in one VPC."""
    ec2 = aws.client("ec2")
    vpcs = set()
    for subnet in configuration.get("subnets") or []:
        with _dangling(f"{path}.subnets", f"there is no subnet {subnet}"):
            vpcs.add(ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["VpcId"])
    for group in configuration.get("securityGroups") or configuration.get("securityGroupIds") or []:
        with _dangling(f"{path}.securityGroups", f"there is no security group {group}"):
            vpcs.add(ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["VpcId"])
    if len(vpcs) > 1:
        raise InvalidProperty(path, f"subnets and security groups are in different VPCs: {', '.join(sorted(vpcs))}")


def require_target_group(aws: Account, arn: str, path: str) -> None:
    """The target group with this ARN is there."""
    with _dangling(path, f"there is no target group {arn}"):
        aws.client("elbv2").describe_target_groups(TargetGroupArns=[arn])


def require_target_group_named(aws: Account, name: str, path: str) -> None:
    """The target group with this name is there."""
    with _dangling(path, f"there is no target group named {name}"):
        aws.client("elbv2").describe_target_groups(Names=[name])


def require_listener(aws: Account, arn: str, path: str) -> str:
    """The listener is there; answers with its load balancer's ARN."""
    with _dangling(path, f"there is no listener {arn}"):
        listener = aws.client("elbv2").describe_listeners(ListenerArns=[arn])["Listeners"][0]
        return str(listener["LoadBalancerArn"])
    raise AssertionError


def require_log_group(aws: Account, name: str, path: str) -> None:
    """The CloudWatch log group is there."""
    found = aws.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    if name not in [group["logGroupName"] for group in found]:
        raise InvalidProperty(path, f"there is no log group {name}")


def require_repository(aws: Account, name: str, path: str) -> None:
    """The ECR repository is there."""
    with _dangling(path, f"there is no image repository {name}"):
        aws.client("ecr").describe_repositories(repositoryNames=[name])


def require_bucket(aws: Account, name: str, path: str) -> None:
    """The S3 bucket is there."""
    with _dangling(path, f"there is no bucket {name}"):
        aws.client("s3").head_bucket(Bucket=name)


def require_project(aws: Account, name: str, path: str) -> None:
    """The CodeBuild project is there."""
    if not aws.client("codebuild").batch_get_projects(names=[name])["projects"]:
        raise InvalidProperty(path, f"there is no CodeBuild project {name}")


def require_application(aws: Account, name: str, path: str) -> str:
    """The CodeDeploy application is there; answers with its compute platform."""
    with _dangling(path, f"there is no CodeDeploy application {name}"):
        return str(aws.client("codedeploy").get_application(applicationName=name)["application"]["computePlatform"])
    raise AssertionError


def require_deployment_group(aws: Account, application: str, name: str, path: str) -> None:
    """The CodeDeploy deployment group is there."""
    with _dangling(path, f"there is no deployment group {name} in the CodeDeploy application {application}"):
        aws.client("codedeploy").get_deployment_group(applicationName=application, deploymentGroupName=name)


def require_deployment_configuration(aws: Account, name: str, platform: str, path: str) -> None:
    """The CodeDeploy deployment configuration is there, and for this compute platform."""
    codedeploy = aws.client("codedeploy")
    with _dangling(path, f"there is no deployment configuration {name}"):
        found = codedeploy.get_deployment_config(deploymentConfigName=name)["deploymentConfigInfo"]
        if found["computePlatform"] != platform:
            names = codedeploy.list_deployment_configs()["deploymentConfigsList"]
            allowed = ", ".join(one for one in names if one.startswith(f"CodeDeployDefault.{platform}"))
            raise InvalidProperty(path, f"got {name}, allowed for {platform} are {allowed}, or one of your own")


def require_connection(aws: Account, arn: str, path: str) -> None:
    """The connection is there; one of another account is not for this account to see."""
    if f":{aws.account_id}:" in arn and ":codeconnections:" in arn:
        with _dangling(path, f"there is no connection {arn}"):
            aws.client("codeconnections").get_connection(ConnectionArn=arn)


@contextmanager
def refusals(properties: Mapping[str, str]) -> Iterator[None]:
    """AWS's refusals inside name the property: for each, words that only its message contains."""
    try:
        yield
    except ClientError as error:
        message = error.response["Error"]["Message"]
        for words, path in properties.items():
            if words in message:
                raise InvalidProperty(path, message) from error
        raise


@contextmanager
def _dangling(path: str, reason: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if is_missing(error):
            raise InvalidProperty(path, reason) from error
        raise


def _admitted_services(statement: Mapping[str, Any]) -> list[str]:
    principal = statement.get("Principal", {})
    actions = _as_list(statement.get("Action", []))
    if statement.get("Effect") != "Allow" or not any(fnmatch.fnmatch("sts:AssumeRole", action) for action in actions):
        return []
    return _as_list(principal.get("Service", [])) if isinstance(principal, Mapping) else []


def _conditions_met(aws: Account, statement: Mapping[str, Any], source_arn: str | None) -> bool:
    known = {"aws:sourceaccount": aws.account_id, "aws:sourcearn": source_arn}
    for keys in statement.get("Condition", {}).values():
        for key, patterns in keys.items():
            value = known.get(key.lower())
            if value and not any(fnmatch.fnmatchcase(value, pattern) for pattern in _as_list(patterns)):
                return False
    return True


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]
