"""A program of somebody else's, as it should be written: type checkers have nothing to say."""

import pulumi

from blue_green_ecs_pipeline import (
    BlueGreenEcsPipeline,
    BlueGreenEcsPipelineArgs,
    ConfigurationError,
    DeploymentConfiguration,
    Nat,
    Network,
    ServiceArgs,
    read_config,
)

config: BlueGreenEcsPipelineArgs = read_config()
service: ServiceArgs = {"cpu": 512, "memory": 1024, "environment": {"COLOUR": pulumi.Output.from_input("blue")}}

network = Network("shared", {"nat": Nat.SINGLE}, pulumi.ResourceOptions(protect=True))
try:
    web = BlueGreenEcsPipeline(
        "web",
        {
            "source": {"repository": "acme/web"},
            "network": {
                "vpc_id": network.vpc_id,
                "public_subnet_ids": network.public_subnet_ids,
                "private_subnet_ids": network.private_subnet_ids,
            },
            "service": service,
            "deployment": {"configuration": DeploymentConfiguration.ALL_AT_ONCE},
        },
    )
except ConfigurationError as error:
    settings: list[str] = [problem.setting for problem in error.problems]
    raise
url: pulumi.Output[str] = web.url
