"""A pipeline in the VPC that is called main, whatever its subnets are called."""

import pulumi
import pulumi_aws as aws

from blue_green_ecs_pipeline import BlueGreenEcsPipeline

vpc = aws.ec2.get_vpc_output(tags={"Name": pulumi.Config().require("vpcName")})


def subnet_ids(public: bool) -> pulumi.Output[list[str]]:
    """The VPC's subnets that give their machines public addresses, or that do not."""
    public_addresses = {"name": "map-public-ip-on-launch", "values": [str(public).lower()]}
    return aws.ec2.get_subnets_output(filters=[{"name": "vpc-id", "values": [vpc.id]}, public_addresses]).ids


web = BlueGreenEcsPipeline(
    "web",
    {
        "source": {"repository": "acme/web"},
        "network": {
            "vpc_id": vpc.id,
            "public_subnet_ids": subnet_ids(public=True),
            "private_subnet_ids": subnet_ids(public=False),
        },
    },
)

pulumi.export("url", web.url)
pulumi.export("connection_arn", web.connection_arn)
