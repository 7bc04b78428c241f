"""A function in the stack's VPC, with its way to the test listener and to CodeDeploy; each part can be left out."""

import io
import json
import zipfile
from typing import Any

from tests.rehearsal.deploy.embedded_stack import APPSPEC, EmbeddedStack

NAME = "CodeDeployHook_check"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
PREAMBLE = """
import hashlib, http.client, json, os, socket, time

def report(event, status):
    connection = http.client.HTTPSConnection(f"codedeploy.{os.environ['AWS_REGION']}.amazonaws.com", timeout=5)
    scope = f"20260101/{os.environ['AWS_REGION']}/codedeploy/aws4_request"
    connection.request("POST", "/", json.dumps({
        "deploymentId": event["DeploymentId"],
        "lifecycleEventHookExecutionId": event["LifecycleEventHookExecutionId"],
        "status": status,
    }), {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={os.environ['AWS_ACCESS_KEY_ID']}/{scope}, "
                         "SignedHeaders=host, Signature=0",
    })
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()

def ask(address, port, path, timeout=5):
    connection = http.client.HTTPConnection(address, port, timeout=timeout)
    connection.request("GET", path)
    return json.loads(connection.getresponse().read())
"""


class HookedStack:
    """What a hook needs, around an EmbeddedStack."""

    def __init__(
        self,
        stack: EmbeddedStack,
        services: tuple[str, ...] = ("codedeploy",),
        ingress: bool = True,
        port: int = 8080,
        vpc: bool = True,
    ) -> None:
        self.stack = stack
        ec2 = stack.aws.client("ec2")
        self.group = self._group("function")
        balancer = stack.aws.client("elbv2").describe_load_balancers()["LoadBalancers"][0]
        self.nodes = ec2.describe_network_interfaces(
            Filters=[
                {"Name": "description", "Values": [f"ELB {balancer['LoadBalancerArn'].partition('loadbalancer/')[2]}"]}
            ]
        )["NetworkInterfaces"]
        self.balancer_name = balancer["DNSName"]
        front = self._group("front")
        stack.aws.client("elbv2").set_security_groups(
            LoadBalancerArn=balancer["LoadBalancerArn"], SecurityGroups=[front]
        )
        if ingress:
            self._allow(front, port)
        endpoints = self._group("endpoint")
        self._allow(endpoints, 443)
        for service in services:
            ec2.create_vpc_endpoint(
                VpcId=stack.ids["vpc"],
                VpcEndpointType="Interface",
                ServiceName=f"com.amazonaws.{stack.aws.region}.{service}",
                SubnetIds=[stack.ids["subnet"]],
                SecurityGroupIds=[endpoints],
                PrivateDnsEnabled=True,
            )
        self.role = stack.aws.client("iam").create_role(RoleName="hook", AssumeRolePolicyDocument=json.dumps(TRUST))[
            "Role"
        ]["Arn"]
        self._vpc = vpc

    @property
    def node(self) -> str:
        """The private address of one of the load balancer's nodes."""
        return str(self.nodes[0]["PrivateIpAddress"])

    def function(self, handler: str, timeout: int = 60, **settings: Any) -> None:
        """The function, with this code as the body of its handler."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            body = "\n".join(f"    {line}" for line in handler.strip().splitlines())
            archive.writestr("check.py", f"{PREAMBLE}\ndef handle(event, context):\n{body}\n")
        network = {"SubnetIds": [self.stack.ids["subnet"]], "SecurityGroupIds": [self.group]}
        self.stack.aws.client("lambda").create_function(
            **{
                "FunctionName": NAME,
                "Runtime": "python3.13",
                "Handler": "check.handle",
                "Role": self.role,
                "Timeout": timeout,
                "Code": {"ZipFile": packed.getvalue()},
                "Environment": {"Variables": {"NODE": self.node, "BALANCER": self.balancer_name}},
                "VpcConfig": network if self._vpc else {},
            }
            | settings
        )

    def artifact(self, event: str, version: str = "2", behaviour: str = "") -> tuple[str, str]:
        """A release whose AppSpec names the function for this event."""
        ids = self.stack.ids
        appspec = APPSPEC.format(subnet=ids["subnet"], security_group=ids["security_group"])
        digest = self.stack.push("green", version, behaviour)
        return self.stack.artifact(digest, appspec_yaml=f"{appspec}Hooks:\n  - {event}: {NAME}\n")

    def _group(self, name: str) -> str:
        group = self.stack.aws.client("ec2").create_security_group(
            GroupName=name, Description=name, VpcId=self.stack.ids["vpc"]
        )
        return str(group["GroupId"])

    def _allow(self, group: str, port: int) -> None:
        permission = {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "UserIdGroupPairs": [{"GroupId": self.group}],
        }
        self.stack.aws.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
