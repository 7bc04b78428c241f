"""A resource type that one AWS call describes: reading it, and its outputs after a change, come from that call."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from rehearsal.resources.convert import overlay
from rehearsal.resources.registry import Account, Properties, ResourceType, none_when_missing


class DescribedType(ResourceType):
    """Adds read() and after() to a type that says how AWS describes it."""

    renames: ClassVar[Mapping[str, str]] = {}
    """Property path to botocore's member, where the names differ; for the way there and back."""

    @abstractmethod
    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        """AWS's own description, with botocore's names; None or "not found" when there is none."""

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        """The outputs that are no inputs, from AWS's description."""
        return {}

    @none_when_missing
    def read(
        self, aws: Account, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[Properties, Properties] | None:
        live = self.describe(aws, id, inputs)
        if live is None:
            return None
        current = overlay(inputs, live, renames=self.renames)
        return current, {**outputs, **self._outputs(aws, id, current, live)}

    def after(self, aws: Account, id: str, inputs: Properties) -> Properties:
        """The outputs of a resource that was just created or changed."""
        return self._outputs(aws, id, inputs, self.describe(aws, id, inputs) or {})

    def _outputs(self, aws: Account, id: str, inputs: Properties, live: Properties) -> Properties:
        tags: dict[str, Any] = {"tagsAll": dict(inputs["tags"])} if inputs.get("tags") else {}
        return {**inputs, **tags, "id": id, **self.outputs(aws, id, live)}
