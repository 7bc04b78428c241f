"""Serves the component and its parts to Pulumi programs in any language."""

from pulumi.provider.experimental import component_provider_host

from . import BlueGreenEcsPipeline, Build, Deployment, ImageRepository, LoadBalancer, Network, Pipeline, Service

if __name__ == "__main__":
    component_provider_host(
        name="blue-green-ecs-pipeline",
        components=[BlueGreenEcsPipeline, Network, LoadBalancer, ImageRepository, Service, Build, Deployment, Pipeline],
    )
