"""Who reaches whom once everything stands, before the first task starts: clients, load balancer, tasks, AWS."""

from typing import Any

from rehearsal.checks.redirects import find_lost_redirect
from rehearsal.failure import RehearsalError
from rehearsal.pipeline import DeployedService
from rehearsal.vpc.load_balancers import find_closed_listener, find_closed_target
from rehearsal.vpc.tasks import find_closed_start, interfaces_of

STEP = "Connections"


def check_connections(aws: Any, service: DeployedService) -> None:
    """Raises RehearsalError for the first connection that does not come about."""
    listeners = [service.production_listener_arn, service.test_listener_arn]
    if closed := find_closed_listener(aws, listeners, service.test_listener_arn):
        raise RehearsalError(closed, step=STEP)
    if lost := find_lost_redirect(aws, listeners, service.test_listener_arn):
        raise RehearsalError(lost, step=STEP)
    ecs = aws.client("ecs")
    described = ecs.describe_services(cluster=service.cluster, services=[service.service])["services"][0]
    definition = ecs.describe_task_definition(taskDefinition=described["taskDefinition"])["taskDefinition"]
    for task_set in described["taskSets"]:
        tasks = interfaces_of(task_set["networkConfiguration"], f"a task of {service.service}")
        closed = find_closed_start(aws, tasks, definition["containerDefinitions"])
        for balancer in task_set["loadBalancers"]:
            closed = closed or find_closed_target(aws, balancer["targetGroupArn"], tasks, balancer["containerPort"])
        if closed:
            raise RehearsalError(closed, step=STEP, resource=described["serviceName"])
    if described["desiredCount"] < 1:
        raise RehearsalError("desiredCount is 0, nobody serves", step=STEP, resource=described["serviceName"])
