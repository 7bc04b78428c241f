"""Blue/green delivery of containers to Amazon ECS, as one Pulumi component and the parts that it is made of."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .args import BlueGreenEcsPipelineArgs
    from .build.args import Architecture, BuildArgs, BuildPartArgs, ComputeType
    from .build.component import Build
    from .component import BlueGreenEcsPipeline
    from .config import read_config
    from .deployment.args import (
        AlarmsArgs,
        CanaryArgs,
        DeploymentArgs,
        DeploymentConfiguration,
        DeploymentPartArgs,
        HooksArgs,
        LinearArgs,
    )
    from .deployment.component import Deployment
    from .encryption.args import EncryptionArgs
    from .image_repository.args import ImageRepositoryArgs, ImageRepositoryPartArgs
    from .image_repository.component import ImageRepository
    from .load_balancer.args import AccessLogsArgs, HealthCheckArgs, LoadBalancerArgs, LoadBalancerPartArgs
    from .load_balancer.component import LoadBalancer
    from .network.args import Nat, NetworkArgs, NetworkPartArgs
    from .network.component import Network
    from .pipeline.args import PipelineArgs, PipelinePartArgs
    from .pipeline.component import Pipeline
    from .problems import ConfigurationError
    from .service.args import ServiceArgs, ServicePartArgs
    from .service.component import Service
    from .smoke_test.args import SmokeTestArgs, SmokeTestPartArgs
    from .smoke_test.component import SmokeTest
    from .source.args import SourceArgs

__all__ = [
    "AccessLogsArgs",
    "AlarmsArgs",
    "Architecture",
    "BlueGreenEcsPipeline",
    "BlueGreenEcsPipelineArgs",
    "Build",
    "BuildArgs",
    "BuildPartArgs",
    "CanaryArgs",
    "ComputeType",
    "ConfigurationError",
    "Deployment",
    "DeploymentArgs",
    "DeploymentConfiguration",
    "DeploymentPartArgs",
    "EncryptionArgs",
    "HealthCheckArgs",
    "HooksArgs",
    "ImageRepository",
    "ImageRepositoryArgs",
    "ImageRepositoryPartArgs",
    "LinearArgs",
    "LoadBalancer",
    "LoadBalancerArgs",
    "LoadBalancerPartArgs",
    "Nat",
    "Network",
    "NetworkArgs",
    "NetworkPartArgs",
    "Pipeline",
    "PipelineArgs",
    "PipelinePartArgs",
    "Service",
    "ServiceArgs",
    "ServicePartArgs",
    "SmokeTest",
    "SmokeTestArgs",
    "SmokeTestPartArgs",
    "SourceArgs",
    "read_config",
]

_MODULES = {
    "args": ["BlueGreenEcsPipelineArgs"],
    "build.args": ["Architecture", "BuildArgs", "BuildPartArgs", "ComputeType"],
    "build.component": ["Build"],
    "component": ["BlueGreenEcsPipeline"],
    "config": ["read_config"],
    "deployment.args": [
        "AlarmsArgs",
        "CanaryArgs",
        "DeploymentArgs",
        "DeploymentConfiguration",
        "DeploymentPartArgs",
        "HooksArgs",
        "LinearArgs",
    ],
    "deployment.component": ["Deployment"],
    "encryption.args": ["EncryptionArgs"],
    "image_repository.args": ["ImageRepositoryArgs", "ImageRepositoryPartArgs"],
    "image_repository.component": ["ImageRepository"],
    "load_balancer.args": ["AccessLogsArgs", "HealthCheckArgs", "LoadBalancerArgs", "LoadBalancerPartArgs"],
    "load_balancer.component": ["LoadBalancer"],
    "network.args": ["Nat", "NetworkArgs", "NetworkPartArgs"],
    "network.component": ["Network"],
    "pipeline.args": ["PipelineArgs", "PipelinePartArgs"],
    "pipeline.component": ["Pipeline"],
    "problems": ["ConfigurationError"],
    "service.args": ["ServiceArgs", "ServicePartArgs"],
    "service.component": ["Service"],
    "smoke_test.args": ["SmokeTestArgs", "SmokeTestPartArgs"],
    "smoke_test.component": ["SmokeTest"],
    "source.args": ["SourceArgs"],
}


if not TYPE_CHECKING:
    # Type checkers read the imports above; of a module with a __getattr__ they would accept every name.

    # Imported when used, for two reasons: settings are read without the seconds that pulumi_aws takes; and Pulumi,
    # which would serve the components that it finds here in its own way, finds none and runs __main__.py.
    def __getattr__(name: str) -> Any:
        for module, names in _MODULES.items():
            if name in names:
                return getattr(importlib.import_module(f".{module}", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
