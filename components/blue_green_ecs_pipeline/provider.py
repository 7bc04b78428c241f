"""The provider that makes the component and its parts for programs in other languages."""

import inspect
import json
from typing import Any

import pulumi
from pulumi.provider import ConstructResult
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError

from .build.component import Build
from .component import BlueGreenEcsPipeline
from .config import python_keys
from .deployment.component import Deployment
from .image_repository.component import ImageRepository
from .load_balancer.component import LoadBalancer
from .network.component import Network
from .pipeline.component import Pipeline
from .problems import NOT_SHOWN, ConfigurationError
from .schema import complete_schema
from .service.component import Service
from .smoke_test.component import SmokeTest

PACKAGE = "blue-green-ecs-pipeline"

COMPONENTS: list[type[pulumi.ComponentResource]] = [
    BlueGreenEcsPipeline,
    Network,
    LoadBalancer,
    SmokeTest,
    ImageRepository,
    Service,
    Build,
    Deployment,
    Pipeline,
]


class PackageProvider(ComponentProvider):
    """The SDK's provider with a complete schema, and with refused settings as errors of their properties."""

    def __init__(self, version: str) -> None:
        super().__init__(COMPONENTS, PACKAGE, None, version)
        assert self.schema is not None  # the SDK has just rendered it
        self.schema = json.dumps(complete_schema(json.loads(self.schema)))

    def map_inputs(self, inputs: Any, component_def: Any) -> Any:
        """The inputs with Python's keys; the settings alone check them, so that all is refused in one message.

        The SDK's own mapping drops misspelt keys in silence, and fails on numbers that are known later.
        """
        component = self._components[component_def.name]
        return python_keys(inputs, inspect.get_annotations(component.__init__)["args"])

    def construct(
        self, name: str, resource_type: str, inputs: Any, options: pulumi.ResourceOptions | None = None
    ) -> ConstructResult:
        """Makes a component.

        Raises:
            InputPropertiesError: with each setting that cannot be used.
        """
        try:
            return super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            if isinstance(error.inner, ConfigurationError):
                raise _properties_error(resource_type.rpartition(":")[2], error.inner) from error
            if isinstance(error.inner, pulumi.RunError):
                # A sentence for the user, who can do nothing with our stack trace.
                raise error.inner from error
            raise


def _properties_error(component: str, error: ConfigurationError) -> pulumi.InputPropertiesError:
    """The error without being a RunError too, which the server would hand on as text alone."""
    # A part takes the settings of its group at the top level, where the whole component has them in the group.
    group = f"{component[0].lower()}{component[1:]}."
    # The engine prints a property's value beside the reason, so what is not to be shown is said in the message.
    hidden = [problem for problem in error.problems if problem.sentence.startswith(NOT_SHOWN)]
    message = "\n".join([str(error).partition("\n")[0], *(f"  {each.setting}: {each.sentence}" for each in hidden)])
    return pulumi.InputPropertiesError(
        message,
        [
            {"property_path": problem.setting.removeprefix(group), "reason": problem.sentence}
            for problem in error.problems
            if problem not in hidden
        ],
    )
