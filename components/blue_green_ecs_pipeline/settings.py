"""All settings of one pipeline: every group, and one error for all that cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from .args import BlueGreenEcsPipelineArgs
from .build.args import BuildArgs
from .build.settings import BuildSettings
from .deployment.args import DeploymentArgs
from .deployment.settings import DeploymentSettings
from .encryption.args import EncryptionArgs
from .encryption.settings import EncryptionSettings
from .group_reader import GroupReader
from .image_repository.args import ImageRepositoryArgs
from .image_repository.settings import ImageRepositorySettings
from .load_balancer.args import LoadBalancerArgs
from .load_balancer.settings import LoadBalancerSettings
from .network.args import NetworkArgs
from .network.settings import NetworkSettings
from .pipeline.args import PipelineArgs
from .pipeline.settings import PipelineSettings
from .problems import Problems, not_a_map
from .service.args import ServiceArgs
from .service.settings import ServiceSettings
from .source.args import SourceArgs
from .source.settings import SourceSettings
from .spelling import camel_case, nearest
from .tags import read_tags

GROUPS: Mapping[str, type] = {
    "source": SourceArgs,
    "build": BuildArgs,
    "image_repository": ImageRepositoryArgs,
    "network": NetworkArgs,
    "load_balancer": LoadBalancerArgs,
    "service": ServiceArgs,
    "deployment": DeploymentArgs,
    "pipeline": PipelineArgs,
    "encryption": EncryptionArgs,
}
"""The groups whose keys are settings, in the README's order; tags are a group too, whose keys are the user's."""


@dataclass(frozen=True)
class Settings:
    """BlueGreenEcsPipelineArgs with every default filled in and every limit checked."""

    source: SourceSettings
    build: BuildSettings
    image_repository: ImageRepositorySettings
    network: NetworkSettings
    load_balancer: LoadBalancerSettings
    service: ServiceSettings
    deployment: DeploymentSettings
    pipeline: PipelineSettings
    encryption: EncryptionSettings
    tags: Mapping[str, pulumi.Input[str]]

    @classmethod
    def from_args(cls, name: str, args: BlueGreenEcsPipelineArgs | None) -> "Settings":
        """Settings for these args.

        Raises:
            ConfigurationError: with every setting that cannot be used.
        """
        problems = Problems()
        if args is not None and not isinstance(args, Mapping):
            problems.add("args", not_a_map("args", args, "source: {repository: acme/web}"))
            problems.raise_if_any(name)
        reader = GroupReader("", args, BlueGreenEcsPipelineArgs, problems, suggest=_setting_of_a_group)
        settings = cls(
            source=SourceSettings.from_args(reader.args_of("source"), problems),
            build=BuildSettings.from_args(reader.args_of("build"), problems),
            image_repository=ImageRepositorySettings.from_args(reader.args_of("image_repository"), problems),
            network=NetworkSettings.from_args(reader.args_of("network"), problems),
            load_balancer=LoadBalancerSettings.from_args(reader.args_of("load_balancer"), problems),
            service=ServiceSettings.from_args(reader.args_of("service"), problems),
            deployment=DeploymentSettings.from_args(reader.args_of("deployment"), problems),
            pipeline=PipelineSettings.from_args(reader.args_of("pipeline"), problems),
            encryption=EncryptionSettings.from_args(reader.args_of("encryption"), problems),
            tags=read_tags(reader, problems),
        )
        problems.raise_if_any(name)
        return settings


def _setting_of_a_group(key: str) -> str:
    """The setting that someone meant who left out its group, or wrote group and key as one key."""
    group, _, rest = key.partition(".")
    for candidate, args_type in GROUPS.items():
        legal = {camel_case(setting) for setting in args_type.__annotations__}
        if camel_case(candidate) == group and rest:
            return f"{nearest(rest, legal) or rest} inside the map {group}"
        if camel_case(key) in legal:
            return f"{camel_case(candidate)}.{camel_case(key)}"
    return ""
