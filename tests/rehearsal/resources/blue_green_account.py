"""An account that holds what a blue/green service stands on, and the inputs of resources that fit into it."""

import json

from rehearsal.embedded_aws import additions
from rehearsal.resources.registry import naming, resource_type

CLUSTER = "aws:ecs/cluster:Cluster"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
REPOSITORY = "aws:ecr/repository:Repository"
PROJECT = "aws:codebuild/project:Project"
APPLICATION = "aws:codedeploy/application:Application"
DEPLOYMENT_GROUP = "aws:codedeploy/deploymentGroup:DeploymentGroup"
CONNECTION = "aws:codeconnections/connection:Connection"


class BlueGreenAccount:
    """Network, load balancer, roles and log group made through boto3; everything else by its resource type."""

    def __init__(self, aws):
        additions.install()
        self.aws = aws
        ec2, elb = aws.client("ec2"), aws.client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.vpc = vpc
        self.subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-central-1{zone}")[
                "Subnet"
            ]["SubnetId"]
            for number, zone in enumerate("ab")
        ]
        self.security_group = ec2.create_security_group(VpcId=vpc, GroupName="tasks", Description="tasks")["GroupId"]
        self.load_balancer = elb.create_load_balancer(Name="web", Subnets=self.subnets)["LoadBalancers"][0][
            "LoadBalancerArn"
        ]
        self.blue, self.green = (self.target_group(name) for name in ("blue", "green"))
        self.production_listener = self.listener(80, self.blue)
        self.test_listener = self.listener(8080, self.blue)
        aws.client("logs").create_log_group(logGroupName="/web")

    def target_group(self, name, target_type="ip"):
        group = self.aws.client("elbv2").create_target_group(
            Name=name, Protocol="HTTP", Port=8080, VpcId=self.vpc, TargetType=target_type
        )
        return group["TargetGroups"][0]["TargetGroupArn"]

    def listener(self, port, target_group):
        listener = self.aws.client("elbv2").create_listener(
            LoadBalancerArn=self.load_balancer,
            Protocol="HTTP",
            Port=port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": target_group}],
        )
        return listener["Listeners"][0]["ListenerArn"]

    def role(self, name, service, condition=None):
        statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        if condition:
            statement["Condition"] = condition
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        return self.aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]

    def create(self, token, inputs, name="web"):
        kind = resource_type(token)
        with naming(token, name):
            inputs = kind.check(name, inputs, None)
            id, outputs = kind.create(self.aws, name, inputs)
        return Created(self.aws, token, name, id, inputs, outputs)

    def cluster(self, **changes):
        return self.create(CLUSTER, {"name": "web", **changes})

    def task_definition(self, **changes):
        execution_role = self.role(f"execution-{id(changes)}", "ecs-tasks.amazonaws.com")
        return self.create(TASK_DEFINITION, {**task_definition_inputs(), "executionRoleArn": execution_role, **changes})

    def service_inputs(self, cluster, task_definition):
        return {
            "name": "web",
            "cluster": cluster.outputs["arn"],
            "taskDefinition": task_definition.outputs["arn"],
            "desiredCount": 2.0,
            "launchType": "FARGATE",
            "deploymentController": {"type": "CODE_DEPLOY"},
            "healthCheckGracePeriodSeconds": 30.0,
            "enableEcsManagedTags": True,
            "propagateTags": "SERVICE",
            "waitForSteadyState": False,
            "networkConfiguration": {
                "subnets": self.subnets,
                "securityGroups": [self.security_group],
                "assignPublicIp": True,
            },
            "loadBalancers": [{"targetGroupArn": self.blue, "containerName": "web", "containerPort": 8080.0}],
            "tags": {"team": "web"},
        }

    def service(self, **changes):
        inputs = self.service_inputs(self.cluster(), self.task_definition())
        return self.create(SERVICE, {**inputs, **changes})

    def deployment_group_inputs(self, **changes):
        return {
            "appName": "web",
            "deploymentGroupName": "web",
            "deploymentConfigName": "CodeDeployDefault.ECSAllAtOnce",
            "serviceRoleArn": f"arn:aws:iam::{self.aws.account_id}:role/deployment",
            "alarmConfiguration": {"enabled": True, "alarms": ["web-errors"]},
            "autoRollbackConfiguration": {"enabled": True, "events": ["DEPLOYMENT_FAILURE"]},
            "blueGreenDeploymentConfig": {
                "deploymentReadyOption": {"actionOnTimeout": "CONTINUE_DEPLOYMENT"},
                "terminateBlueInstancesOnDeploymentSuccess": {
                    "action": "TERMINATE",
                    "terminationWaitTimeInMinutes": 5.0,
                },
            },
            "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
            "ecsService": {"clusterName": "web", "serviceName": "web"},
            "loadBalancerInfo": {
                "targetGroupPairInfo": {
                    "targetGroups": [{"name": "blue"}, {"name": "green"}],
                    "prodTrafficRoute": {"listenerArns": [self.production_listener]},
                    "testTrafficRoute": {"listenerArns": [self.test_listener]},
                }
            },
            **changes,
        }

    def deployment_group(self, **changes):
        self.service()
        self.role("deployment", "codedeploy.amazonaws.com")
        self.create(APPLICATION, {"name": "web", "computePlatform": "ECS"})
        return self.create(DEPLOYMENT_GROUP, self.deployment_group_inputs(**changes))

    def project_inputs(self, **changes):
        return {
            "name": "web",
            "serviceRole": f"arn:aws:iam::{self.aws.account_id}:role/build",
            "source": {"type": "CODEPIPELINE", "buildspec": "version: 0.2"},
            "artifacts": {"type": "CODEPIPELINE"},
            "environment": {
                "type": "LINUX_CONTAINER",
                "computeType": "BUILD_GENERAL1_SMALL",
                "image": "aws/codebuild/amazonlinux-x86_64-standard:5.0",
                "privilegedMode": True,
                "environmentVariables": [
                    {"name": "CONTAINER_NAME", "value": "web"},
                    {"name": "APPSPEC_TEMPLATE", "type": "PARAMETER_STORE", "value": "/web/appspec"},
                ],
            },
            "buildTimeout": 30.0,
            "logsConfig": {"cloudwatchLogs": {"groupName": "/web"}},
            **changes,
        }


class Created:
    """A resource that was created, to be read, changed and deleted."""

    def __init__(self, aws, token, name, id, inputs, outputs):
        self.aws, self.token, self.name = aws, token, name
        self.id, self.inputs, self.outputs = id, inputs, outputs

    def read(self):
        with naming(self.token, self.name):
            return resource_type(self.token).read(self.aws, self.id, self.inputs, self.outputs)

    def update(self, **changes):
        wanted = {key: value for key, value in {**self.inputs, **changes}.items() if value is not None}
        with naming(self.token, self.name):
            kind = resource_type(self.token)
            self.outputs = kind.update(self.aws, self.id, self.inputs, wanted, self.outputs)
        self.inputs = wanted

    def delete(self):
        with naming(self.token, self.name):
            resource_type(self.token).delete(self.aws, self.id, self.inputs, self.outputs)


def task_definition_inputs(**changes):
    return {
        "family": "web",
        "cpu": "256",
        "memory": "512",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "containerDefinitions": container_definitions(),
        "tags": {"team": "web"},
        **changes,
    }


def container_definitions(**changes):
    container = {
        "name": "web",
        "image": "public.ecr.aws/docker/library/busybox:1.37.0",
        "essential": True,
        "portMappings": [{"containerPort": 8080, "protocol": "tcp"}],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": "/web",
                "awslogs-region": "eu-central-1",
                "awslogs-stream-prefix": "web",
            },
        },
        **changes,
    }
    return json.dumps([container])
