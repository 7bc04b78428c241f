"""Settings of one group, and what is said of those that cannot be used."""

from typing import Any

import pytest

from blue_green_ecs_pipeline.problems import ConfigurationError
from blue_green_ecs_pipeline.settings import Settings

REPOSITORY = {"repository": "acme/web"}


def configured(**groups: Any) -> Settings:
    """The settings of a component called web that watches acme/web."""
    return Settings.from_args("web", {"source": REPOSITORY, **groups})  # type: ignore[typeddict-item]


def refused(**groups: Any) -> dict[str, str]:
    """Every refused setting with its sentence."""
    with pytest.raises(ConfigurationError) as caught:
        configured(**groups)
    return {problem.setting: problem.sentence for problem in caught.value.problems}
