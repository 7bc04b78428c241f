"""The state that a release has to leave behind, whatever happened to it: asked of the embedded AWS."""

from typing import Any

from rehearsal.deploy.service import NotHealthy, wait_until_healthy
from rehearsal.faults.stack import RehearsedStack


def find_inconsistencies(stack: RehearsedStack) -> list[str]:
    """One sentence for each thing that does not fit together."""
    task_sets = describe_task_sets(stack)
    if [task_set["status"] for task_set in task_sets] != ["PRIMARY"]:
        found = ", ".join(f"{task_set['status']} {task_set['id']}" for task_set in task_sets) or "none"
        return [f"the service has not exactly one task set, its primary one: {found}"]
    return [
        *_listeners(stack, task_sets[0]),
        *_tasks(stack, task_sets[0]),
        *_task_definition(stack, task_sets[0]),
        *_deployments(stack),
    ]


def describe_task_sets(stack: RehearsedStack) -> list[dict[str, Any]]:
    """Those of the service, as ECS shows them."""
    described = stack.aws.client("ecs").describe_services(
        cluster=stack.service.cluster, services=[stack.service.service]
    )
    return [task_set for task_set in described["services"][0].get("taskSets", []) if task_set["status"] != "DRAINING"]


def find_colours(stack: RehearsedStack) -> tuple[str, str]:
    """The target group that serves now, and the one that the next release takes."""
    blue = target_group_of(describe_task_sets(stack)[0])
    group = stack.deployment_group()
    (pair,) = group["loadBalancerInfo"]["targetGroupPairInfoList"]
    names = [one["name"] for one in pair["targetGroups"]]
    described = stack.aws.client("elbv2").describe_target_groups(Names=names)["TargetGroups"]
    (green,) = [one["TargetGroupArn"] for one in described if one["TargetGroupArn"] != blue]
    return blue, green


def target_group_of(task_set: dict[str, Any]) -> str:
    """Where its tasks are registered."""
    return str(task_set["loadBalancers"][0]["targetGroupArn"])


def _listeners(stack: RehearsedStack, primary: dict[str, Any]) -> list[str]:
    arns = [stack.service.production_listener_arn, stack.service.test_listener_arn]
    described = stack.aws.client("elbv2").describe_listeners(ListenerArns=arns)["Listeners"]
    problems = []
    for listener in described:
        (action,) = listener["DefaultActions"]
        groups = action.get("ForwardConfig", {}).get("TargetGroups") or [{"TargetGroupArn": action["TargetGroupArn"]}]
        used = [group["TargetGroupArn"] for group in groups if group.get("Weight", 1)]
        if used != [target_group_of(primary)]:
            problems.append(f"the listener on port {listener['Port']} does not lead to the primary task set alone")
    return problems


def _tasks(stack: RehearsedStack, primary: dict[str, Any]) -> list[str]:
    running = stack.tasks.all()
    if [task_set.arn for task_set in running] != [primary["taskSetArn"]]:
        return [f"{len(running)} task sets run on this machine, the primary one should, alone"]
    try:
        wait_until_healthy(running[0], stack.front, stack.clock)
    except NotHealthy as problem:
        return [f"the primary task set is not healthy: {problem}"]
    return []


def _task_definition(stack: RehearsedStack, primary: dict[str, Any]) -> list[str]:
    described = stack.aws.client("ecs").describe_task_definition(taskDefinition=primary["taskDefinition"])
    status = described["taskDefinition"]["status"]
    return [] if status == "ACTIVE" else [f"the primary task set's task definition is {status}"]


def _deployments(stack: RehearsedStack) -> list[str]:
    active = stack.active_deployments()
    return [f"deployment {active[0]} is still in progress"] if active else []
