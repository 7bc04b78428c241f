"""A pipeline for each service of a list; what costs money or needs a person's click is there once."""

import pulumi
import pulumi_aws as aws

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, Network

# The name of each service, and the repository that it is built from.
SERVICES = {"shop": "acme/shop", "api": "acme/api", "admin": "acme/admin"}

network = Network("shared", {})
cluster = aws.ecs.Cluster("shared", settings=[{"name": "containerInsights", "value": "enabled"}])
connection = aws.codeconnections.Connection("shared", provider_type="GitHub")

for name, repository in SERVICES.items():
    service = BlueGreenEcsPipeline(
        name,
        {
            "source": {"repository": repository, "connection_arn": connection.arn},
            "network": {
                "vpc_id": network.vpc_id,
                "public_subnet_ids": network.public_subnet_ids,
                "private_subnet_ids": network.private_subnet_ids,
            },
            "service": {"cluster_arn": cluster.arn},
            "tags": {"service": name},
        },
    )
    pulumi.export(f"{name}_url", service.url)

pulumi.export("connection_arn", connection.arn)
