"""A blue/green service in the embedded AWS, made by hand: of what Up makes, the part that a deployment reads."""

import io
import json
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rehearsal.build.image_store import ImageStore, StoredImage
from rehearsal.embedded_aws.account import EmbeddedAws

APPLICATION = Path(__file__).with_name("served_application.py")
BOOTSTRAP_COMMAND = """
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
    def log_message(self, *arguments):
        pass
ThreadingHTTPServer.request_queue_size = 128
ThreadingHTTPServer(("0.0.0.0", 8080), Handler).serve_forever()
"""
APPSPEC = """
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: web
          ContainerPort: 8080
        NetworkConfiguration:
          AwsvpcConfiguration:
            Subnets: [{subnet}]
            SecurityGroups: [{security_group}]
            AssignPublicIp: DISABLED
"""
ACTION = {
    "ApplicationName": "web",
    "DeploymentGroupName": "web",
    "TaskDefinitionTemplateArtifact": "BuildArtifact",
    "TaskDefinitionTemplatePath": "taskdef.json",
    "AppSpecTemplateArtifact": "BuildArtifact",
    "AppSpecTemplatePath": "appspec.yaml",
    "Image1ArtifactName": "BuildArtifact",
    "Image1ContainerName": "IMAGE1_NAME",
}


@dataclass
class EmbeddedStack:
    """Everything is made on construction; the attributes name it."""

    aws: EmbeddedAws
    images: ImageStore
    scratch: Path
    desired_count: int = 1
    configuration: str = "CodeDeployDefault.ECSAllAtOnce"
    rollback: bool = True
    events: tuple[str, ...] = ("DEPLOYMENT_FAILURE",)
    alarms: tuple[str, ...] = ()
    alarms_enabled: bool = True
    ignore_poll_alarm_failure: bool = False
    ready_wait_minutes: int | None = None
    termination_wait_minutes: int = 1
    stop_timeout_seconds: int = 30
    grace_seconds: int = 0
    deregistration_delay_seconds: int = 30
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._make_network()
        self._make_load_balancer()
        self._make_service()
        self._make_deployment_group()
        self.aws.client("s3").create_bucket(
            Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": self.aws.region}
        )
        self.aws.client("ecr").create_repository(repositoryName="web")

    def task_definition(self, image: str) -> dict[str, Any]:
        container: dict[str, Any] = {
            "name": "web",
            "image": image,
            "essential": True,
            "memory": 256,
            "stopTimeout": self.stop_timeout_seconds,
            "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
        }
        return {
            "family": "web",
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"],
            "cpu": "256",
            "memory": "512",
            "executionRoleArn": f"arn:aws:iam::{self.aws.account_id}:role/execution",
            "containerDefinitions": [container],
        }

    def push(self, colour: str, version: str, behaviour: str = "", cmd: tuple[str, ...] = ("python3", "app.py")) -> str:
        """A new image in the registry; its digest."""
        manifest = {
            "schemaVersion": 2,
            "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": "sha256:0"},
            "layers": [],
            "annotations": {"release": f"{colour} {version} {behaviour} {cmd}"},
        }
        pushed = self.aws.client("ecr").put_image(repositoryName="web", imageManifest=json.dumps(manifest))
        digest = pushed["image"]["imageId"]["imageDigest"]
        rootfs = self.scratch / digest[7:19]
        (rootfs / "srv").mkdir(parents=True)
        shutil.copy(APPLICATION, rootfs / "srv" / "app.py")
        environment = {"COLOUR": colour, "VERSION": version, "BEHAVIOUR": behaviour}
        self.images.save(digest, rootfs, StoredImage(cmd=cmd, env=environment, workdir="/srv"))
        return str(digest)

    def artifact(self, digest: str, **changed: str | None) -> tuple[str, str]:
        """The build's artifact for this image, in its bucket; `changed` files differ, or are missing if None."""
        uri = f"{self.aws.account_id}.dkr.ecr.{self.aws.region}.amazonaws.com/web@{digest}"
        files: dict[str, str | None] = {
            "taskdef.json": json.dumps(self.task_definition("<IMAGE1_NAME>")),
            "appspec.yaml": APPSPEC.format(subnet=self.ids["subnet"], security_group=self.ids["security_group"]),
            "imageDetail.json": json.dumps({"ImageURI": uri}),
        }
        files |= {name.replace("_", "."): text for name, text in changed.items()}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, text in files.items():
                if text is not None:
                    archive.writestr(name, text)
        key = f"build/{digest[7:15]}"
        self.aws.client("s3").put_object(Bucket="artifacts", Key=key, Body=packed.getvalue())
        return "artifacts", key

    def action_of(self, listener: str) -> dict[str, int]:
        """Which target group of ours a listener forwards to, by weight."""
        described = self.aws.client("elbv2").describe_listeners(ListenerArns=[self.ids[listener]])["Listeners"][0]
        action = described["DefaultActions"][0]
        groups = action.get("ForwardConfig", {}).get("TargetGroups") or [
            {"TargetGroupArn": action["TargetGroupArn"], "Weight": 100}
        ]
        names = {self.ids[name]: name for name in ("first", "second")}
        return {names[group["TargetGroupArn"]]: group["Weight"] for group in groups}

    def task_sets(self) -> list[dict[str, Any]]:
        """The service's task sets now."""
        services = self.aws.client("ecs").describe_services(cluster="web", services=["web"])["services"]
        return list(services[0]["taskSets"])

    def _make_network(self) -> None:
        ec2 = self.aws.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        for name in ("EnableDnsSupport", "EnableDnsHostnames"):
            ec2.modify_vpc_attribute(VpcId=vpc, **{name: {"Value": True}})
        zones = [f"{self.aws.region}a", f"{self.aws.region}b"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
            for number, zone in enumerate(zones)
        ]
        group = ec2.create_security_group(GroupName="tasks", Description="tasks", VpcId=vpc)["GroupId"]
        self.ids |= {"vpc": vpc, "subnet": subnets[0], "other_subnet": subnets[1], "security_group": group}

    def _make_load_balancer(self) -> None:
        elbv2 = self.aws.client("elbv2")
        balancer = elbv2.create_load_balancer(Name="web", Subnets=[self.ids["subnet"], self.ids["other_subnet"]])
        self.ids["load_balancer"] = balancer["LoadBalancers"][0]["LoadBalancerArn"]
        for name in ("first", "second"):
            group = elbv2.create_target_group(
                Name=name,
                Protocol="HTTP",
                Port=8080,
                VpcId=self.ids["vpc"],
                TargetType="ip",
                HealthCheckPath="/health",
                HealthCheckIntervalSeconds=10,
                HealthCheckTimeoutSeconds=5,
                HealthyThresholdCount=2,
                UnhealthyThresholdCount=2,
                Matcher={"HttpCode": "200-299"},
            )["TargetGroups"][0]
            self.ids[name] = group["TargetGroupArn"]
            delay = {"Key": "deregistration_delay.timeout_seconds", "Value": str(self.deregistration_delay_seconds)}
            elbv2.modify_target_group_attributes(TargetGroupArn=self.ids[name], Attributes=[delay])
        for name, port in (("production", 80), ("test", 8080)):
            listener = elbv2.create_listener(
                LoadBalancerArn=self.ids["load_balancer"],
                Protocol="HTTP",
                Port=port,
                DefaultActions=[{"Type": "forward", "TargetGroupArn": self.ids["first"]}],
            )["Listeners"][0]
            self.ids[name] = listener["ListenerArn"]

    def _make_service(self) -> None:
        ecs = self.aws.client("ecs")
        ecs.create_cluster(clusterName="web")
        definition = self.task_definition("public.ecr.aws/docker/library/python:3.13.5-alpine3.22")
        definition["containerDefinitions"][0]["command"] = ["python3", "-c", BOOTSTRAP_COMMAND]
        registered = ecs.register_task_definition(**definition)["taskDefinition"]["taskDefinitionArn"]
        ecs.create_service(
            cluster="web",
            serviceName="web",
            taskDefinition=registered,
            desiredCount=self.desired_count,
            launchType="FARGATE",
            healthCheckGracePeriodSeconds=self.grace_seconds,
            deploymentController={"type": "CODE_DEPLOY"},
            loadBalancers=[{"targetGroupArn": self.ids["first"], "containerName": "web", "containerPort": 8080}],
            networkConfiguration={
                "awsvpcConfiguration": {
                    "subnets": [self.ids["subnet"]],
                    "securityGroups": [self.ids["security_group"]],
                    "assignPublicIp": "DISABLED",
                }
            },
        )

    def _make_deployment_group(self) -> None:
        codedeploy = self.aws.client("codedeploy")
        codedeploy.create_application(applicationName="web", computePlatform="ECS")
        codedeploy.create_deployment_group(
            applicationName="web",
            deploymentGroupName="web",
            serviceRoleArn=f"arn:aws:iam::{self.aws.account_id}:role/deployment",
            deploymentConfigName=self.configuration,
            deploymentStyle={"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
            ecsServices=[{"clusterName": "web", "serviceName": "web"}],
            autoRollbackConfiguration={
                "enabled": self.rollback,
                "events": list(self.events) if self.rollback else [],
            },
            alarmConfiguration={
                "enabled": self.alarms_enabled and bool(self.alarms),
                "ignorePollAlarmFailure": self.ignore_poll_alarm_failure,
                "alarms": [{"name": name} for name in self.alarms],
            },
            blueGreenDeploymentConfiguration={
                "deploymentReadyOption": {"actionOnTimeout": "CONTINUE_DEPLOYMENT", "waitTimeInMinutes": 0}
                if self.ready_wait_minutes is None
                else {"actionOnTimeout": "STOP_DEPLOYMENT", "waitTimeInMinutes": self.ready_wait_minutes},
                "terminateBlueInstancesOnDeploymentSuccess": {
                    "action": "TERMINATE",
                    "terminationWaitTimeInMinutes": self.termination_wait_minutes,
                },
            },
            loadBalancerInfo={
                "targetGroupPairInfoList": [
                    {
                        "targetGroups": [{"name": "first"}, {"name": "second"}],
                        "prodTrafficRoute": {"listenerArns": [self.ids["production"]]},
                        "testTrafficRoute": {"listenerArns": [self.ids["test"]]},
                    }
                ]
            },
        )
