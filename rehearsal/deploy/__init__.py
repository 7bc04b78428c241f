"""Step 4 of the rehearsal: what CodePipeline's deploy action, CodeDeploy, ECS and the load balancer do.

In this order, after Up:

    clock = Clock(speed=60)
    with LocalLoadBalancer(aws, clock) as front, TaskSets(aws, images, front, clock) as tasks:
        start_service(aws, cluster_name, service_name, tasks, front, clock)    # the bootstrap tasks serve
        url = front.url(production_listener_arn)    # of front.listeners(), not of the program
        with SteadyClient(url) as client:    # rehearsal.checks
            result = deploy(aws, bucket, key, action_configuration, tasks, front, clock, out)
        check_release(client.answers, old, new)

`images` is the ImageStore that the build has filled; `action_configuration` is the deploy action's `configuration` in
GetPipeline's answer; bucket and key say where the build has put the artifact. A second release is one more `deploy` in
the same block; `resume` goes on with one whose deployer was killed half-way. At the end of the block everything that
was started here has stopped; for `--keep`, wait inside of it.
"""

from .clock import Clock
from .deployment import EcsDeployment
from .executor import deploy
from .load_balancer import LocalLoadBalancer
from .result import DeploymentResult, LifecycleEvent
from .resume import resume
from .routing import NotModelled
from .service import NotHealthy, start_service
from .task_connections import TaskConnections
from .task_sets import TaskSets

__all__ = [
    "Clock",
    "DeploymentResult",
    "EcsDeployment",
    "LifecycleEvent",
    "LocalLoadBalancer",
    "NotHealthy",
    "NotModelled",
    "TaskConnections",
    "TaskSets",
    "deploy",
    "resume",
    "start_service",
]
