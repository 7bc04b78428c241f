"""The pipeline's deploy action: from the build's artifact to a running release.

It does what CodePipeline's CodeDeployToECS action does with the artifact, then what CodeDeploy does with the service.
Which service, listeners, target groups and container: all of it is read from the artifact and the embedded AWS.
"""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from rehearsal.failure import RehearsalError
from rehearsal.iam.actor import ClientGiver

from .appspec import AppSpec, parse_appspec
from .artifact import (
    TASK_DEFINITION_PLACEHOLDER,
    download,
    invalid,
    read_appspec,
    refuse_placeholders,
    render_task_definition,
)
from .clock import Clock
from .deployment import EcsDeployment
from .deployment_group import DeploymentGroup, read_deployment_group, refuse
from .image_definitions import check_image_definitions
from .load_balancer import LocalLoadBalancer
from .plan import Plan
from .result import FAILED, DeploymentFailure, DeploymentResult
from .routing import Forward, read_listener
from .service import EcsService, read_service
from .task_sets import TaskSets
from .traffic import read_traffic_steps


def deploy(
    aws: Any,
    artifact_bucket: str,
    artifact_key: str,
    action_configuration: Mapping[str, str],
    tasks: TaskSets,
    front: LocalLoadBalancer,
    clock: Clock,
    out: Callable[[str], None],
    deployment: type[EcsDeployment] = EcsDeployment,
    pipeline: Any = None,
) -> DeploymentResult:
    """Deploys an artifact; a failure is part of the result, with a rollback if the deployment group asks for one.

    `pipeline` is who reads the artifact and starts the deployment; without it, the account's administrator does.
    """
    try:
        plan = make_plan(aws, artifact_bucket, artifact_key, action_configuration, pipeline)
    except DeploymentFailure as failure:
        out(f"failed at {failure.at}: {failure.reason}")
        return DeploymentResult(
            succeeded=False, events=(), failed_at=failure.at, error_code=failure.code, failure=failure.reason
        )
    running = deployment(aws, plan, tasks, front, clock, out)
    try:
        return running.run()
    except RehearsalError as refused:
        # The rehearsal ends here, and nothing may count this deployment as active any more.
        running.record.end(FAILED, str(refused))
        raise


def make_plan(
    aws: Any, bucket: str, key: str, configuration: Mapping[str, str], pipeline: ClientGiver | None = None
) -> Plan:
    """Reads the artifact and the embedded AWS, and registers the task definition; nothing else changes."""
    starter = pipeline or aws
    starter.ask("artifacts", bucket=f"arn:aws:s3:::{bucket}")
    starter.ask("read artifact", object=f"arn:aws:s3:::{bucket}/{key}")
    artifact = download(starter, bucket, key, configuration)
    definition = render_task_definition(artifact, configuration)
    path, template = read_appspec(artifact, configuration)
    _check_container(path, parse_appspec(path, template), definition)
    check_image_definitions(artifact, definition)
    group = read_deployment_group(aws, configuration["ApplicationName"], configuration["DeploymentGroupName"])
    service = _read_service(aws, group)
    text = template.replace(TASK_DEFINITION_PLACEHOLDER, _register(starter, definition))
    refuse_placeholders(path, text)
    appspec = parse_appspec(path, text)
    _ask_for_deployment(starter, group)
    return Plan(
        group=group,
        service=service,
        appspec=appspec,
        appspec_text=text,
        green_target_group_arn=_green_target_group(aws, group, service),
        traffic_steps=read_traffic_steps(aws, group.configuration_name),
        rollback_appspec_text=template.replace(TASK_DEFINITION_PLACEHOLDER, service.primary_task_set["taskDefinition"]),
    )


def _ask_for_deployment(pipeline: ClientGiver, group: DeploymentGroup) -> None:
    prefix = f"arn:aws:codedeploy:{pipeline.region}:{pipeline.account_id}"
    pipeline.ask(
        "deploy",
        application=f"{prefix}:application:{group.application_name}",
        configuration=f"{prefix}:deploymentconfig:{group.configuration_name}",
        group=f"{prefix}:deploymentgroup:{group.application_name}/{group.name}",
    )


def _check_container(path: str, appspec: AppSpec, definition: dict[str, Any]) -> None:
    containers = {container.get("name"): container for container in definition["containerDefinitions"]}
    if appspec.container_name not in containers:
        known = ", ".join(str(name) for name in containers)
        raise invalid(f"{path} names container {appspec.container_name}, the task definition has {known}")
    mappings = containers[appspec.container_name].get("portMappings", [])
    ports = [mapping.get("containerPort") for mapping in mappings]
    if appspec.container_port not in ports:
        raise invalid(
            f"{path} names port {appspec.container_port} of container {appspec.container_name}, "
            f"the task definition has {', '.join(map(str, ports)) or 'none'}"
        )


def _read_service(aws: Any, group: DeploymentGroup) -> EcsService:
    try:
        return read_service(aws, group.cluster, group.service)
    except LookupError as error:
        raise refuse("INVALID_ECS_SERVICE", str(error.args[0])) from None
    except ClientError as error:
        raise refuse("INVALID_ECS_SERVICE", str(error)) from None


def _register(aws: Any, definition: dict[str, Any]) -> str:
    ecs = aws.client("ecs")
    # botocore's own arguments are no keys of a task definition, and would be taken for them.
    known = ecs.meta.service_model.operation_model("RegisterTaskDefinition").input_shape.members
    if unknown := [key for key in definition if key not in known]:
        raise invalid(f"the task definition has the unknown key {unknown[0]}")
    try:
        registered = ecs.register_task_definition(**definition)
    except (BotoCoreError, ClientError) as error:
        raise invalid(f"the task definition cannot be registered: {' '.join(str(error).split())}") from None
    return str(registered["taskDefinition"]["taskDefinitionArn"])


def _green_target_group(aws: Any, group: DeploymentGroup, service: EcsService) -> str:
    """The one of the pair that does not serve now: the two swap with every release."""
    blue_arn = service.blue_target_group_arn
    if blue_arn not in group.target_group_arns:
        raise refuse(
            "ELASTIC_LOAD_BALANCING_INVALID",
            f"the primary task set's target group {blue_arn} is none of deployment group {group.name}",
        )
    described = aws.client("elbv2").describe_listeners(ListenerArns=[group.production_listener_arn])["Listeners"]
    action = read_listener(described[0]).action
    forwarded = [arn for arn, weight in action.weights if weight] if isinstance(action, Forward) else []
    if forwarded != [blue_arn]:
        raise refuse(
            "ELASTIC_LOAD_BALANCING_INVALID",
            "The ELB could not be updated due to the following error: "
            f"Primary taskset target group must be behind listener {group.production_listener_arn}",
        )
    return next(arn for arn in group.target_group_arns if arn != blue_arn)
