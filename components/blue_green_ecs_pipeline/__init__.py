"""Blue/green delivery of containers to Amazon ECS, as one Pulumi component and the parts that it is made of."""

from .args import BlueGreenEcsPipelineArgs
from .build.component import Build
from .component import BlueGreenEcsPipeline
from .config import read_config
from .deployment.component import Deployment
from .image_repository.component import ImageRepository
from .load_balancer.component import LoadBalancer
from .network.component import Network
from .pipeline.component import Pipeline
from .problems import ConfigurationError
from .service.component import Service

__all__ = [
    "BlueGreenEcsPipeline",
    "BlueGreenEcsPipelineArgs",
    "Build",
    "ConfigurationError",
    "Deployment",
    "ImageRepository",
    "LoadBalancer",
    "Network",
    "Pipeline",
    "Service",
    "read_config",
]
