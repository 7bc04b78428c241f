"""The production stack's settings, with a certificate that exists."""

import yaml


def with_certificate(aws, stack_file):
    """The config of this stack file; its placeholder is now a certificate that the embedded AWS has for the domain."""
    config = yaml.safe_load(stack_file.read_text())["config"]
    front = config["blue-green-ecs-pipeline:loadBalancer"]
    requested = aws.client("acm").request_certificate(DomainName=front["domainName"])
    return {
        **config,
        "blue-green-ecs-pipeline:loadBalancer": {**front, "certificateArn": requested["CertificateArn"]},
    }
