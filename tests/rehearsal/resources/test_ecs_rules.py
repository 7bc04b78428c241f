"""What ECS refuses of services and task definitions."""

import json

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import container_definitions

OPTIONS = {"awslogs-group": "/web", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "web"}
LOGS = "containerDefinitions[0].logConfiguration"


def test_a_clusters_insights_are_one_of_three(account):
    with pytest.raises(ResourceError) as error:
        account.cluster(settings=[{"name": "containerInsights", "value": "on"}])

    assert "settings[0].value: got on, allowed are enhanced, enabled, disabled" in str(error.value)


def test_a_clusters_setting_has_a_name(account):
    with pytest.raises(ResourceError) as error:
        account.cluster(settings=[{"value": "enabled"}])

    assert "settings[0].name: is missing, and needed" in str(error.value)


def logging(**options):
    log = {"logDriver": "awslogs", "options": {key.replace("_", "-"): value for key, value in options.items()}}
    return container_definitions(logConfiguration=log)


@pytest.mark.parametrize(
    ("containers", "reason"),
    [
        (container_definitions(essential=False), "containerDefinitions: at least one container must be essential"),
        (container_definitions(logConfiguration={"logDriver": "syslog"}), f"{LOGS}.logDriver: got syslog"),
        (logging(awslogs_group="/web", awslogs_region="eu-central-1"), f"{LOGS}.options.awslogs-stream-prefix: the"),
        (
            container_definitions(
                logConfiguration={"logDriver": "awslogs", "options": {**OPTIONS, "awslogs-region": "us-east-1"}}
            ),
            f"{LOGS}.options.awslogs-region: the log group /web is in eu-central-1, not in us-east-1",
        ),
    ],
)
def test_containers_that_fargate_cannot_start_are_refused(account, containers, reason):
    with pytest.raises(ResourceError) as error:
        account.task_definition(containerDefinitions=containers)

    assert reason in str(error.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"launchType": "EC2"}, "launchType: got EC2, the task definition requires FARGATE"),
        ({"platformVersion": "9.9.9"}, "platformVersion: got 9.9.9, allowed are LATEST, 1.4.0"),
        ({"healthCheckGracePeriodSeconds": -1}, "healthCheckGracePeriodSeconds: got -1, allowed are 0 to"),
        ({"networkConfiguration": {}}, "networkConfiguration: Network Configuration must be provided"),
        ({"loadBalancers": []}, "loadBalancers: the CODE_DEPLOY deployment controller needs it"),
        (
            {"loadBalancers": [{"containerName": "app", "containerPort": 80}]},
            "loadBalancers[0].targetGroupArn: the CODE_DEPLOY deployment controller needs a target group",
        ),
        ({"taskDefinition": None}, "taskDefinition: the CODE_DEPLOY deployment controller needs it"),
        (
            {"schedulingStrategy": "DAEMON"},
            "schedulingStrategy: the CODE_DEPLOY deployment controller supports REPLICA",
        ),
    ],
)
def test_a_service_whose_parts_do_not_fit_is_refused(account, changes, reason):
    with pytest.raises(ResourceError) as error:
        account.service(**changes)

    assert reason in str(error.value)


def test_a_services_target_group_is_in_its_tasks_vpc(account):
    ec2 = account.aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]

    with pytest.raises(ResourceError) as error:
        account.service(networkConfiguration={"subnets": [subnet]})

    assert f"the target group is in {account.vpc}, the tasks are in {vpc}" in str(error.value)


def test_a_load_balanced_port_is_mapped_for_tcp(account):
    containers = json.loads(container_definitions())
    containers[0]["portMappings"][0]["protocol"] = "udp"
    definition = account.task_definition(containerDefinitions=json.dumps(containers))

    with pytest.raises(ResourceError) as error:
        account.service(taskDefinition=definition.outputs["arn"])

    assert "loadBalancers[0].containerPort: port 8080 of container web is mapped for udp" in str(error.value)
