"""Clusters and task definitions on the embedded AWS."""

import json

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import (
    TASK_DEFINITION,
    container_definitions,
    task_definition_inputs,
)


def test_a_cluster_is_there_with_its_settings_and_tags(account):
    settings = [{"name": "containerInsights", "value": "enabled"}]

    cluster = account.cluster(settings=settings, tags={"team": "web"})

    assert cluster.id == cluster.outputs["arn"] == "arn:aws:ecs:eu-central-1:123456789012:cluster/web"
    assert cluster.outputs["tagsAll"] == {"team": "web"}
    assert cluster.read() == (cluster.inputs, cluster.outputs)


def test_a_cluster_shows_what_was_changed_behind_the_programs_back(account):
    cluster = account.cluster(settings=[{"name": "containerInsights", "value": "enabled"}])
    ecs = account.aws.client("ecs")
    ecs.update_cluster(cluster="web", settings=[{"name": "containerInsights", "value": "disabled"}])

    inputs, _ = cluster.read()

    assert inputs["settings"] == [{"name": "containerInsights", "value": "disabled"}]


def test_a_clusters_settings_and_tags_change_in_place(account):
    cluster = account.cluster(tags={"team": "web", "old": "1"})

    cluster.update(settings=[{"name": "containerInsights", "value": "enhanced"}], tags={"team": "shop"})

    assert cluster.read()[0] == {
        "name": "web",
        "settings": [{"name": "containerInsights", "value": "enhanced"}],
        "tags": {"team": "shop"},
    }


def test_a_deleted_cluster_is_gone_and_deleting_it_again_is_no_error(account):
    cluster = account.cluster()

    cluster.delete()
    cluster.delete()

    assert cluster.read() is None


def test_a_cluster_with_a_service_in_it_cannot_be_deleted(account):
    cluster = account.cluster()
    inputs = account.service_inputs(cluster, account.task_definition())
    account.create("aws:ecs/service:Service", inputs)

    with pytest.raises(ResourceError, match="aws:ecs/cluster:Cluster web: .*ClusterContainsServicesException"):
        cluster.delete()


def test_a_task_definition_is_registered_as_the_program_wrote_it(account):
    definition = account.task_definition()

    live = account.aws.client("ecs").describe_task_definition(taskDefinition="web:1")["taskDefinition"]

    assert definition.id == "web"
    assert definition.outputs["arn"] == "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1"
    assert definition.outputs["arnWithoutRevision"] == "arn:aws:ecs:eu-central-1:123456789012:task-definition/web"
    assert definition.outputs["revision"] == 1
    assert (live["cpu"], live["memory"], live["networkMode"]) == ("256", "512", "awsvpc")
    assert live["runtimePlatform"] == {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"}
    assert live["containerDefinitions"][0]["portMappings"] == [
        {"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}
    ]
    assert definition.read() == (definition.inputs, definition.outputs)


def test_a_task_definitions_tags_change_in_place(account):
    definition = account.task_definition()

    definition.update(tags={"team": "shop"})

    assert definition.read()[0]["tags"] == {"team": "shop"}
    assert definition.read()[1]["revision"] == 1


def test_a_deleted_task_definition_is_inactive(account):
    definition = account.task_definition()

    definition.delete()
    definition.delete()

    ecs = account.aws.client("ecs")
    assert ecs.describe_task_definition(taskDefinition="web:1")["taskDefinition"]["status"] == "INACTIVE"
    assert definition.read() is None


def test_a_task_definition_with_skip_destroy_stays_registered(account):
    definition = account.task_definition(skipDestroy=True)

    definition.delete()

    assert definition.read() is not None


@pytest.mark.parametrize(
    ("cpu", "memory"),
    [("256", "512"), ("256", "2048"), ("1024", "2048"), ("4096", "30720"), ("8192", "20480"), ("16384", "122880")],
)
def test_a_size_that_fargate_has_is_registered(account, cpu, memory):
    definition = account.task_definition(cpu=cpu, memory=memory)

    assert definition.outputs["revision"] == 1


@pytest.mark.parametrize(
    ("cpu", "memory"),
    [("256", "256"), ("256", "4096"), ("1024", "1024"), ("4096", "31744"), ("8192", "18432"), ("300", "512")],
)
def test_a_size_that_fargate_does_not_have_is_refused_in_awss_words(account, cpu, memory):
    with pytest.raises(ResourceError) as refused:
        account.task_definition(cpu=cpu, memory=memory)

    assert str(refused.value).startswith("aws:ecs/taskDefinition:TaskDefinition web: memory: ")
    assert f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory." in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"networkMode": None}, "networkMode: Fargate only supports network mode 'awsvpc'."),
        (
            {"executionRoleArn": "arn:aws:iam::123456789012:role/nobody"},
            "executionRoleArn: there is no role arn:aws:iam::123456789012:role/nobody",
        ),
        (
            {"taskRoleArn": "arn:aws:iam::123456789012:role/nobody"},
            "taskRoleArn: there is no role arn:aws:iam::123456789012:role/nobody",
        ),
        (
            {
                "containerDefinitions": container_definitions(
                    logConfiguration={"logDriver": "awslogs", "options": {"awslogs-group": "/none"}}
                )
            },
            "containerDefinitions[0].logConfiguration.options.awslogs-group: there is no log group /none",
        ),
        ({"containerDefinitions": "no json"}, "containerDefinitions: is not JSON"),
        (
            {"containerDefinitions": container_definitions(imag="x")},
            "containerDefinitions[0].imag: unknown, allowed are",
        ),
        ({"runtimePlatform": {"cpuArchitecture": "ARM"}}, "runtimePlatform.cpuArchitecture"),
        (
            {"networkMod": "awsvpc"},
            "networkMod: RegisterTaskDefinition has no such property; did you mean networkMode?",
        ),
        ({"networkMode": "bridge"}, "networkMode: "),
    ],
)
def test_a_task_definition_that_aws_would_refuse_names_the_property(account, changes, refusal):
    with pytest.raises(ResourceError) as refused:
        account.task_definition(**changes)

    assert str(refused.value).startswith("aws:ecs/taskDefinition:TaskDefinition web: ")
    assert refusal in str(refused.value)


def test_a_role_that_tasks_cannot_assume_is_refused(account):
    role = account.role("task", "lambda.amazonaws.com")

    with pytest.raises(ResourceError, match="taskRoleArn: cannot assume role .*does not admit ecs-tasks.amazonaws.com"):
        account.task_definition(taskRoleArn=role)


@pytest.mark.parametrize(("source_account", "assumed"), [("123456789012", True), ("210987654321", False)])
def test_a_roles_source_account_is_taken_at_its_word(account, source_account, assumed):
    condition = {"StringEquals": {"aws:SourceAccount": source_account}}
    role = account.role("task", "ecs-tasks.amazonaws.com", condition)

    if assumed:
        assert account.task_definition(taskRoleArn=role).outputs["taskRoleArn"] == role
    else:
        with pytest.raises(ResourceError, match="taskRoleArn: cannot assume role"):
            account.task_definition(taskRoleArn=role)


def test_log_driver_without_an_execution_role_is_refused(account):
    inputs = task_definition_inputs()

    with pytest.raises(ResourceError, match="execution role ARN to support log driver awslogs"):
        account.create(TASK_DEFINITION, inputs)


def test_a_container_may_leave_its_memory_to_the_task(account):
    cluster, definition = account.cluster(), account.task_definition()

    tasks = account.aws.client("ecs").run_task(
        cluster=cluster.id,
        taskDefinition=definition.outputs["arn"],
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {"subnets": account.subnets, "securityGroups": []}},
    )["tasks"]

    assert "memory" not in json.loads(definition.inputs["containerDefinitions"])[0]
    assert tasks[0]["lastStatus"] == "RUNNING"
