"""What costs nothing to secure is secure by default. The ids are those of Checkov, which names the same rules."""

from typing import Any

import pytest

from guardrails import FAMILIES
from tests.components.whole_component import CERTIFICATE, whole
from tests.graph import Graph
from tests.policy.judged import violations

ANYWHERE = {"0.0.0.0/0", "::/0"}
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
LISTENER = "aws:lb/listener:Listener"
TLS = {"load_balancer": {"certificate_arn": CERTIFICATE, "domain_name": "www.example.com"}}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return whole()


@pytest.fixture(scope="module")
def with_tls() -> Graph:
    return whole(**TLS)


def only(graph: Graph, token: str) -> dict[str, Any]:
    (found,) = graph.of_type(token)
    return found.inputs


def open_to_the_world(graph: Graph) -> dict[str, tuple[int, int]]:
    return {
        rule.name: (rule.inputs["fromPort"], rule.inputs["toPort"])
        for rule in graph.of_type(INGRESS)
        if ANYWHERE & {rule.inputs.get("cidrIpv4"), rule.inputs.get("cidrIpv6")}
    }


# Load balancer


def test_malformed_headers_reach_no_container(graph: Graph) -> None:
    """CKV_AWS_131"""
    assert only(graph, "aws:lb/loadBalancer:LoadBalancer")["dropInvalidHeaderFields"] is True


def test_requests_that_may_smuggle_another_are_handled_defensively(graph: Graph) -> None:
    """CKV_AWS_328: AWS's own default, which nothing here weakens."""
    load_balancer = only(graph, "aws:lb/loadBalancer:LoadBalancer")

    assert load_balancer.get("desyncMitigationMode", "defensive") in ("defensive", "strictest")


def test_both_target_groups_ask_whether_a_task_is_healthy(graph: Graph) -> None:
    """CKV_AWS_261"""
    checks = [group.inputs["healthCheck"] for group in graph.of_type("aws:lb/targetGroup:TargetGroup")]

    assert [(check["enabled"], check["path"]) for check in checks] == [(True, "/"), (True, "/")]


def test_with_a_certificate_every_listener_that_serves_speaks_a_current_tls(with_tls: Graph) -> None:
    """CKV_AWS_2, CKV_AWS_103, CKV2_AWS_74, CKV_AWS_378"""
    serving = [each.inputs for each in with_tls.of_type(LISTENER) if each.name != "web-redirect-listener"]

    assert [(listener["port"], listener["protocol"]) for listener in serving] == [(443, "HTTPS"), (8443, "HTTPS")]
    assert {listener["sslPolicy"] for listener in serving} == {"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"}
    assert {listener["certificateArn"] for listener in serving} == {CERTIFICATE}


def test_with_a_certificate_plain_http_only_sends_users_to_tls(with_tls: Graph) -> None:
    """CKV2_AWS_20"""
    plain = [each.inputs for each in with_tls.of_type(LISTENER) if each.inputs["protocol"] == "HTTP"]

    assert [listener["defaultActions"] for listener in plain] == [
        [{"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}]
    ]


# Network


def test_the_default_security_group_lets_nothing_in_or_out(graph: Graph) -> None:
    """CKV2_AWS_12"""
    emptied = graph["web-default-security-group"].inputs

    assert emptied == {"vpcId": "web-vpc-id", "tags": {}}


def test_every_security_group_and_every_rule_says_what_it_is_for(graph: Graph, with_tls: Graph) -> None:
    """CKV_AWS_23"""
    for each in [*graph, *with_tls]:
        if each.type in (SECURITY_GROUP, INGRESS, EGRESS):
            assert each.inputs["description"].strip()


def test_security_groups_have_no_rules_beside_those_that_are_resources(graph: Graph) -> None:
    for each in graph.of_type(SECURITY_GROUP):
        assert not {"ingress", "egress"} & set(each.inputs)


def test_the_world_reaches_the_production_port_and_no_other(graph: Graph, with_tls: Graph) -> None:
    """CKV_AWS_24, CKV_AWS_25, CKV_AWS_277, and a test listener that is not open to everyone"""
    assert open_to_the_world(graph) == {"web-production-ingress": (80, 80)}
    assert open_to_the_world(with_tls) == {"web-production-ingress": (443, 443), "web-redirect-ingress": (80, 80)}


def test_tasks_are_reached_from_the_load_balancer_alone(graph: Graph) -> None:
    to_tasks = [
        each.inputs for each in graph.of_type(INGRESS) if each.inputs["securityGroupId"] == "web-task-security-group-id"
    ]

    assert [rule["referencedSecurityGroupId"] for rule in to_tasks] == ["web-load-balancer-security-group-id"]
    assert not any("cidrIpv4" in rule or "cidrIpv6" in rule for rule in to_tasks)


def test_the_load_balancer_reaches_the_tasks_alone(graph: Graph) -> None:
    """CKV_AWS_382"""
    from_load_balancer = [
        each.inputs
        for each in graph.of_type(EGRESS)
        if each.inputs["securityGroupId"] == "web-load-balancer-security-group-id"
    ]

    assert [rule["referencedSecurityGroupId"] for rule in from_load_balancer] == ["web-task-security-group-id"]
    assert not any("cidrIpv4" in rule or "cidrIpv6" in rule for rule in from_load_balancer)


def test_tasks_can_be_held_to_the_ports_that_they_need() -> None:
    """CKV_AWS_382: an option, since only the user knows the ports."""
    graph = whole(service={"egress_ports": [443]})

    ways_out = [
        (each.inputs["ipProtocol"], each.inputs["fromPort"], each.inputs["toPort"])
        for each in graph.of_type(EGRESS)
        if each.inputs["securityGroupId"] == "web-task-security-group-id"
    ]
    assert ways_out == [("tcp", 443, 443)]


def test_no_security_group_is_left_unused(graph: Graph) -> None:
    """CKV2_AWS_5"""
    used = {
        *graph["web-service"].inputs["networkConfiguration"]["securityGroups"],
        *graph["web-load-balancer"].inputs["securityGroups"],
    }

    assert used == {f"{each.name}-id" for each in graph.of_type(SECURITY_GROUP)}


def test_tasks_have_no_public_address(graph: Graph) -> None:
    """CKV_AWS_333"""
    assert graph["web-service"].inputs["networkConfiguration"]["assignPublicIp"] is False


# ECS


def test_the_cluster_has_container_insights(graph: Graph) -> None:
    """CKV_AWS_65"""
    assert graph["web-cluster"].inputs["settings"] == [{"name": "containerInsights", "value": "enabled"}]


def test_the_root_file_system_can_be_made_read_only() -> None:
    """CKV_AWS_336: an option, since it breaks images that write to their own files."""
    graph = whole(service={"read_only_root_filesystem": True})

    (first,) = graph["web-task-definition"].json("containerDefinitions")
    (released,) = graph["web-taskdef-template"].json("insecureValue")["containerDefinitions"]
    assert first["readonlyRootFilesystem"] is True
    assert released["readonlyRootFilesystem"] is True


def test_tasks_share_nothing_with_their_host_and_mount_nothing(graph: Graph) -> None:
    """CKV_AWS_97, CKV_AWS_334, CKV_AWS_335"""
    task_definition = graph["web-task-definition"].inputs
    containers = graph["web-task-definition"].json("containerDefinitions")

    assert not {"volumes", "pidMode", "ipcMode"} & set(task_definition)
    assert not any({"privileged", "mountPoints"} & set(container) for container in containers)


def test_the_application_does_not_work_under_the_role_that_starts_it(graph: Graph) -> None:
    """CKV_AWS_249"""
    task_definition = graph["web-task-definition"].inputs

    assert task_definition["taskRoleArn"] != task_definition["executionRoleArn"]


def test_tasks_run_on_the_platform_that_gets_updates(graph: Graph) -> None:
    """CKV_AWS_332"""
    assert graph["web-service"].inputs.get("platformVersion", "LATEST") == "LATEST"


def test_nobody_opens_a_shell_in_a_task(graph: Graph) -> None:
    """CKV_AWS_223, CKV_AWS_224"""
    assert not graph["web-service"].inputs.get("enableExecuteCommand", False)
    assert "configuration" not in graph["web-cluster"].inputs


# ECR


def test_images_are_immutable_scanned_and_encrypted(graph: Graph) -> None:
    """CKV_AWS_51, CKV_AWS_163, CKV_AWS_136"""
    repository = graph["web-image-repository"].inputs

    assert repository["imageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
    assert repository["imageTagMutabilityExclusionFilters"] == [{"filter": "latest", "filterType": "WILDCARD"}]
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
    assert repository["encryptionConfigurations"] == [{"encryptionType": "KMS"}]


# S3


def test_artifacts_are_encrypted_and_versioned(graph: Graph) -> None:
    """CKV_AWS_19, CKV_AWS_145, CKV_AWS_21"""
    (rule,) = graph["web-artifact-encryption"].inputs["rules"]

    assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "aws:kms"
    assert graph["web-artifact-versioning"].inputs["versioningConfiguration"] == {"status": "Enabled"}


def test_artifacts_cannot_be_made_public(graph: Graph) -> None:
    """CKV_AWS_53 to CKV_AWS_57, CKV2_AWS_6, CKV2_AWS_65"""
    block = graph["web-artifact-public-access-block"].inputs

    assert {key: value for key, value in block.items() if key != "bucket"} == {
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }
    assert graph["web-artifact-ownership"].inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    assert "acl" not in graph["web-artifact-bucket"].inputs


def test_the_bucket_policy_only_denies_and_locks_nobody_out(graph: Graph) -> None:
    """CKV_AWS_70, CKV_AWS_93"""
    statements = graph["web-artifact-bucket-policy"].json("policy")["Statement"]

    assert [(each["Effect"], each["Condition"]) for each in statements] == [
        ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    ]


def test_artifacts_expire_and_unfinished_uploads_too(graph: Graph) -> None:
    """CKV2_AWS_61, CKV_AWS_300"""
    (rule,) = graph["web-artifact-lifecycle"].inputs["rules"]

    assert rule["status"] == "Enabled"
    assert rule["expiration"] == {"days": 30}
    assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}


def test_events_of_the_bucket_can_be_followed(graph: Graph) -> None:
    """CKV2_AWS_62"""
    assert graph["web-artifact-notification"].inputs["eventbridge"] is True


# Build and logs


def test_the_output_of_a_build_is_encrypted_and_its_log_kept(graph: Graph) -> None:
    """CKV_AWS_78, CKV_AWS_311, CKV_AWS_314"""
    project = graph["web-project"].inputs

    assert project["artifacts"] == {"type": "CODEPIPELINE"}
    assert project["logsConfig"]["cloudwatchLogs"]["status"] == "ENABLED"
    assert "s3Logs" not in project["logsConfig"]


def test_every_log_group_forgets_after_a_time(graph: Graph) -> None:
    """CKV_AWS_66"""
    groups = graph.of_type("aws:cloudwatch/logGroup:LogGroup")

    assert {group.name: group.inputs["retentionInDays"] for group in groups} == {
        "web-log-group": 30,
        "web-build-log-group": 30,
    }


def test_no_plain_variable_of_the_defaults_holds_a_secret(graph: Graph) -> None:
    """No id of Checkov's sees this one."""
    (container,) = graph["web-task-definition"].json("containerDefinitions")
    variables = graph["web-project"].inputs["environment"]["environmentVariables"]

    assert not container.get("environment")
    assert {each["name"] for each in variables if each["type"] == "PLAINTEXT"} == {
        "REPOSITORY_URI",
        "REPOSITORY_NAME",
        "CONTAINER_NAME",
        "APPLICATION_PATH",
        "DOCKERFILE",
    }


# IAM: test_least_privilege.py says what every statement is, and which kinds of policies there are.


def test_nobody_may_administer_escalate_or_read_what_is_not_this_components(graph: Graph, with_tls: Graph) -> None:
    """CKV_AWS_60 to CKV_AWS_63, CKV_AWS_274, CKV_AWS_286 to CKV_AWS_290, CKV_AWS_355, CKV2_AWS_40, CKV2_AWS_56

    In the words of the policy pack, so that a company that runs it finds what is found here.
    """
    rules = {policy.name for policy in FAMILIES["IAM"]}

    assert len(rules) == 5
    assert [found for each in (graph, with_tls) for found in violations(each) if found.rule in rules] == []


# Lambda


def test_a_smoke_test_is_kept_to_its_network_and_runs_on_what_gets_updates() -> None:
    """CKV_AWS_363, CKV_AWS_117, CKV_AWS_66, and no group without a user: CKV2_AWS_5"""
    graph = whole(network={"nat": "none"}, deployment={"smoke_test": {}})

    function = graph["web-smoke-test-function"].inputs
    assert function["runtime"] == "python3.13"
    assert function["vpcConfig"]["subnetIds"] == ["subnet-private-1", "subnet-private-2"]
    assert graph["web-smoke-test-log-group"].inputs["retentionInDays"] == 30
    used = {
        *graph["web-service"].inputs["networkConfiguration"]["securityGroups"],
        *graph["web-load-balancer"].inputs["securityGroups"],
        *function["vpcConfig"]["securityGroupIds"],
        *graph["web-ec2-endpoint"].inputs["securityGroupIds"],
        *graph["web-codedeploy-endpoint"].inputs["securityGroupIds"],
    }
    assert used == {f"{each.name}-id" for each in graph.of_type(SECURITY_GROUP)}
    assert open_to_the_world(graph) == {"web-production-ingress": (80, 80)}


# Not here: of the ids for functions, CKV_AWS_50 (tracing needs a way to X-Ray), CKV_AWS_115 (reserved concurrency is
# taken from all other functions), CKV_AWS_116 (a hook that fails stops its release: nothing to keep) and CKV_AWS_173
# (an own key). CKV_AWS_130 (awsx decides on public addresses in public subnets, no argument of its VPC does) and the
# ids that cost money or a decision: own keys, access logs, flow logs, WAF, deletion protection, a year of logs.
