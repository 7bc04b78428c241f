"""The production stack's settings, with what somebody has to bring: a certificate, a web ACL and a key."""

import json
from pathlib import Path

import yaml

README = Path(__file__).parents[3] / "README.md"


def with_what_it_needs(aws, stack_file):
    """The config of this stack file; its placeholders are now things that the embedded AWS has."""
    config = yaml.safe_load(stack_file.read_text())["config"]
    front = config["blue-green-ecs-pipeline:loadBalancer"]
    requested = aws.client("acm").request_certificate(DomainName=front["domainName"])
    return {
        **config,
        "blue-green-ecs-pipeline:loadBalancer": {
            **front,
            "certificateArn": requested["CertificateArn"],
            "webAclArn": web_acl(aws),
        },
        "blue-green-ecs-pipeline:encryption": {"kmsKeyArn": key(aws)},
    }


def web_acl(aws):
    """The ARN of a web ACL without rules."""
    visible = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "web"}
    made = aws.client("wafv2").create_web_acl(
        Name="web", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=visible
    )
    return made["Summary"]["ARN"]


def key(aws):
    """The ARN of a key with the policy that the README asks for."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": key_statements(aws.region, aws.account_id)})
    return aws.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]


def key_statements(region, account):
    """What the README says that the key's policy needs."""
    text = README.read_text().replace("REGION", region).replace("ACCOUNT", account)
    return json.loads(text.partition("<!-- key-policy -->\n```json\n")[2].partition("```")[0])
