"""Everything that this package adds to moto, in one call."""

from . import cloudwatch, codebuild, codeconnections, codedeploy, ecr, ecs


def install() -> None:
    """Adds codeconnections and what moto's own services lack; call it before the first request. Repeating is safe."""
    for service in (cloudwatch, codebuild, codeconnections, codedeploy, ecr, ecs):
        service.install()
