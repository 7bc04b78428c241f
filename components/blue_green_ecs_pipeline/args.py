"""Everything that a user may write about one pipeline, in the README's order."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from .build.args import BuildArgs
from .deployment.args import DeploymentArgs
from .encryption.args import EncryptionArgs
from .image_repository.args import ImageRepositoryArgs
from .load_balancer.args import LoadBalancerArgs
from .network.args import NetworkArgs
from .pipeline.args import PipelineArgs
from .service.args import ServiceArgs
from .source.args import SourceArgs


class BlueGreenEcsPipelineArgs(TypedDict):
    """All settings of one blue/green pipeline; only the repository is required."""

    source: SourceArgs
    """The repository and branch whose pushes start a release."""

    build: NotRequired[BuildArgs]
    """How CodeBuild makes the image from the repository."""

    image_repository: NotRequired[ImageRepositoryArgs]
    """How long the registry keeps images, and whether it may be deleted with them."""

    network: NotRequired[NetworkArgs]
    """A VPC of the component's own, or an existing one."""

    load_balancer: NotRequired[LoadBalancerArgs]
    """How users, and those who test a release, reach the tasks."""

    service: NotRequired[ServiceArgs]
    """What runs: size, port, environment, logs. A change reaches running tasks with the next release only."""

    deployment: NotRequired[DeploymentArgs]
    """How CodeDeploy moves traffic from the blue task set to the green one."""

    pipeline: NotRequired[PipelineArgs]
    """What becomes of the files that a release hands from stage to stage."""

    encryption: NotRequired[EncryptionArgs]
    """Whose key encrypts what the component stores: a KMS key of your own, or AWS's."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags on everything that takes tags, name to text.

    Default: no tags. Limits: 50 with Name; keys of 1 to 127 and values of 1 to 255 letters, digits, spaces and _ . : /
    = + - @, not starting with aws:.
    Source: AWS General Reference, "Tagging your AWS resources".
    """
