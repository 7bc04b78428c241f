"""A service with its network, load balancer and registry, and CodeDeploy; builds and releases are another CI's."""

import pulumi

from blue_green_ecs_pipeline import Architecture, Deployment, ImageRepository, LoadBalancer, Network, Service

# A new task may be unhealthy for so long: ECS lets it live, and no alarm stops the release.
HEALTH_CHECK_GRACE_SECONDS = 60

network = Network("web", {})
load_balancer = LoadBalancer(
    "web",
    {
        "vpc_id": network.vpc_id,
        "vpc_cidr_block": network.vpc_cidr_block,
        "public_subnet_ids": network.public_subnet_ids,
        "task_security_group_id": network.task_security_group_id,
    },
)
image_repository = ImageRepository("web", {})
service = Service(
    "web",
    {
        "architecture": Architecture.X86_64,
        "subnet_ids": network.task_subnet_ids,
        "assign_public_ip": network.assign_public_ip,
        "task_security_group_id": network.task_security_group_id,
        "target_group_arn": load_balancer.blue_target_group_arn,
        "listener_arns": [load_balancer.production_listener_arn, load_balancer.test_listener_arn],
        "repository_arn": image_repository.repository_arn,
        "bootstrap_status_code": 200,
        "health_check_grace_seconds": HEALTH_CHECK_GRACE_SECONDS,
    },
)
deployment = Deployment(
    "web",
    {
        "cluster_name": service.cluster_name,
        "cluster_arn": service.cluster_arn,
        "service_name": service.service_name,
        "production_listener_arn": load_balancer.production_listener_arn,
        "test_listener_arn": load_balancer.test_listener_arn,
        "blue_target_group_name": load_balancer.blue_target_group_name,
        "green_target_group_name": load_balancer.green_target_group_name,
        "load_balancer_arn_suffix": load_balancer.load_balancer_arn_suffix,
        "blue_target_group_arn_suffix": load_balancer.blue_target_group_arn_suffix,
        "green_target_group_arn_suffix": load_balancer.green_target_group_arn_suffix,
        "health_check_grace_seconds": HEALTH_CHECK_GRACE_SECONDS,
        "execution_role_arn": service.execution_role_arn,
        "task_role_arn": service.task_role_arn,
    },
)

pulumi.export("url", load_balancer.url)
pulumi.export("repository_url", image_repository.repository_url)
pulumi.export("task_definition_template", service.task_definition_template)
pulumi.export("appspec_template", service.appspec_template)
pulumi.export("deployment_application_name", deployment.deployment_application_name)
pulumi.export("deployment_group_name", deployment.deployment_group_name)
