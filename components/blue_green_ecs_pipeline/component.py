"""BlueGreenEcsPipeline: makes the parts and hands each what it needs of the others."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import pulumi

from .args import BlueGreenEcsPipelineArgs
from .build.args import Architecture, BuildPartArgs
from .build.component import Build
from .deployment.args import DeploymentPartArgs
from .deployment.component import Deployment
from .draining import warn_of_lost_requests
from .image_repository.args import ImageRepositoryPartArgs
from .image_repository.component import ImageRepository
from .load_balancer.args import LoadBalancerPartArgs
from .load_balancer.component import LoadBalancer
from .network.args import Nat
from .network.component import Network
from .outputs import outputs_of
from .pipeline.args import PipelinePartArgs
from .pipeline.component import Pipeline
from .release_wait import release_wait_parts
from .secret_outputs import without_secrets
from .service.args import ServicePartArgs
from .service.component import Service
from .settings import Settings
from .smoke_test.args import SmokeTestPartArgs
from .smoke_test.component import SmokeTest


class BlueGreenEcsPipeline(pulumi.ComponentResource):
    """Everything that ships a container to Amazon ECS without losing a request.

    A push to the watched branch builds an image and deploys it beside the running one; CodeDeploy moves the users over,
    and back by itself when that fails.
    """

    url: pulumi.Output[str]
    """Where users reach the service."""

    test_url: pulumi.Output[str]
    """Where a release is seen before it gets users; open to `loadBalancer.testCidrs` alone."""

    repository_url: pulumi.Output[str]
    """The ECR repository's host and name."""

    pipeline_name: pulumi.Output[str]
    """The CodePipeline pipeline's name."""

    connection_arn: pulumi.Output[str]
    """The connection to GitHub. A new one waits until a person completes it in the console."""

    vpc_id: pulumi.Output[str]
    """The VPC's id."""

    public_subnet_ids: pulumi.Output[Sequence[str]]
    """The VPC's subnets with a route from the internet."""

    private_subnet_ids: pulumi.Output[Sequence[str]]
    """The VPC's subnets without one. Without NAT they have no way out either."""

    cluster_name: pulumi.Output[str]
    """The ECS cluster's name."""

    cluster_arn: pulumi.Output[str]
    """The ECS cluster's ARN: another service runs in the same one with it as `service.clusterArn`."""

    service_name: pulumi.Output[str]
    """The ECS service's name."""

    task_role_name: pulumi.Output[str]
    """The name of the role that the application works under: attach a policy to it for what the application needs."""

    deployment_application_name: pulumi.Output[str]
    """The CodeDeploy application's name."""

    deployment_group_name: pulumi.Output[str]
    """The CodeDeploy deployment group's name."""

    artifact_bucket_name: pulumi.Output[str]
    """The bucket that the pipeline's stages hand their work on in."""

    log_group_name: pulumi.Output[str]
    """The log group that the tasks write to."""

    release_wait_seconds: pulumi.Output[int]
    """How long the settings make a release wait, from green's first healthy answer to the end of blue.

    The next release waits for it too: CodeDeploy counts a deployment as running until blue has ended.
    """

    release_wait_parts: pulumi.Output[Mapping[str, int]]
    """What these seconds are made of.

    health_check, wait_for_reroute, traffic_shift, termination_wait and deregistration_delay, in this order.
    """

    def __init__(self, name: str, args: BlueGreenEcsPipelineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # First of all: a setting that cannot be used leaves nothing behind.
        args = without_secrets(name, args)
        settings = Settings.from_args(name, args)
        super().__init__("blue-green-ecs-pipeline:index:BlueGreenEcsPipeline", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        warn_of_lost_requests(name, settings.load_balancer, settings.service, self)

        network = Network(name, {**(args.get("network") or {}), **_everywhere(settings)}, child)
        load_balancer = LoadBalancer(name, _load_balancer_args(args, settings, network), child)
        smoke_test = (
            SmokeTest(name, _smoke_test_args(args, settings, network, load_balancer), child)
            if settings.deployment.smoke_test is not None
            else None
        )
        image_repository = ImageRepository(name, _image_repository_args(args, settings), child)
        hooks = settings.deployment.hooks.with_smoke_test(smoke_test.function_name if smoke_test else None)
        service = Service(name, _service_args(args, settings, network, load_balancer, image_repository, hooks), child)
        build = Build(name, _build_args(args, settings, image_repository, service), child)
        deployment = Deployment(name, _deployment_args(args, settings, load_balancer, smoke_test, service), child)
        pipeline = Pipeline(name, _pipeline_args(args, settings, build, deployment, service), child)

        self.url = load_balancer.url
        self.test_url = load_balancer.test_url
        self.repository_url = image_repository.repository_url
        self.pipeline_name = pipeline.pipeline_name
        self.connection_arn = pipeline.connection_arn
        self.vpc_id = network.vpc_id
        self.public_subnet_ids = network.public_subnet_ids
        self.private_subnet_ids = network.private_subnet_ids
        self.cluster_name = service.cluster_name
        self.cluster_arn = service.cluster_arn
        self.service_name = service.service_name
        self.task_role_name = service.task_role_name
        self.deployment_application_name = deployment.deployment_application_name
        self.deployment_group_name = deployment.deployment_group_name
        self.artifact_bucket_name = pipeline.artifact_bucket_name
        self.log_group_name = service.log_group_name
        self.release_wait_parts = release_wait_parts(name, settings.load_balancer, settings.deployment)
        self.release_wait_seconds = self.release_wait_parts.apply(lambda parts: sum(parts.values()))
        self.register_outputs(outputs_of(self))


class _Everywhere(TypedDict, total=False):
    """What is said once for all parts."""

    tags: Mapping[str, pulumi.Input[str]]
    kms_key_arn: pulumi.Input[str]


def _everywhere(settings: Settings) -> _Everywhere:
    """Tags, and the key where it is one of the user's own."""
    key = settings.encryption.kms_key_arn
    return {"tags": settings.tags} if key is None else {"tags": settings.tags, "kms_key_arn": key}


def _image_repository_args(args: BlueGreenEcsPipelineArgs, settings: Settings) -> ImageRepositoryPartArgs:
    """The group's own keys, and the key of the images."""
    part_args: ImageRepositoryPartArgs = {**(args.get("image_repository") or {}), "tags": settings.tags}
    if settings.encryption.image_key_arn is not None:
        part_args["kms_key_arn"] = settings.encryption.image_key_arn
    return part_args


def _load_balancer_args(args: BlueGreenEcsPipelineArgs, settings: Settings, network: Network) -> LoadBalancerPartArgs:
    """The group's own keys, and the network it is in."""
    return {
        **(args.get("load_balancer") or {}),
        "tags": settings.tags,
        "vpc_id": network.vpc_id,
        "vpc_cidr_block": _vpc_cidr_block(settings, network),
        "public_subnet_ids": network.public_subnet_ids,
        "task_security_group_id": network.task_security_group_id,
    }


def _vpc_cidr_block(settings: Settings, network: Network) -> pulumi.Input[str]:
    """Plain where it can be: the rule for the test port is named after it."""
    return settings.network.cidr_block if settings.network.creates_vpc else network.vpc_cidr_block


def _smoke_test_args(
    args: BlueGreenEcsPipelineArgs, settings: Settings, network: Network, load_balancer: LoadBalancer
) -> SmokeTestPartArgs:
    """The group's own keys, where the function sits, and what it asks."""
    domain_name = settings.load_balancer.domain_name
    return {
        **((args.get("deployment") or {}).get("smoke_test") or {}),
        **_everywhere(settings),
        "vpc_id": network.vpc_id,
        "vpc_cidr_block": _vpc_cidr_block(settings, network),
        "private_subnet_ids": network.private_subnet_ids,
        "interface_endpoints": settings.network.creates_vpc and settings.network.nat == Nat.NONE,
        "load_balancer_arn_suffix": load_balancer.load_balancer_arn_suffix,
        "load_balancer_security_group_id": load_balancer.security_group_id,
        "test_port": settings.load_balancer.test_port,
        "tls": settings.load_balancer.tls,
        "host": load_balancer.dns_name if domain_name is None else domain_name,
        "log_retention_days": settings.service.log_retention_days,
    }


def _service_args(
    args: BlueGreenEcsPipelineArgs,
    settings: Settings,
    network: Network,
    load_balancer: LoadBalancer,
    image_repository: ImageRepository,
    hooks: Mapping[str, pulumi.Input[str]],
) -> ServicePartArgs:
    """The group's own keys, where the tasks are, who reaches them, what they run, and who is asked about a release."""
    return {
        **(args.get("service") or {}),
        **_everywhere(settings),
        "architecture": Architecture(settings.build.architecture),
        "subnet_ids": network.task_subnet_ids,
        "assign_public_ip": network.assign_public_ip,
        "task_security_group_id": network.task_security_group_id,
        "target_group_arn": load_balancer.blue_target_group_arn,
        "load_balancer_arn_suffix": load_balancer.load_balancer_arn_suffix,
        "blue_target_group_arn_suffix": load_balancer.blue_target_group_arn_suffix,
        "green_target_group_arn_suffix": load_balancer.green_target_group_arn_suffix,
        "listener_arns": [load_balancer.production_listener_arn, load_balancer.test_listener_arn],
        "repository_arn": image_repository.repository_arn,
        "bootstrap_status_code": settings.load_balancer.health_check.first_status_code,
        "hooks": hooks,
    }


def _build_args(
    args: BlueGreenEcsPipelineArgs, settings: Settings, image_repository: ImageRepository, service: Service
) -> BuildPartArgs:
    """The group's own keys, where the image goes, and the files of a release."""
    return {
        **(args.get("build") or {}),
        **_everywhere(settings),
        "repository_url": image_repository.repository_url,
        "repository_arn": image_repository.repository_arn,
        "repository_name": image_repository.repository_name,
        "container_name": service.container_name,
        "task_definition_template": service.task_definition_template,
        "appspec_template": service.appspec_template,
        "log_retention_days": settings.service.log_retention_days,
    }


def _deployment_args(
    args: BlueGreenEcsPipelineArgs,
    settings: Settings,
    load_balancer: LoadBalancer,
    smoke_test: SmokeTest | None,
    service: Service,
) -> DeploymentPartArgs:
    """The group's own keys, what is replaced, and between what traffic moves."""
    part_args: DeploymentPartArgs = {
        **(args.get("deployment") or {}),
        **_everywhere(settings),
        "cluster_name": service.cluster_name,
        "cluster_arn": service.cluster_arn,
        "service_name": service.service_name,
        "health_check_grace_seconds": settings.service.health_check_grace_seconds,
        "production_listener_arn": load_balancer.production_listener_arn,
        "test_listener_arn": load_balancer.test_listener_arn,
        "blue_target_group_name": load_balancer.blue_target_group_name,
        "green_target_group_name": load_balancer.green_target_group_name,
        "load_balancer_arn_suffix": load_balancer.load_balancer_arn_suffix,
        "blue_target_group_arn_suffix": load_balancer.blue_target_group_arn_suffix,
        "green_target_group_arn_suffix": load_balancer.green_target_group_arn_suffix,
        "execution_role_arn": service.execution_role_arn,
        "task_role_arn": service.task_role_arn,
    }
    if smoke_test is not None:
        part_args["smoke_test_function_name"] = smoke_test.function_name
    return part_args


def _pipeline_args(
    args: BlueGreenEcsPipelineArgs, settings: Settings, build: Build, deployment: Deployment, service: Service
) -> PipelinePartArgs:
    """The group's own keys, and what each stage works with."""
    return {
        **(args.get("pipeline") or {}),
        **_everywhere(settings),
        "source": args["source"],
        "build_project_name": build.project_name,
        "build_role_name": build.role_name,
        "deployment_application_name": deployment.deployment_application_name,
        "deployment_group_name": deployment.deployment_group_name,
        "deployment_configuration": deployment.deployment_configuration_name,
        "deployment_role_name": deployment.role_name,
        "execution_role_arn": service.execution_role_arn,
        "task_role_arn": service.task_role_arn,
    }
