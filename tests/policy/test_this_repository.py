"""All rules over every example, stack and option: nothing mandatory, and what is advised has its reason here."""

import json
from typing import Any

import pytest

from tests.components.whole_component import whole
from tests.policy.judged import Violation, violations
from tests.policy.stacks import EXAMPLES, OPTIONS, PROGRAMS, STACKS

NO_CERTIFICATE = "TLS needs a domain name and its certificate, which nobody has on the first day"
NO_NAT = "a NAT gateway is the most expensive part of an idle stack; the tasks' group admits the load balancer alone"


def plain_http(*components: str) -> dict[tuple[str, str], str]:
    return {
        ("listener-tls", f"{name}-{kind}-listener"): NO_CERTIFICATE
        for name in components
        for kind in ("production", "test")
    }


PUBLIC_TASKS = {("public-address", "web-service"): NO_NAT}

# Rule and resource to why it stays as it is.
REASONS: dict[str, dict[tuple[str, str], str]] = {
    "python-existing-vpc": plain_http("web"),
    "python-service-alone": plain_http("web"),
    "python-smallest": plain_http("web"),
    "python-three-services": plain_http("admin", "api", "shop"),
    "Pulumi.dev.yaml": {**plain_http("web"), **PUBLIC_TASKS},
    "Pulumi.prod.yaml": {},
    "defaults": plain_http("web"),
    "with TLS": {},
    "without NAT": {**plain_http("web"), **PUBLIC_TASKS},
    "every option": {},
}


def named(found: list[Violation]) -> set[tuple[str, str]]:
    return {(each.rule, each.resource) for each in found}


@pytest.mark.parametrize("preview", [False, True], ids=["up", "preview"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_is_refused_and_what_is_advised_has_a_reason(program: str, preview: bool) -> None:
    found = violations(PROGRAMS[program](preview))

    assert [each for each in found if each.mandatory] == []
    assert named(found) == set(REASONS[program])


def test_every_program_is_here() -> None:
    assert set(REASONS) == {*EXAMPLES, *STACKS, *OPTIONS}
    assert all(reason for reasons in REASONS.values() for reason in reasons.values())


def test_the_production_stack_is_judged_as_production() -> None:
    """Its file in a stack of this name has nothing to be advised on; the defaults under it would have."""
    advised = named(violations(whole(stack="prod")))

    assert {rule for rule, _ in advised if rule.startswith("production-")} == {
        "production-access-logs",
        "production-deletion-protection",
        "production-flow-logs",
        "production-log-retention",
        "production-own-key",
        "production-tls",
        "production-web-acl",
    }


def allowing(action: str, resource: str = "arn:aws:s3:::web/*") -> dict[str, str]:
    return {"policy": json.dumps({"Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})}


ANYONES_TASKS = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
TOKEN = {"environmentVariables": [{"name": "NPM_TOKEN", "value": "x1y2z3"}]}

# One change for the worse each, and who notices it.
MUTATIONS: list[tuple[str, dict[str, Any], str]] = [
    ("web-production-ingress", {"fromPort": 1}, "ingress-from-the-world"),
    ("web-test-10.0.0.0-16-ingress", {"cidrIpv4": "0.0.0.0/0"}, "test-listener-from-the-world"),
    ("web-artifact-public-access-block", {"blockPublicPolicy": False}, "bucket-public-access"),
    ("web-artifact-bucket-policy", {"policy": "{}"}, "bucket-tls"),
    ("web-artifact-encryption", {"rules": []}, "bucket-encryption"),
    ("web-image-repository", {"imageTagMutability": "MUTABLE"}, "image-tags-immutable"),
    ("web-image-repository", {"imageScanningConfiguration": {}}, "image-scan"),
    ("web-load-balancer", {"dropInvalidHeaderFields": False}, "load-balancer-headers"),
    ("web-stopped-tasks-queue", {"sqsManagedSseEnabled": False}, "queue-encryption"),
    ("web-log-group", {"retentionInDays": 0}, "log-retention"),
    ("web-project", {"logsConfig": {}}, "build-logs"),
    ("web-deployment-group", {"autoRollbackConfiguration": {}}, "deployment-rollback"),
    ("web-deployment-group", {"alarmConfiguration": {}}, "deployment-alarms"),
    ("web-default-security-group", {"egress": [{}]}, "default-security-group"),
    (
        "web-execution-role",
        {"managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]},
        "iam-managed-policy",
    ),
]


@pytest.mark.parametrize(("resource", "change", "rule"), MUTATIONS, ids=[rule for _, _, rule in MUTATIONS])
def test_a_change_for_the_worse_is_noticed(resource: str, change: dict[str, Any], rule: str) -> None:
    """So that the silence above means something."""
    graph = whole()
    before = named(violations(graph))

    graph[resource].inputs.update(change)
    graph[resource].outputs.update(change)

    assert {found for found, _ in named(violations(graph)) - before} >= {rule}
