"""Args of the parts that deliver a release: what the whole component would hand them, with a part's settings on top."""

from typing import Any

REPOSITORY_ARN = "arn:aws:ecr:eu-central-1:123456789012:repository/shop-web"
PRODUCTION_LISTENER_ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/production"
TEST_LISTENER_ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/test"
CLUSTER_ARN = "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-cluster"
EXECUTION_ROLE_ARN = "arn:aws:iam::123456789012:role/shop-web-execution"
TASK_ROLE_ARN = "arn:aws:iam::123456789012:role/shop-web-task"


def build_args(**settings: Any) -> Any:
    return {
        "repository_url": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-web",
        "repository_arn": REPOSITORY_ARN,
        "repository_name": "shop-web",
        "container_name": "app",
        "task_definition_template": '{"containerDefinitions":[{"image":"<IMAGE1_NAME>"}]}',
        "appspec_template": "TaskDefinition: <TASK_DEFINITION>\n",
        "log_retention_days": 30,
        **settings,
    }


def deployment_args(**settings: Any) -> Any:
    return {
        "cluster_name": "shop-cluster",
        "cluster_arn": CLUSTER_ARN,
        "service_name": "shop-service",
        "health_check_grace_seconds": 60,
        "production_listener_arn": PRODUCTION_LISTENER_ARN,
        "test_listener_arn": TEST_LISTENER_ARN,
        "blue_target_group_name": "shop-blue",
        "green_target_group_name": "shop-green",
        "load_balancer_arn_suffix": "app/lb/1",
        "blue_target_group_arn_suffix": "targetgroup/shop-blue/1",
        "green_target_group_arn_suffix": "targetgroup/shop-green/2",
        "execution_role_arn": EXECUTION_ROLE_ARN,
        "task_role_arn": TASK_ROLE_ARN,
        **settings,
    }


def pipeline_args(**settings: Any) -> Any:
    return {
        "source": {"repository": "acme/web"},
        "build_project_name": "shop-project",
        "build_role_name": "shop-build",
        "deployment_application_name": "shop-application",
        "deployment_group_name": "shop-group",
        "deployment_configuration": "CodeDeployDefault.ECSAllAtOnce",
        "deployment_role_name": "shop-deployment",
        "execution_role_arn": EXECUTION_ROLE_ARN,
        "task_role_arn": TASK_ROLE_ARN,
        **settings,
    }
