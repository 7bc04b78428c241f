"""Everything says whose it is."""

from collections.abc import Iterator, Mapping

from pulumi_policy import Severity

from .resources import Resource
from .rule import MANDATORY, Options, Rule
from .values import UNKNOWN, texts

# What takes tags and may have been given none. Of other types, those that have tags are judged too.
TAKES_TAGS = frozenset(
    {
        "aws:appautoscaling/target:Target",
        "aws:cloudwatch/eventRule:EventRule",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:codebuild/project:Project",
        "aws:codeconnections/connection:Connection",
        "aws:codedeploy/application:Application",
        "aws:codedeploy/deploymentGroup:DeploymentGroup",
        "aws:codepipeline/pipeline:Pipeline",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "aws:ec2/eip:Eip",
        "aws:ec2/flowLog:FlowLog",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/routeTable:RouteTable",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:ecr/repository:Repository",
        "aws:ecs/cluster:Cluster",
        "aws:ecs/service:Service",
        "aws:ecs/taskDefinition:TaskDefinition",
        "aws:iam/policy:Policy",
        "aws:iam/role:Role",
        "aws:kms/key:Key",
        "aws:lambda/function:Function",
        "aws:lb/listener:Listener",
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:lb/targetGroup:TargetGroup",
        "aws:s3/bucket:Bucket",
        "aws:secretsmanager/secret:Secret",
        "aws:sns/topic:Topic",
        "aws:sqs/queue:Queue",
        "aws:ssm/parameter:Parameter",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    }
)


def _required(resource: Resource, options: Options) -> Iterator[str]:
    if not resource.type.startswith("aws:") or resource.type not in TAKES_TAGS and "tags" not in resource.properties:
        return
    # With the provider's default tags, where it has some.
    given = [resource.at("tags"), resource.at("tagsAll")]
    if UNKNOWN in given:
        return
    tags = {key: value for each in given if isinstance(each, Mapping) for key, value in each.items()}
    missing = [key for key in texts(options["tags"]) if tags.get(key) in (None, "")]
    if missing:
        yield f"lacks the tags {', '.join(missing)}"
    allowed = options["values"] if isinstance(options["values"], Mapping) else {}
    for key, values in allowed.items():
        value = tags.get(key)
        if isinstance(value, str) and value not in texts(values):
            yield f"its tag {key} is {value}, allowed are {', '.join(texts(values))}"


POLICIES = (
    Rule(
        name="required-tags",
        what="Everything that takes tags has those that the company requires.",
        why="Without them nobody knows who pays for a resource, who may delete it, and whom to call at night.",
        fix="Add the tags; of this component: the setting tags, which reaches all that it makes.",
        level=MANDATORY,
        severity=Severity.LOW,
        options={
            "tags": {
                "type": "array",
                "description": "The tags that must be there. Empty: none.",
                "items": {"type": "string"},
                "default": [],
            },
            "values": {
                "type": "object",
                "description": "Tag to the values that it may have.",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
                "default": {},
            },
        },
    ).over(None, _required),
)
