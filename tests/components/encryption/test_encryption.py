"""A key of one's own: what is under it, and who may do what with it."""

from typing import Any

import pytest

from tests.components.configured import configured, refused
from tests.components.policies import grants
from tests.components.whole_component import PARAMETER, SECRET, whole
from tests.graph import Graph

KEY = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6789-abcd-ef0123456789"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return whole(
        encryption={"kms_key_arn": KEY},
        network={"flow_log_retention_days": 30},
        build={"secrets": {"NPM_TOKEN": SECRET}},
        service={"secrets": {"DATABASE_URL": SECRET, "API_URL": PARAMETER}},
        deployment={"smoke_test": {}},
        load_balancer={"access_logs": {}},
    )


def key_grants(graph: Graph) -> dict[str, tuple[list[str], list[str], Any]]:
    """Each statement about keys, by the role and the policy that it is in."""
    return {
        f"{each.role} {each.policy}": (each.actions, each.resources, each.condition)
        for each in grants(graph)
        if any(action.startswith("kms:") for action in each.actions)
    }


def through(*services: str) -> dict[str, Any]:
    return {"StringEquals": {"kms:ViaService": [f"{service}.eu-central-1.amazonaws.com" for service in services]}}


def test_without_a_key_nobody_is_told_of_one() -> None:
    graph = whole(deployment={"smoke_test": {}})

    assert key_grants(graph) == {}
    assert "kms:" not in str([each.inputs for each in graph.resources])


def test_each_role_may_do_what_it_needs_through_the_service_that_it_uses(graph: Graph) -> None:
    """The task, smoke test and flow log roles, CodeDeploy's but for artifacts, and everybody's logs need nothing."""
    read, write = ["kms:Decrypt"], ["kms:Decrypt", "kms:GenerateDataKey"]

    assert key_grants(graph) == {
        "web-execution-role web-execution-policy": (read, [KEY], through("secretsmanager", "ssm")),
        "web-build-role web-build-policy": (read, [KEY], through("secretsmanager", "ssm")),
        "web-pipeline-role web-pipeline-artifact-policy": (write, [KEY], through("s3")),
        "web-build-role web-build-artifact-policy": (write, [KEY], through("s3")),
        "web-deployment-role web-deployment-artifact-policy": (read, [KEY], through("s3")),
    }


def test_tasks_and_builds_without_secrets_decrypt_none() -> None:
    without = key_grants(whole(encryption={"kms_key_arn": KEY}))

    assert "web-execution-role web-execution-policy" not in without
    # The files of a release are parameters.
    assert without["web-build-role web-build-policy"][2] == through("ssm")


def test_every_log_group_is_under_the_key(graph: Graph) -> None:
    groups = graph.of_type("aws:cloudwatch/logGroup:LogGroup")

    assert {group.name: group.inputs["kmsKeyId"] for group in groups} == dict.fromkeys(
        ["web-log-group", "web-build-log-group", "web-smoke-test-log-group", "web-flow-log-group"], KEY
    )


def test_artifacts_builds_and_the_pipeline_agree_on_the_key(graph: Graph) -> None:
    (rule,) = graph["web-artifact-encryption"].inputs["rules"]
    (store,) = graph["web-pipeline"].inputs["artifactStores"]

    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}
    assert store["encryptionKey"] == {"type": "KMS", "id": KEY}
    assert graph["web-project"].inputs["encryptionKey"] == KEY


def test_the_files_of_a_release_are_encrypted_parameters(graph: Graph) -> None:
    for name in ("web-taskdef-template", "web-appspec-template"):
        inputs = graph[name].inputs
        assert (inputs["type"], inputs["keyId"]) == ("SecureString", KEY)
        assert inputs["value"]
        assert "insecureValue" not in inputs


def test_the_queue_has_one_kind_of_encryption(graph: Graph) -> None:
    queue = graph["web-stopped-tasks-queue"].inputs

    assert queue["kmsMasterKeyId"] == KEY
    assert "sqsManagedSseEnabled" not in queue


def test_a_smoke_tests_variables_are_under_the_key(graph: Graph) -> None:
    """CKV_AWS_173"""
    assert graph["web-smoke-test-function"].inputs["kmsKeyArn"] == KEY


def test_access_logs_stay_under_the_one_key_that_a_load_balancer_can_use(graph: Graph) -> None:
    assert "kmsMasterKeyId" not in str(graph["web-access-log-encryption"].inputs)


def test_images_are_under_the_key_and_protected_from_another_one(graph: Graph) -> None:
    repository = graph["web-image-repository"]

    assert repository.inputs["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": KEY}]
    assert repository.protect


def test_a_stack_that_has_its_images_keeps_them_under_the_key_that_they_have() -> None:
    kept = whole(encryption={"kms_key_arn": KEY, "encrypt_images": False})

    assert kept["web-image-repository"].inputs == whole()["web-image-repository"].inputs


def test_a_key_needs_no_other_setting() -> None:
    assert configured(encryption={"kms_key_arn": KEY}).encryption.image_key_arn == KEY
    assert configured().encryption.kms_key_arn is None


def test_what_is_no_key_is_refused_with_the_way_out() -> None:
    alias = refused(encryption={"kms_key_arn": "arn:aws:kms:eu-central-1:123456789012:alias/web"})
    name = refused(encryption={"kms_key_arn": "web"})
    alone = refused(encryption={"encrypt_images": False})

    assert alias["encryption.kmsKeyArn"].endswith(
        "; write the ARN of the key that the alias stands for: IAM decides by it"
    )
    assert name["encryption.kmsKeyArn"] == (
        'got "web", allowed is the ARN of a KMS key, arn:aws:kms:REGION:ACCOUNT:key/ID'
    )
    assert alone["encryption.encryptImages"] == "needs encryption.kmsKeyArn too; without it every key is AWS's"
