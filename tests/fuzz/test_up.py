"""What the settings take, AWS takes too: every accepted combination comes up on the embedded AWS."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from moto.core.base_backend import BackendDict

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from blue_green_ecs_pipeline.problems import ConfigurationError
from blue_green_ecs_pipeline.settings import Settings
from rehearsal.embedded_aws.account import EmbeddedAws
from rehearsal.up.program import run_program
from rehearsal.up.stack_config import StackConfig
from rehearsal.up.state import State
from tests.fuzz.effort import examples
from tests.fuzz.existing_things import make, referring_to
from tests.fuzz.setting_values import args

CONFIG = StackConfig("shop", "dev", {}, ())


@pytest.fixture(scope="module")
def embedded_aws() -> Iterator[EmbeddedAws]:
    with EmbeddedAws() as aws:
        yield aws


def accepted(groups: Any) -> bool:
    try:
        Settings.from_args("web", groups)
    except ConfigurationError:
        return False
    return True


@given(groups=args())
@examples(5)
def test_what_is_accepted_comes_up(embedded_aws: EmbeddedAws, groups: Any) -> None:
    assume(accepted(groups))
    BackendDict.reset()
    referring = referring_to(make(embedded_aws), groups)

    up = run_program(embedded_aws, lambda: BlueGreenEcsPipeline("web", referring), CONFIG, State())

    assert any(resource.name == "web-pipeline" for resource in up.resources)
