"""One changed value for every setting: what `tools.setting_changes` tries to say what a change of it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Groups = Mapping[str, Any]
"""Settings as a stack file has them: group, key, value."""

# What must exist before it can be referred to; a test puts in what it has made.
CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
CLUSTER = "arn:aws:ecs:eu-central-1:123456789012:cluster/shared"
CONNECTION = "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf"
WEB_ACL = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
LOG_BUCKET = "access-logs-of-all-services"
VPC = "vpc-0123456789abcdef0"
SUBNETS = tuple(f"subnet-0123456789abcdef{number}" for number in range(6))

EXISTING_VPC = {"vpcId": VPC, "publicSubnetIds": list(SUBNETS[:2]), "privateSubnetIds": list(SUBNETS[3:5])}
TLS = {"certificateArn": CERTIFICATE, "domainName": "www.example.com"}


@dataclass(frozen=True)
class SampleChange:
    """From these settings to those; what is in neither has its default."""

    after: Groups
    before: Groups = field(default_factory=dict)


def _one(group: str, key: str, value: Any, **before: Any) -> SampleChange:
    return SampleChange({group: {**before, key: value}}, {group: before} if before else {})


def _health_check(**changed: Any) -> SampleChange:
    return SampleChange({"loadBalancer": {"healthCheck": changed}})


def _access_logs(changed: Mapping[str, Any], **before: Any) -> SampleChange:
    return SampleChange({"loadBalancer": {"accessLogs": changed}}, {"loadBalancer": {"accessLogs": before}})


def _encryption(changed: Mapping[str, Any], **before: Any) -> SampleChange:
    """Without its protection: with it, nothing is changed at all."""
    images = {"imageRepository": {"forceDelete": True}}
    return SampleChange({"encryption": changed, **images}, {"encryption": before, **images})


def _scaling(**changed: Any) -> SampleChange:
    before = {"max": 10, "requestsPerTarget": 600}
    return SampleChange({"service": {"scaling": {**before, **changed}}}, {"service": {"scaling": before}})


def _in_deployment(group: str, **changed: Any) -> SampleChange:
    """What makes resources is there before, with its defaults: what a change of one key does is told."""
    before: Groups = {"deployment": {group: {}}} if group in ("canary", "linear", "smokeTest") else {}
    return SampleChange({"deployment": {group: changed}}, before)


SAMPLE_CHANGES: Mapping[str, SampleChange] = {
    "source.repository": _one("source", "repository", "acme/shop"),
    "source.branch": _one("source", "branch", "production"),
    "source.connectionArn": _one("source", "connectionArn", CONNECTION),
    "build.applicationPath": _one("build", "applicationPath", "service"),
    "build.dockerfile": _one("build", "dockerfile", "Dockerfile.production"),
    "build.buildspec": _one("build", "buildspec", "buildspec/buildspec.yml"),
    "build.computeType": _one("build", "computeType", "BUILD_GENERAL1_LARGE"),
    "build.architecture": _one("build", "architecture", "arm64"),
    "build.timeoutMinutes": _one("build", "timeoutMinutes", 60),
    "build.environment": _one("build", "environment", {"LEVEL": "debug"}),
    "build.secrets": _one("build", "secrets", {"KEY": SECRET}),
    "build.parameters": _one("build", "parameters", {"SETTING": "/shop/setting"}),
    "imageRepository.keepImages": _one("imageRepository", "keepImages", 100),
    "imageRepository.forceDelete": _one("imageRepository", "forceDelete", True),
    "network.cidrBlock": _one("network", "cidrBlock", "10.20.0.0/16"),
    "network.availabilityZones": _one("network", "availabilityZones", 3),
    "network.nat": _one("network", "nat", "none"),
    "network.vpcId": SampleChange({"network": EXISTING_VPC}),
    "network.publicSubnetIds": _one("network", "publicSubnetIds", list(SUBNETS[:3]), **EXISTING_VPC),
    "network.privateSubnetIds": _one("network", "privateSubnetIds", list(SUBNETS[3:]), **EXISTING_VPC),
    "network.flowLogRetentionDays": _one("network", "flowLogRetentionDays", 30),
    "loadBalancer.certificateArn": SampleChange({"loadBalancer": TLS}),
    "loadBalancer.domainName": _one("loadBalancer", "domainName", "shop.example.com", **TLS),
    "loadBalancer.testPort": _one("loadBalancer", "testPort", 9000),
    "loadBalancer.testCidrs": _one("loadBalancer", "testCidrs", ["203.0.113.7/32"]),
    "loadBalancer.healthCheck.path": _health_check(path="/health"),
    "loadBalancer.healthCheck.intervalSeconds": _health_check(intervalSeconds=20),
    "loadBalancer.healthCheck.timeoutSeconds": _health_check(timeoutSeconds=3),
    "loadBalancer.healthCheck.healthyThreshold": _health_check(healthyThreshold=3),
    "loadBalancer.healthCheck.unhealthyThreshold": _health_check(unhealthyThreshold=3),
    "loadBalancer.healthCheck.matcher": _health_check(matcher="200-399"),
    "loadBalancer.deregistrationDelaySeconds": _one("loadBalancer", "deregistrationDelaySeconds", 60),
    "loadBalancer.accessLogs.bucket": _access_logs({"bucket": LOG_BUCKET}, forceDestroy=True),
    "loadBalancer.accessLogs.prefix": _access_logs({"bucket": LOG_BUCKET, "prefix": "shop"}, bucket=LOG_BUCKET),
    "loadBalancer.accessLogs.retentionDays": _access_logs({"retentionDays": 365}),
    "loadBalancer.accessLogs.forceDestroy": _access_logs({"forceDestroy": True}),
    "loadBalancer.webAclArn": _one("loadBalancer", "webAclArn", WEB_ACL),
    "loadBalancer.deletionProtection": _one("loadBalancer", "deletionProtection", True),
    "service.cpu": _one("service", "cpu", 512, memory=1024),
    "service.memory": _one("service", "memory", 1024),
    "service.containerPort": _one("service", "containerPort", 3000),
    "service.desiredCount": _one("service", "desiredCount", 4),
    "service.scaling.min": _scaling(min=3),
    "service.scaling.max": _scaling(max=20),
    "service.scaling.requestsPerTarget": _scaling(requestsPerTarget=900),
    "service.scaling.cpuPercent": _scaling(cpuPercent=60),
    "service.scaling.memoryPercent": _scaling(memoryPercent=70),
    "service.scaling.scaleInCooldownSeconds": _scaling(scaleInCooldownSeconds=600),
    "service.scaling.scaleOutCooldownSeconds": _scaling(scaleOutCooldownSeconds=120),
    "service.environment": _one("service", "environment", {"LEVEL": "debug"}),
    "service.secrets": _one("service", "secrets", {"KEY": SECRET}),
    "service.bootstrapImage": _one("service", "bootstrapImage", "public.ecr.aws/nginx/nginx:1.29"),
    "service.logRetentionDays": _one("service", "logRetentionDays", 90),
    "service.egressPorts": _one("service", "egressPorts", [443]),
    "service.clusterArn": _one("service", "clusterArn", CLUSTER),
    "service.containerInsights": _one("service", "containerInsights", False),
    "service.stopTimeoutSeconds": _one("service", "stopTimeoutSeconds", 60),
    "service.healthCheckGraceSeconds": _one("service", "healthCheckGraceSeconds", 120),
    "service.readOnlyRootFilesystem": _one("service", "readOnlyRootFilesystem", True),
    "deployment.configuration": _one(
        "deployment", "configuration", "CodeDeployDefault.ECSLinear10PercentEvery1Minutes"
    ),
    "deployment.canary.stepPercent": _in_deployment("canary", stepPercent=20),
    "deployment.canary.intervalMinutes": _in_deployment("canary", intervalMinutes=15),
    "deployment.linear.stepPercent": _in_deployment("linear", stepPercent=20),
    "deployment.linear.intervalMinutes": _in_deployment("linear", intervalMinutes=3),
    "deployment.waitForRerouteMinutes": _one("deployment", "waitForRerouteMinutes", 60),
    "deployment.terminationWaitMinutes": _one("deployment", "terminationWaitMinutes", 60),
    "deployment.alarms.enabled": _in_deployment("alarms", enabled=False),
    "deployment.alarms.errorPercent": _in_deployment("alarms", errorPercent=5),
    "deployment.alarms.minimumRequests": _in_deployment("alarms", minimumRequests=200),
    "deployment.alarms.latencyP99Ms": _in_deployment("alarms", latencyP99Ms=500),
    "deployment.alarms.periodSeconds": _in_deployment("alarms", periodSeconds=120),
    "deployment.alarms.evaluationPeriods": _in_deployment("alarms", evaluationPeriods=2),
    "deployment.alarms.names": _in_deployment("alarms", names=["checkout-errors"]),
    "deployment.smokeTest.path": _in_deployment("smokeTest", path="/health"),
    "deployment.smokeTest.expectedStatus": _in_deployment("smokeTest", expectedStatus=204),
    "deployment.smokeTest.expectedText": _in_deployment("smokeTest", expectedText="ready"),
    "deployment.smokeTest.maxLatencyMs": _in_deployment("smokeTest", maxLatencyMs=500),
    "deployment.smokeTest.attempts": _in_deployment("smokeTest", attempts=5),
    "deployment.smokeTest.requiredSuccesses": _in_deployment("smokeTest", requiredSuccesses=2),
    "deployment.smokeTest.intervalSeconds": _in_deployment("smokeTest", intervalSeconds=10),
    "deployment.hooks.beforeInstall": _in_deployment("hooks", beforeInstall="check"),
    "deployment.hooks.afterInstall": _in_deployment("hooks", afterInstall="check"),
    "deployment.hooks.afterAllowTestTraffic": _in_deployment("hooks", afterAllowTestTraffic="check"),
    "deployment.hooks.beforeAllowTraffic": _in_deployment("hooks", beforeAllowTraffic="check"),
    "deployment.hooks.afterAllowTraffic": _in_deployment("hooks", afterAllowTraffic="check"),
    "pipeline.forceDestroyArtifacts": _one("pipeline", "forceDestroyArtifacts", True),
    "pipeline.artifactRetentionDays": _one("pipeline", "artifactRetentionDays", 90),
    "encryption.kmsKeyArn": _encryption({"kmsKeyArn": KEY}),
    "encryption.encryptImages": _encryption({"kmsKeyArn": KEY, "encryptImages": False}, kmsKeyArn=KEY),
    "tags": SampleChange({"tags": {"team": "shop"}}),
}
