"""What the settings of the sample changes refer to, made in an empty account."""

import json
from typing import Any

from tools import sample_changes


def make(aws: Any) -> dict[str, str]:
    """The real name of each placeholder."""
    acm, ecs, connections = aws.client("acm"), aws.client("ecs"), aws.client("codeconnections")
    made = {
        sample_changes.CERTIFICATE: acm.request_certificate(DomainName="www.example.com")["CertificateArn"],
        sample_changes.CLUSTER: ecs.create_cluster(clusterName="shared")["cluster"]["clusterArn"],
        sample_changes.CONNECTION: connections.create_connection(ProviderType="GitHub", ConnectionName="shared")[
            "ConnectionArn"
        ],
        sample_changes.SECRET: aws.client("secretsmanager").create_secret(Name="key", SecretString="x")["ARN"],
        sample_changes.KEY: aws.client("kms").create_key()["KeyMetadata"]["Arn"],
        **_network(aws.client("ec2")),
    }
    aws.client("s3").create_bucket(
        Bucket=sample_changes.LOG_BUCKET, CreateBucketConfiguration={"LocationConstraint": aws.region}
    )
    visibility = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "shop"}
    made[sample_changes.WEB_ACL] = aws.client("wafv2").create_web_acl(
        Name="shop", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=visibility
    )["Summary"]["ARN"]
    return made


def _network(ec2: Any) -> dict[str, str]:
    vpc = ec2.create_vpc(CidrBlock="172.20.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    made = {sample_changes.VPC: vpc}
    for number, placeholder in enumerate(sample_changes.SUBNETS):
        made[placeholder] = ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"172.20.{number}.0/24", AvailabilityZone=f"eu-central-1{'abc'[number % 3]}"
        )["Subnet"]["SubnetId"]
    return made


def referring_to(made: dict[str, str], groups: Any) -> Any:
    """The settings with the real names in the placeholders' place."""
    text = json.dumps(groups)
    for placeholder, real in made.items():
        text = text.replace(placeholder, real)
    return json.loads(text)
