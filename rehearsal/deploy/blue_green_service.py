"""What a deployment does to the service, its task sets and its listeners, act by act."""

from collections.abc import Callable
from typing import Any

from rehearsal.iam.actor import ClientGiver

from .load_balancer import LocalLoadBalancer
from .plan import Plan
from .record import DeploymentRecord
from .routing import Forward, read_listener
from .task_sets import TaskSets
from .traffic import forward_action


class BlueGreenService:
    """The service of one deployment, in the embedded AWS and on this machine."""

    def __init__(
        self,
        aws: Any,
        codedeploy: ClientGiver,
        plan: Plan,
        tasks: TaskSets,
        front: LocalLoadBalancer,
        out: Callable[[str], None],
        record: DeploymentRecord,
    ) -> None:
        self.aws = aws
        self.codedeploy = codedeploy
        """CodeDeploy under the role of its group: every change of the service and of the listeners is its own."""
        self.plan = plan
        self.tasks = tasks
        self.front = front
        self.out = out
        self.record = record
        self.blue = plan.service.primary_task_set

    def forward(self, listener_arn: str, green_percent: int) -> None:
        """Points a listener at both target groups; in force when this returns."""
        blue_arn = self.plan.service.blue_target_group_arn
        actions = forward_action(blue_arn, self.plan.green_target_group_arn, green_percent)
        self.codedeploy.client("elbv2").modify_listener(ListenerArn=listener_arn, DefaultActions=actions)
        self.front.refresh()
        name = "production" if listener_arn == self.plan.group.production_listener_arn else "test"
        self.out(f"{name} listener: {100 - green_percent} % blue, {green_percent} % green")

    def green_percent(self) -> int:
        """Green's share of production, as the listener has it."""
        arns = [self.plan.group.production_listener_arn]
        action = read_listener(self.aws.client("elbv2").describe_listeners(ListenerArns=arns)["Listeners"][0]).action
        weights = dict(action.weights) if isinstance(action, Forward) else {}
        return weights.get(self.plan.green_target_group_arn, 0)

    def create_green(self) -> dict[str, Any]:
        """The replacement task set in the embedded ECS."""
        service, appspec = self.plan.service, self.plan.appspec
        where = (
            {"capacityProviderStrategy": appspec.capacity_provider_strategy}
            if appspec.capacity_provider_strategy
            else {"launchType": service.launch_type}
        )
        created = self.codedeploy.client("ecs").create_task_set(
            cluster=service.cluster,
            service=service.name,
            externalId=self.record.id,
            taskDefinition=appspec.task_definition,
            networkConfiguration=appspec.network_configuration or self.blue["networkConfiguration"],
            loadBalancers=[
                {
                    "targetGroupArn": self.plan.green_target_group_arn,
                    "containerName": appspec.container_name,
                    "containerPort": appspec.container_port,
                }
            ],
            platformVersion=appspec.platform_version or "LATEST",
            scale={"value": 100.0, "unit": "PERCENT"},
            **where,
        )
        return dict(created["taskSet"])

    def make_primary(self, task_set: dict[str, Any]) -> None:
        """From now on this task set is the one that serves."""
        self.codedeploy.client("ecs").update_service_primary_task_set(
            cluster=self.plan.service.cluster,
            service=self.plan.service.name,
            primaryTaskSet=task_set["taskSetArn"],
        )

    def remove(self, task_set: dict[str, Any]) -> None:
        """Ends a task set without cutting off a request."""
        self.tasks.stop(task_set["taskSetArn"])
        self.codedeploy.client("ecs").delete_task_set(
            cluster=self.plan.service.cluster,
            service=self.plan.service.name,
            taskSet=task_set["taskSetArn"],
            force=True,
        )
