"""Service: the Fargate service that CodeDeploy releases into, its cluster, its roles and its logs."""

import pulumi
import pulumi_aws as aws

from ..aws_identity import AwsIdentity
from ..names import PhysicalNames
from ..outputs import outputs_of
from ..problems import Problems
from ..release.appspec import render_appspec
from ..release.task_definition import render_task_definition
from .args import ServicePartArgs
from .cluster import find_or_create_cluster
from .egress import create_egress_rules
from .roles import ServiceRoles
from .scaling import create_scaling
from .settings import ServiceSettings
from .task_definition import CONTAINER_NAME, create_task_definition, release_spec

# Tasks leave the load balancer before they stop, which takes up to the longest deregistration delay, an hour.
DELETE_TIMEOUT = "80m"

# What CodeDeploy changes with every release, and what AWS refuses to change on its service except through one.
# Source: Amazon ECS API Reference, "UpdateService".
OWNED_BY_RELEASES = ["taskDefinition", "loadBalancers", "desiredCount", "networkConfiguration", "platformVersion"]


class Service(pulumi.ComponentResource):
    """Runs the tasks. Up to the first release these are a bootstrap server that passes the health check."""

    cluster_name: pulumi.Output[str]
    """The cluster's name."""

    cluster_arn: pulumi.Output[str]
    """The cluster's ARN: another service runs in the same one with it as its `clusterArn`."""

    service_name: pulumi.Output[str]
    """The service's name."""

    service_arn: pulumi.Output[str]
    """The service's ARN."""

    log_group_name: pulumi.Output[str]
    """Where the tasks' output goes."""

    container_name: pulumi.Output[str]
    """The container's name, in every task definition and in appspec.yaml."""

    task_definition_family: pulumi.Output[str]
    """The family that every release registers a revision of."""

    execution_role_arn: pulumi.Output[str]
    """The role that starts tasks: pulls the image, reads the secrets, writes the logs."""

    task_role_arn: pulumi.Output[str]
    """The role that the application works under."""

    task_role_name: pulumi.Output[str]
    """Its name: attach a policy to it for what the application needs."""

    task_definition_template: pulumi.Output[str]
    """taskdef.json, with the placeholder for a release's image."""

    appspec_template: pulumi.Output[str]
    """appspec.yaml, with the placeholder for a release's task definition."""

    def __init__(self, name: str, args: ServicePartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = ServiceSettings.from_args(args, problems, ServicePartArgs)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:Service", name, None, opts)
        tags = args.get("tags") or {}
        names = PhysicalNames.of(name)
        identity = AwsIdentity.of(self)
        child = pulumi.ResourceOptions(parent=self)

        log_group = aws.cloudwatch.LogGroup(
            f"{name}-log-group",
            name=names.log_group("ecs"),
            retention_in_days=settings.log_retention_days,
            kms_key_id=args.get("kms_key_arn"),
            tags=tags,
            opts=child,
        )
        roles = ServiceRoles(
            name,
            identity,
            args["repository_arn"],
            log_group.arn,
            settings.secrets,
            args.get("kms_key_arn"),
            tags,
            self,
        )
        egress_rules = create_egress_rules(name, settings, args["task_security_group_id"], tags, self)
        cluster = find_or_create_cluster(name, settings, tags, self)
        spec = release_spec(name, settings, args, identity, roles, log_group.name)
        task_definition = create_task_definition(name, settings, args, spec, roles, tags, self)
        # ECS refuses a target group that no listener points to: the ARN counts as known once both listeners are there.
        target_group_arn = pulumi.Output.all(args["target_group_arn"], args["listener_arns"]).apply(
            lambda arns: arns[0]
        )
        service = aws.ecs.Service(
            f"{name}-service",
            name=names.service,
            cluster=cluster.arn,
            task_definition=task_definition.arn,
            desired_count=settings.desired_count,
            launch_type="FARGATE",
            deployment_controller={"type": "CODE_DEPLOY"},
            health_check_grace_period_seconds=settings.health_check_grace_seconds,
            load_balancers=[
                {
                    "target_group_arn": target_group_arn,
                    "container_name": CONTAINER_NAME,
                    "container_port": settings.container_port,
                }
            ],
            network_configuration={
                "subnets": args["subnet_ids"],
                "security_groups": [args["task_security_group_id"]],
                "assign_public_ip": args["assign_public_ip"],
            },
            tags=tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                # Without them the first tasks could neither pull their image nor write a log.
                depends_on=[roles.execution_policy, *egress_rules],
                ignore_changes=OWNED_BY_RELEASES,
                custom_timeouts=pulumi.CustomTimeouts(delete=DELETE_TIMEOUT),
            ),
        )
        if settings.scaling is not None:
            create_scaling(name, settings.scaling, args, cluster.name, service.name, tags, self)
        pulumi.log.info(
            f"{name}: a changed service, network or architecture setting reaches the tasks with the next release", self
        )

        self.cluster_name = cluster.name
        self.cluster_arn = cluster.arn
        self.service_name = service.name
        self.service_arn = service.arn
        self.log_group_name = log_group.name
        self.container_name = pulumi.Output.from_input(CONTAINER_NAME)
        self.task_definition_family = task_definition.family
        self.execution_role_arn = roles.execution.arn
        self.task_role_arn = roles.task.arn
        self.task_role_name = roles.task.name
        self.task_definition_template = spec.apply(render_task_definition)
        self.appspec_template = spec.apply(render_appspec)
        self.register_outputs(outputs_of(self))
