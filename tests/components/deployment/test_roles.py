"""CodeDeploy's role: the calls of one blue/green deployment, on this service and these two listeners."""

from typing import Any

from blue_green_ecs_pipeline import Deployment
from tests.components.delivery_parts import deployment_args
from tests.graph import Graph, create

ALARM = "arn:aws:cloudwatch:eu-central-1:123456789012:alarm"
FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function"


def deployment(**settings: Any) -> Graph:
    return create(lambda: Deployment("web", deployment_args(**settings)))


def statements(graph: Graph) -> dict[str, Any]:
    return {each["Sid"]: each for each in graph["web-deployment-policy"].json("policy")["Statement"]}


def test_a_deployment_replaces_the_task_set_of_one_service_and_moves_two_listeners_and_nothing_else() -> None:
    policy = deployment()["web-deployment-policy"]

    assert policy.inputs["role"] == "shop-dev-web-29d8601b-deployment"
    assert policy.inputs["name"] == "shift-traffic"
    assert policy.json("policy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ReadService",
                "Effect": "Allow",
                "Action": ["ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"],
                "Resource": ["arn:aws:ecs:eu-central-1:123456789012:service/shop-cluster/shop-service"],
            },
            {
                "Sid": "ReplaceTaskSet",
                "Effect": "Allow",
                "Action": ["ecs:CreateTaskSet", "ecs:DeleteTaskSet"],
                "Resource": ["arn:aws:ecs:eu-central-1:123456789012:task-set/shop-cluster/shop-service/*"],
            },
            {
                "Sid": "ReadLoadBalancer",
                "Effect": "Allow",
                "Action": [
                    "elasticloadbalancing:DescribeListeners",
                    "elasticloadbalancing:DescribeRules",
                    "elasticloadbalancing:DescribeTargetGroups",
                ],
                "Resource": ["*"],
            },
            {
                "Sid": "ShiftListeners",
                "Effect": "Allow",
                "Action": ["elasticloadbalancing:ModifyListener"],
                "Resource": [
                    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/production",
                    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/test",
                ],
            },
            {
                "Sid": "ShiftRules",
                "Effect": "Allow",
                "Action": ["elasticloadbalancing:ModifyRule"],
                "Resource": [
                    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/lb/1/production/*",
                    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/lb/1/test/*",
                ],
            },
            {
                "Sid": "ReadAlarms",
                "Effect": "Allow",
                "Action": ["cloudwatch:DescribeAlarms"],
                "Resource": [
                    f"{ALARM}:shop-dev-web-29d8601b-blue-errors",
                    f"{ALARM}:shop-dev-web-29d8601b-blue-unhealthy-hosts",
                    f"{ALARM}:shop-dev-web-29d8601b-green-errors",
                    f"{ALARM}:shop-dev-web-29d8601b-green-unhealthy-hosts",
                    f"{ALARM}:shop-dev-web-29d8601b-stopped-tasks",
                ],
            },
            {
                "Sid": "StartTasksUnderTheirRoles",
                "Effect": "Allow",
                "Action": ["iam:PassRole"],
                "Resource": [
                    "arn:aws:iam::123456789012:role/shop-web-execution",
                    "arn:aws:iam::123456789012:role/shop-web-task",
                ],
                "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            },
        ],
    }


def test_only_the_groups_of_this_application_work_under_the_role() -> None:
    role = deployment()["web-deployment-role"]

    assert role.inputs["name"] == "shop-dev-web-29d8601b-deployment"
    assert role.json("assumeRolePolicy") == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "codedeploy.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": "123456789012"},
                    "ArnLike": {
                        "aws:SourceArn": (
                            "arn:aws:codedeploy:eu-central-1:123456789012:deploymentgroup:shop-dev-web-29d8601b/*"
                        )
                    },
                },
            }
        ],
    }


def test_the_trust_names_the_application_that_is_created() -> None:
    graph = deployment()

    (statement,) = graph["web-deployment-role"].json("assumeRolePolicy")["Statement"]

    source = statement["Condition"]["ArnLike"]["aws:SourceArn"]
    assert source.endswith(f":deploymentgroup:{graph['web-deployment-application'].inputs['name']}/*")


def test_a_group_is_created_when_its_role_may_do_its_work() -> None:
    assert deployment().depends_on("web-deployment-group", on="web-deployment-policy")


def test_codedeploy_reads_the_users_alarms_beside_the_components_own() -> None:
    role = statements(deployment(alarms={"enabled": False, "names": ["checkout: errors"]}))

    assert role["ReadAlarms"]["Resource"] == [f"{ALARM}:checkout: errors"]


def test_without_alarms_none_are_read() -> None:
    assert "ReadAlarms" not in statements(deployment(alarms={"enabled": False}))


def test_codedeploy_calls_the_hooks_and_no_other_function() -> None:
    hooks = {"before_install": "migrate", "before_allow_traffic": "migrate", "after_allow_traffic": "notify"}
    role = statements(deployment(hooks=hooks, smoke_test_function_name="CodeDeployHook_test"))

    assert role["CallHooks"] == {
        "Sid": "CallHooks",
        "Effect": "Allow",
        "Action": ["lambda:InvokeFunction"],
        "Resource": [f"{FUNCTION}:migrate", f"{FUNCTION}:CodeDeployHook_test", f"{FUNCTION}:notify"],
    }


def test_without_hooks_codedeploy_calls_no_function() -> None:
    assert "CallHooks" not in statements(deployment())
