"""Services of the CODE_DEPLOY controller on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import container_definitions


def live_service(account):
    services = account.aws.client("ecs").describe_services(cluster="web", services=["web"], include=["TAGS"])
    return services["services"][0]


def release(account):
    """What CodeDeploy does: a green task set, made the primary one, and blue deleted."""
    ecs = account.aws.client("ecs")
    account.task_definition()
    blue = live_service(account)["taskSets"][0]
    green = ecs.create_task_set(
        cluster="web",
        service="web",
        taskDefinition="web:2",
        launchType="FARGATE",
        scale={"value": 100, "unit": "PERCENT"},
        networkConfiguration=blue["networkConfiguration"],
        loadBalancers=[{"targetGroupArn": account.green, "containerName": "web", "containerPort": 8080}],
    )["taskSet"]
    ecs.update_service_primary_task_set(cluster="web", service="web", primaryTaskSet=green["id"])
    ecs.delete_task_set(cluster="web", service="web", taskSet=blue["id"], force=True)
    return green


def test_a_service_keeps_everything_that_the_program_says(account):
    service = account.service(forceDelete=True, deploymentMaximumPercent=200, deploymentMinimumHealthyPercent=50)

    live = live_service(account)

    assert service.id == service.outputs["arn"] == "arn:aws:ecs:eu-central-1:123456789012:service/web/web"
    assert live["healthCheckGracePeriodSeconds"] == 30
    assert live["enableECSManagedTags"] is True
    assert live["propagateTags"] == "SERVICE"
    assert live["deploymentConfiguration"] == {"maximumPercent": 200, "minimumHealthyPercent": 50}
    assert live["networkConfiguration"]["awsvpcConfiguration"]["assignPublicIp"] == "ENABLED"
    assert live["tags"] == [{"key": "team", "value": "web"}]
    assert service.read() == (service.inputs, service.outputs)


def test_a_service_of_code_deploy_begins_with_a_primary_task_set_of_its_own_definition(account):
    account.service()

    [task_set] = live_service(account)["taskSets"]

    assert task_set["status"] == "PRIMARY"
    assert task_set["id"].startswith("ecs-svc/")
    assert task_set["taskDefinition"] == "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1"
    assert task_set["loadBalancers"] == [
        {"targetGroupArn": account.blue, "containerName": "web", "containerPort": 8080}
    ]
    assert task_set["networkConfiguration"]["awsvpcConfiguration"]["subnets"] == account.subnets
    assert task_set["computedDesiredCount"] == 2


def test_a_service_of_the_ecs_controller_has_no_task_set(account):
    account.service(deploymentController={"type": "ECS"})

    assert live_service(account).get("taskSets", []) == []


def test_after_a_release_a_service_shows_what_code_deploy_made_of_it(account):
    service = account.service()
    release(account)

    inputs, outputs = service.read()

    assert inputs["taskDefinition"] == "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:2"
    assert inputs["loadBalancers"][0]["targetGroupArn"] == account.green
    assert outputs["taskDefinition"] == inputs["taskDefinition"]
    unchanged = {"taskDefinition", "loadBalancers"}
    assert {key: value for key, value in inputs.items() if key not in unchanged} == {
        key: value for key, value in service.inputs.items() if key not in unchanged
    }


def test_after_a_release_green_is_the_one_task_set_and_runs_its_own_tasks(account):
    account.service()
    green = release(account)

    [task_set] = live_service(account)["taskSets"]
    tasks = account.aws.client("ecs").list_tasks(cluster="web", serviceName="web")["taskArns"]
    described = account.aws.client("ecs").describe_tasks(cluster="web", tasks=tasks)["tasks"]

    assert (task_set["id"], task_set["status"]) == (green["id"], "PRIMARY")
    assert (task_set["runningCount"], task_set["pendingCount"]) == (2, 0)
    assert {(task["group"], task["startedBy"]) for task in described} == {("service:web", green["id"])}


def test_a_deleted_service_stops_its_tasks_and_gives_their_interfaces_back(account):
    service = account.service()
    release(account)

    service.delete()
    service.delete()

    ec2 = account.aws.client("ec2")
    interfaces = ec2.describe_network_interfaces(Filters=[{"Name": "description", "Values": ["moto ECS"]}])
    assert service.read() is None
    assert account.aws.client("ecs").list_tasks(cluster="web", serviceName="web")["taskArns"] == []
    assert interfaces["NetworkInterfaces"] == []


def test_a_service_can_be_created_again_after_it_was_deleted(account):
    service = account.service()
    service.delete()

    again = account.create(service.token, service.inputs)

    assert again.read() == (again.inputs, again.outputs)
    assert [task_set["status"] for task_set in live_service(account)["taskSets"]] == ["PRIMARY"]


def test_what_aws_lets_a_code_deploy_service_change_changes_in_place(account):
    service = account.service()

    service.update(desiredCount=3, healthCheckGracePeriodSeconds=60, enableEcsManagedTags=None, tags={"team": "shop"})

    live = live_service(account)
    assert (live["desiredCount"], live["healthCheckGracePeriodSeconds"]) == (3, 60)
    assert live["enableECSManagedTags"] is False
    assert live["taskSets"][0]["computedDesiredCount"] == 3
    assert live["tags"] == [{"key": "team", "value": "shop"}]
    assert service.read()[0] == service.inputs


def test_what_only_a_deployment_may_change_is_refused_in_awss_words(account):
    service = account.service()
    other = account.task_definition().outputs["arn"]
    network = {**service.inputs["networkConfiguration"], "assignPublicIp": False}
    balancers = [{**service.inputs["loadBalancers"][0], "targetGroupArn": account.green}]
    refused = {}

    for key, value in {
        "taskDefinition": other,
        "networkConfiguration": network,
        "loadBalancers": balancers,
        "platformVersion": "1.4.0",
    }.items():
        with pytest.raises(ResourceError) as error:
            service.update(**{key: value})
        refused[key] = str(error.value)

    ending = "on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment."
    assert refused == {
        "taskDefinition": f"aws:ecs/service:Service web: taskDefinition: Unable to update task definition {ending}",
        "networkConfiguration": (
            f"aws:ecs/service:Service web: networkConfiguration: Unable to update network parameters {ending}"
        ),
        "loadBalancers": f"aws:ecs/service:Service web: loadBalancers: Unable to update load balancers {ending}",
        "platformVersion": f"aws:ecs/service:Service web: platformVersion: Unable to update platform version {ending}",
    }


def test_a_service_of_the_ecs_controller_takes_a_new_task_definition(account):
    service = account.service(deploymentController={"type": "ECS"})
    other = account.task_definition().outputs["arn"]

    service.update(taskDefinition=other)

    assert live_service(account)["taskDefinition"] == other


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"cluster": "none"}, "cluster: there is no ECS cluster none"),
        ({"taskDefinition": "web:7"}, "taskDefinition: there is no task definition web:7"),
        ({"taskDefinition": "web:x"}, "taskDefinition: there is no task definition web:x"),
        (
            {"networkConfiguration": {"subnets": ["subnet-0"], "securityGroups": []}},
            "networkConfiguration.subnets: there is no subnet subnet-0",
        ),
        (
            {"networkConfiguration": {"subnets": [], "securityGroups": ["sg-0"]}},
            "networkConfiguration.securityGroups: there is no security group sg-0",
        ),
        ({"launchTyp": "FARGATE"}, "launchTyp: CreateService has no such property; did you mean launchType?"),
        ({"launchType": "FARGATES"}, "launchType: got 'FARGATES', allowed are EC2, FARGATE, EXTERNAL"),
        ({"desiredCount": "two"}, "desiredCount: got 'two', allowed is a whole number"),
    ],
)
def test_a_service_that_aws_would_refuse_names_the_property(account, changes, refusal):
    with pytest.raises(ResourceError) as refused:
        account.service(**changes)

    assert str(refused.value).startswith("aws:ecs/service:Service web: ")
    assert refusal in str(refused.value)


def test_a_service_waits_for_a_listener_of_its_target_group(account):
    balancers = [{"targetGroupArn": account.green, "containerName": "web", "containerPort": 8080}]

    with pytest.raises(ResourceError) as refused:
        account.service(loadBalancers=balancers)

    assert str(refused.value) == (
        f"aws:ecs/service:Service web: loadBalancers: The target group with targetGroupArn {account.green} "
        "does not have an associated load balancer."
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"containerName": "app"}, "The container app does not exist in the task definition."),
        ({"containerPort": 80}, "The container web did not have a container port 80 defined."),
    ],
)
def test_a_load_balancers_container_and_port_are_those_of_the_task_definition(account, changes, refusal):
    balancer = {"targetGroupArn": account.blue, "containerName": "web", "containerPort": 8080, **changes}

    with pytest.raises(ResourceError, match=f"service:Service web: loadBalancers: .*{refusal}"):
        account.service(loadBalancers=[balancer])


def test_a_target_group_of_instances_is_refused(account):
    instances = account.target_group("instances", "instance")
    account.listener(81, instances)

    with pytest.raises(
        ResourceError, match="loadBalancers: .*target type instance, which is incompatible with the awsvpc"
    ):
        account.service(loadBalancers=[{"targetGroupArn": instances, "containerName": "web", "containerPort": 8080}])


def test_a_target_group_that_is_gone_is_named(account):
    gone = account.green.replace("green", "gone")

    with pytest.raises(ResourceError, match="loadBalancers\\[0\\].targetGroupArn: there is no target group .*gone"):
        account.service(loadBalancers=[{"targetGroupArn": gone, "containerName": "web", "containerPort": 8080}])


def test_a_second_service_of_the_same_name_is_refused(account):
    service = account.service()

    with pytest.raises(ResourceError, match="name: .*Creation of service was not idempotent"):
        account.create(service.token, service.inputs)


def test_a_task_definition_without_the_port_in_it_fails_at_the_service(account):
    definition = account.task_definition(containerDefinitions=container_definitions(portMappings=[]))
    inputs = account.service_inputs(account.cluster(), definition)

    with pytest.raises(ResourceError, match="did not have a container port 8080 defined"):
        account.create("aws:ecs/service:Service", inputs)
