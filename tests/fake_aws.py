"""What AWS answers to a program that runs on the SDK's mocks."""

from typing import Any

from pulumi.runtime import mocks

ACCOUNT = "123456789012"
REGION = "eu-central-1"
ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]

# The property that the provider fills in as the resource's ARN, and how such an ARN reads.
ARNS = {
    "aws:acm/certificate:Certificate": "arn:aws:acm:{region}:{account}:certificate/{name}",
    "aws:codebuild/project:Project": "arn:aws:codebuild:{region}:{account}:project/{name}",
    "aws:codeconnections/connection:Connection": "arn:aws:codeconnections:{region}:{account}:connection/0a1b2c3d",
    "aws:cloudwatch/eventRule:EventRule": "arn:aws:events:{region}:{account}:rule/{name}",
    "aws:cloudwatch/logGroup:LogGroup": "arn:aws:logs:{region}:{account}:log-group:{name}",
    "aws:ecr/repository:Repository": "arn:aws:ecr:{region}:{account}:repository/{name}",
    "aws:ecs/cluster:Cluster": "arn:aws:ecs:{region}:{account}:cluster/{name}",
    "aws:ecs/service:Service": "arn:aws:ecs:{region}:{account}:service/{name}/{name}",
    "aws:ecs/taskDefinition:TaskDefinition": "arn:aws:ecs:{region}:{account}:task-definition/{name}:1",
    "aws:iam/role:Role": "arn:aws:iam::{account}:role/{name}",
    "aws:lb/listener:Listener": "arn:aws:elasticloadbalancing:{region}:{account}:listener/app/lb/1/{name}",
    "aws:lb/loadBalancer:LoadBalancer": "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/1",
    "aws:lb/targetGroup:TargetGroup": "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/1",
    "aws:s3/bucket:Bucket": "arn:aws:s3:::{name}",
    "aws:secretsmanager/secret:Secret": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-AbCdEf",
    "aws:sqs/queue:Queue": "arn:aws:sqs:{region}:{account}:{name}",
    "aws:ssm/parameter:Parameter": "arn:aws:ssm:{region}:{account}:parameter{name}",
}


class FakeAws(mocks.Mocks):
    """Answers as the providers would, with ids and ARNs that tell the resources apart."""

    def __init__(self, preview: bool) -> None:
        self._preview = preview

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if self._preview:
            return "", dict(args.inputs) if args.custom else {}
        outputs = dict(args.inputs)
        physical = args.inputs.get("name") or args.inputs.get("bucket") or args.inputs.get("family") or args.name
        outputs.setdefault("name", physical)
        if args.typ in ARNS:
            outputs["arn"] = ARNS[args.typ].format(region=REGION, account=ACCOUNT, name=physical)
        if args.typ == "aws:lb/loadBalancer:LoadBalancer":
            outputs["dnsName"] = f"{args.name}.elb.example"
            outputs["arnSuffix"] = f"app/{physical}/1"
        if args.typ == "aws:lb/targetGroup:TargetGroup":
            outputs["arnSuffix"] = f"targetgroup/{physical}/1"
        if args.typ == "aws:sqs/queue:Queue":
            outputs["url"] = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{physical}"
        if args.typ == "aws:ecr/repository:Repository":
            outputs["repositoryUrl"] = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{physical}"
        if args.typ == "awsx:ec2:Vpc":
            specs = {spec["type"]: len(spec["cidrBlocks"]) for spec in args.inputs["subnetSpecs"]}
            outputs = {"vpcId": f"{args.name}-id"}
            outputs["publicSubnetIds"] = [f"subnet-public-{n}" for n in range(1, specs["Public"] + 1)]
            outputs["privateSubnetIds"] = [f"subnet-private-{n}" for n in range(1, specs["Private"] + 1)]
        return f"{args.name}-id", outputs

    def call(self, args: mocks.MockCallArgs) -> Any:
        answers: dict[str, dict[str, Any]] = {
            "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT},
            "aws:index/getRegion:getRegion": {"region": REGION, "id": REGION, "name": REGION},
            "aws:index/getPartition:getPartition": {
                "partition": "aws",
                "dnsSuffix": "amazonaws.com",
                "reverseDnsPrefix": "com.amazonaws",
            },
            "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ZONES},
            "aws:ec2/getVpc:getVpc": {"id": "vpc-1", "cidrBlock": "172.31.0.0/16"},
            "aws:ec2/getSubnets:getSubnets": {"ids": _subnets(args.args.get("filters", []))},
        }
        return answers[args.token]


def _subnets(filters: list[dict[str, Any]]) -> list[str]:
    """Two subnets with a way in, or two without."""
    public = {"name": "map-public-ip-on-launch", "values": ["true"]} in filters
    return ["subnet-a", "subnet-b"] if public else ["subnet-c", "subnet-d"]
