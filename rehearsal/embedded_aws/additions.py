"""Everything that this package adds to moto, in one call."""

from . import (
    applicationautoscaling,
    awslambda,
    cloudwatch,
    codebuild,
    codeconnections,
    codedeploy,
    ec2,
    ecr,
    ecs,
    elbv2,
    logs,
    sqs,
)


def install() -> None:
    """Adds codeconnections and what moto's own services lack; call it before the first request. Repeating is safe."""
    for service in (
        applicationautoscaling,
        awslambda,
        cloudwatch,
        codebuild,
        codeconnections,
        codedeploy,
        ec2,
        ecr,
        ecs,
        elbv2,
        logs,
        sqs,
    ):
        service.install()
