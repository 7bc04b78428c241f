"""What a CodeDeploy release changes behind Pulumi's back, without running anything."""

from rehearsal.deploy.traffic import forward_action
from rehearsal.pipeline import read_deployed_service, read_pipeline


def release(aws, pipeline_name):
    """Green becomes the primary task set, with a task definition of its own; both listeners forward to it."""
    ecs, elbv2 = aws.client("ecs"), aws.client("elbv2")
    deployed = read_deployed_service(aws, read_pipeline(aws, pipeline_name))
    where = {"cluster": deployed.cluster, "service": deployed.service}
    (blue,) = described(aws, pipeline_name)["taskSets"]
    blue_arn, green_arn = _target_groups(elbv2, deployed.production_listener_arn, blue)
    green = ecs.create_task_set(
        **where,
        taskDefinition=_next_revision(ecs, blue["taskDefinition"]),
        launchType="FARGATE",
        networkConfiguration=blue["networkConfiguration"],
        loadBalancers=[{**blue["loadBalancers"][0], "targetGroupArn": green_arn}],
        scale={"value": 100, "unit": "PERCENT"},
    )["taskSet"]
    for listener in (deployed.test_listener_arn, deployed.production_listener_arn):
        elbv2.modify_listener(ListenerArn=listener, DefaultActions=forward_action(blue_arn, green_arn, 100))
    ecs.update_service_primary_task_set(**where, primaryTaskSet=green["taskSetArn"])
    ecs.delete_task_set(**where, taskSet=blue["taskSetArn"])


def described(aws, pipeline_name):
    """The service as ECS shows it."""
    deployed = read_deployed_service(aws, read_pipeline(aws, pipeline_name))
    ecs = aws.client("ecs")
    return ecs.describe_services(cluster=deployed.cluster, services=[deployed.service])["services"][0]


def weights(aws, pipeline_name):
    """Where the production listener forwards to, by target group."""
    deployed = read_deployed_service(aws, read_pipeline(aws, pipeline_name))
    listeners = aws.client("elbv2").describe_listeners(ListenerArns=[deployed.production_listener_arn])["Listeners"]
    groups = listeners[0]["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
    return {group["TargetGroupArn"]: group.get("Weight", 1) for group in groups}


def _target_groups(elbv2, listener, blue):
    """The one that serves, and the other of the same load balancer's VPC."""
    serving = blue["loadBalancers"][0]["targetGroupArn"]
    every = [group["TargetGroupArn"] for group in elbv2.describe_target_groups()["TargetGroups"]]
    (other,) = [arn for arn in every if arn != serving]
    return serving, other


def _next_revision(ecs, task_definition):
    current = ecs.describe_task_definition(taskDefinition=task_definition)["taskDefinition"]
    kept = (
        "family",
        "containerDefinitions",
        "cpu",
        "memory",
        "networkMode",
        "requiresCompatibilities",
        "executionRoleArn",
        "taskRoleArn",
    )
    registered = ecs.register_task_definition(**{key: current[key] for key in kept if current.get(key)})
    return registered["taskDefinition"]["taskDefinitionArn"]
