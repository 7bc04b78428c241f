"""What is added to moto answers in this process and over the server on the same state."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

from rehearsal.embedded_aws import additions
from rehearsal.embedded_aws.account import EmbeddedAws

MANIFEST = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []}


@pytest.fixture(scope="module")
def aws():
    additions.install()
    additions.install()
    with EmbeddedAws() as embedded:
        yield embedded


@pytest.fixture(params=["in process", "over the server"])
def client(request, aws):
    """Clients of either way in."""

    def over_the_server(service):
        return boto3.client(service, region_name=aws.region, endpoint_url=aws.endpoint_url)

    return aws.client if request.param == "in process" else over_the_server


def push(ecr, repository, tag, layer):
    manifest = json.dumps({**MANIFEST, "config": {"size": 7, "digest": layer}})
    return ecr.put_image(repositoryName=repository, imageTag=tag, imageManifest=manifest)["image"]["imageId"]


def code_of(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"]


def test_both_ways_lead_to_one_state(aws):
    made_in_process = aws.client("codeconnections").create_connection(ConnectionName="one", ProviderType="GitHub")
    server = boto3.client("codeconnections", region_name=aws.region, endpoint_url=aws.endpoint_url)

    assert made_in_process["ConnectionArn"] in [
        connection["ConnectionArn"] for connection in server.list_connections()["Connections"]
    ]


def test_an_application_and_its_groups_are_renamed_and_deleted(client):
    codedeploy = client("codedeploy")
    codedeploy.create_application(applicationName="web", computePlatform="ECS")
    codedeploy.create_deployment_group(
        applicationName="web",
        deploymentGroupName="blue",
        serviceRoleArn="arn:aws:iam::123456789012:role/deployment",
        alarmConfiguration={"enabled": True, "ignorePollAlarmFailure": True, "alarms": [{"name": "errors"}]},
    )

    codedeploy.update_application(applicationName="web", newApplicationName="shop")
    codedeploy.update_deployment_group(
        applicationName="shop", currentDeploymentGroupName="blue", newDeploymentGroupName="green"
    )
    group = codedeploy.get_deployment_group(applicationName="shop", deploymentGroupName="green")["deploymentGroupInfo"]
    codedeploy.delete_deployment_group(applicationName="shop", deploymentGroupName="green")
    groups = codedeploy.list_deployment_groups(applicationName="shop")["deploymentGroups"]
    codedeploy.delete_application(applicationName="shop")

    assert group["alarmConfiguration"] == {
        "enabled": True,
        "ignorePollAlarmFailure": True,
        "alarms": [{"name": "errors"}],
    }
    assert groups == []
    assert codedeploy.list_applications()["applications"] == []


def test_an_application_takes_its_groups_with_it(client):
    codedeploy = client("codedeploy")
    for _ in range(2):
        codedeploy.create_application(applicationName="web", computePlatform="ECS")
        codedeploy.create_deployment_group(
            applicationName="web",
            deploymentGroupName="web",
            serviceRoleArn="arn:aws:iam::123456789012:role/deployment",
            ecsServices=[{"clusterName": "web", "serviceName": "web"}],
        )
        codedeploy.delete_application(applicationName="web")

    assert codedeploy.list_applications()["applications"] == []


def test_a_group_of_no_application_cannot_be_deleted(client):
    refused = code_of(client("codedeploy").delete_deployment_group, applicationName="no", deploymentGroupName="no")

    assert refused == "ApplicationDoesNotExistException"


def test_a_project_that_is_not_there_cannot_be_updated(client):
    assert code_of(client("codebuild").update_project, name="none") == "ResourceNotFoundException"


def test_an_images_digest_is_that_of_its_manifest(client):
    ecr = client("ecr")
    ecr.create_repository(repositoryName="digest")
    manifest = json.dumps(MANIFEST)

    pushed = ecr.put_image(repositoryName="digest", imageTag="1", imageManifest=manifest)["image"]["imageId"]
    [described] = ecr.describe_images(repositoryName="digest")["imageDetails"]
    ecr.delete_repository(repositoryName="digest", force=True)

    # As sha256sum prints it for the manifest's 93 bytes.
    assert pushed["imageDigest"] == "sha256:d5b5f1a8e8ff9391fefbce49c6c2e357db26212ed73ef31f8a1528f01025f1a9"
    assert (described["imageDigest"], described["imageTags"]) == (pushed["imageDigest"], ["1"])


def test_an_immutable_tag_stays_and_the_excluded_one_moves(client):
    ecr = client("ecr")
    ecr.create_repository(
        repositoryName="tags",
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filter": "latest", "filterType": "WILDCARD"}],
    )
    first = push(ecr, "tags", "1", "a")
    push(ecr, "tags", "latest", "a")

    moved = push(ecr, "tags", "2", "b")
    push(ecr, "tags", "latest", "b")
    again = code_of(push, ecr=ecr, repository="tags", tag="2", layer="b")
    latest = ecr.describe_images(repositoryName="tags", imageIds=[{"imageTag": "latest"}])["imageDetails"][0]
    refused = code_of(push, ecr=ecr, repository="tags", tag="1", layer="c")
    push(ecr, "tags", "latest-of-all", "a")
    whole_tag = code_of(push, ecr=ecr, repository="tags", tag="latest-of-all", layer="c")
    ecr.delete_repository(repositoryName="tags", force=True)

    assert first["imageDigest"] != moved["imageDigest"] == latest["imageDigest"]
    assert (refused, whole_tag) == ("ImageTagAlreadyExistsException", "ImageTagAlreadyExistsException")
    assert again == "ImageAlreadyExistsException"


@pytest.mark.parametrize(
    ("filter", "tag", "excluded"),
    [("latest", "latest", True), ("latest", "latest1", False), ("dev-*", "dev-7", True), ("dev-*", "a-dev-7", False)],
)
def test_an_exclusion_filter_means_the_whole_tag(aws, filter, tag, excluded):
    ecr = aws.client("ecr")
    ecr.create_repository(
        repositoryName="filters",
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filter": filter, "filterType": "WILDCARD"}],
    )
    push(ecr, "filters", tag, "a")
    refused = None

    try:
        push(ecr, "filters", tag, "b")
    except ClientError as error:
        refused = error.response["Error"]["Code"]
    ecr.delete_repository(repositoryName="filters", force=True)

    assert refused == (None if excluded else "ImageTagAlreadyExistsException")


def test_code_deploys_service_keeps_one_primary_task_set_whether_named_by_id_or_arn(client):
    ecs = client("ecs")
    ecs.create_cluster(clusterName="web")
    ecs.register_task_definition(family="web", containerDefinitions=[{"name": "web", "image": "web", "memory": 128}])
    service = ecs.create_service(
        cluster="web",
        serviceName="web",
        taskDefinition="web",
        desiredCount=1,
        deploymentController={"type": "CODE_DEPLOY"},
    )["service"]
    green = ecs.create_task_set(cluster="web", service="web", taskDefinition="web")["taskSet"]
    statuses = []

    for name in (green["id"], service["taskSets"][0]["taskSetArn"]):
        ecs.update_service_primary_task_set(cluster="web", service="web", primaryTaskSet=name)
        described = ecs.describe_task_sets(cluster="web", service="web")["taskSets"]
        statuses.append([task_set["status"] for task_set in described])
    ecs.delete_service(cluster="web", service="web", force=True)
    ecs.delete_cluster(cluster="web")

    assert [task_set["status"] for task_set in service["taskSets"]] == ["PRIMARY"]
    assert statuses == [["ACTIVE", "PRIMARY"], ["PRIMARY", "ACTIVE"]]


def test_a_deleted_service_cannot_be_updated(client):
    ecs = client("ecs")
    ecs.create_cluster(clusterName="gone")
    ecs.create_service(cluster="gone", serviceName="web", desiredCount=0)
    ecs.delete_service(cluster="gone", service="web")

    assert code_of(ecs.update_service, cluster="gone", service="web", desiredCount=1) == "ServiceNotActiveException"
