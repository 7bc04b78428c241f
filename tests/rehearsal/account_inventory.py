"""Everything that is in an account, as its own API lists it."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

Client = Callable[[str], Any]


def _roles(client: Client) -> Iterable[str]:
    for role in client("iam").list_roles()["Roles"]:
        yield role["RoleName"]
        policies = client("iam").list_role_policies(RoleName=role["RoleName"])["PolicyNames"]
        yield from (f"{role['RoleName']}/{policy}" for policy in policies)


def _active_clusters(client: Client) -> Iterable[str]:
    arns = client("ecs").list_clusters()["clusterArns"]
    clusters = client("ecs").describe_clusters(clusters=arns)["clusters"] if arns else []
    return [cluster["clusterArn"] for cluster in clusters if cluster["status"] == "ACTIVE"]


def _active_services(client: Client) -> Iterable[str]:
    for cluster in _active_clusters(client):
        for arn in client("ecs").list_services(cluster=cluster)["serviceArns"]:
            for service in client("ecs").describe_services(cluster=cluster, services=[arn])["services"]:
                if service["status"] == "ACTIVE":
                    yield arn


def _running_tasks(client: Client) -> Iterable[str]:
    for cluster in client("ecs").list_clusters()["clusterArns"]:
        yield from client("ecs").list_tasks(cluster=cluster, desiredStatus="RUNNING")["taskArns"]


def _listeners(client: Client) -> Iterable[str]:
    for balancer in client("elbv2").describe_load_balancers()["LoadBalancers"]:
        found = client("elbv2").describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])
        yield from (listener["ListenerArn"] for listener in found["Listeners"])


def _deployment_groups(client: Client) -> Iterable[str]:
    for name in client("codedeploy").list_applications()["applications"]:
        yield from client("codedeploy").list_deployment_groups(applicationName=name)["deploymentGroups"]


def _own_deployment_configurations(client: Client) -> Iterable[str]:
    names = client("codedeploy").list_deployment_configs()["deploymentConfigsList"]
    return [name for name in names if not name.startswith("CodeDeployDefault.")]


def _of(service: str, operation: str, key: str, member: str | None = None) -> Callable[[Client], Iterable[str]]:
    def found(client: Client) -> Iterable[str]:
        answer = getattr(client(service), operation)()[key]
        return [one[member] if member else one for one in answer]

    return found


KINDS: dict[str, Callable[[Client], Iterable[str]]] = {
    "role": _roles,
    "bucket": _of("s3", "list_buckets", "Buckets", "Name"),
    "image repository": _of("ecr", "describe_repositories", "repositories", "repositoryArn"),
    "cluster": _active_clusters,
    "service": _active_services,
    "task": _running_tasks,
    "task definition": _of("ecs", "list_task_definitions", "taskDefinitionArns"),
    "target group": _of("elbv2", "describe_target_groups", "TargetGroups", "TargetGroupArn"),
    "load balancer": _of("elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerArn"),
    "listener": _listeners,
    "VPC": _of("ec2", "describe_vpcs", "Vpcs", "VpcId"),
    "subnet": _of("ec2", "describe_subnets", "Subnets", "SubnetId"),
    "route table": _of("ec2", "describe_route_tables", "RouteTables", "RouteTableId"),
    "internet gateway": _of("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    "NAT gateway": lambda client: [
        gateway["NatGatewayId"]
        for gateway in client("ec2").describe_nat_gateways()["NatGateways"]
        if gateway["State"] != "deleted"
    ],
    "address": _of("ec2", "describe_addresses", "Addresses", "AllocationId"),
    "network interface": _of("ec2", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    "security group": _of("ec2", "describe_security_groups", "SecurityGroups", "GroupId"),
    "security group rule": _of("ec2", "describe_security_group_rules", "SecurityGroupRules", "SecurityGroupRuleId"),
    "parameter": _of("ssm", "describe_parameters", "Parameters", "Name"),
    "log group": _of("logs", "describe_log_groups", "logGroups", "logGroupName"),
    "build project": _of("codebuild", "list_projects", "projects"),
    "pipeline": _of("codepipeline", "list_pipelines", "pipelines", "name"),
    "deployment application": _of("codedeploy", "list_applications", "applications"),
    "deployment group": _deployment_groups,
    "deployment configuration": _own_deployment_configurations,
    "alarm": _of("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    "event rule": _of("events", "list_rules", "Rules", "Name"),
    "queue": lambda client: client("sqs").list_queues().get("QueueUrls", []),
    "function": _of("lambda", "list_functions", "Functions", "FunctionName"),
    "endpoint": _of("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
    "scalable target": lambda client: [
        target["ResourceId"]
        for target in client("application-autoscaling").describe_scalable_targets(ServiceNamespace="ecs")[
            "ScalableTargets"
        ]
    ],
    "connection": _of("codeconnections", "list_connections", "Connections", "ConnectionArn"),
}


def inventory(aws: Any) -> dict[str, set[str]]:
    """The names, ids or ARNs of everything, by kind."""
    return {kind: set(find(aws.client)) for kind, find in KINDS.items()}


def difference(after: dict[str, set[str]], before: dict[str, set[str]]) -> dict[str, set[str]]:
    """What there is now and was not before; kinds without any are left out."""
    return {kind: names - before[kind] for kind, names in after.items() if names - before[kind]}


def count(found: dict[str, set[str]]) -> Counter[str]:
    """How many of each kind."""
    return Counter({kind: len(names) for kind, names in found.items()})
