"""The README's table of idle costs comes from the settings of today."""

from pathlib import Path

import pytest

from blue_green_ecs_pipeline.settings import Settings
from tests.components.builders import EXISTING_NETWORK
from tools import idle_cost
from tools.generated_part import replace_part

README = Path(__file__).parents[2] / "README.md"
ALARMS = "alarms, less by what of an account's ten free metrics is left"


def test_the_readme_shows_the_cost_of_today() -> None:
    text = README.read_text()

    expected = replace_part(text, idle_cost.BEGIN, idle_cost.END, idle_cost.render_table())

    assert text == expected, "the README's costs are stale: run make generate"


def test_the_dev_stack_pays_for_a_load_balancer_and_one_task() -> None:
    assert idle_cost.monthly_cost(idle_cost.settings_of_stack("dev")) == {
        "load balancer": 16.4,
        "its public addresses, one a zone": 7.3,
        "tasks": 9.0,
        "their public addresses": 3.6,
        "NAT gateways, with an address each": 0,
        "interface endpoints of a smoke test": 0,
        ALARMS: 0.7,
    }


@pytest.mark.parametrize(("nat", "gateways"), [("none", 0), ("single", 36.5), ("one-per-zone", 109.5)])
def test_a_gateway_in_every_zone_costs_that_many_times(nat: str, gateways: float) -> None:
    args = {"source": {"repository": "acme/web"}, "network": {"nat": nat, "availability_zones": 3}}

    cost = idle_cost.monthly_cost(Settings.from_args("web", args))  # type: ignore[arg-type]

    assert cost["NAT gateways, with an address each"] == gateways


@pytest.mark.parametrize(
    ("network", "endpoints"),
    [({"nat": "none"}, 14.6), ({"nat": "single"}, 0), (EXISTING_NETWORK, 0)],
)
def test_a_smoke_test_pays_for_its_endpoints_where_it_has_no_other_way_out(
    network: dict[str, object], endpoints: float
) -> None:
    args = {"source": {"repository": "acme/web"}, "network": network, "deployment": {"smoke_test": {}}}

    cost = idle_cost.monthly_cost(Settings.from_args("web", args))  # type: ignore[arg-type]

    assert cost["interface endpoints of a smoke test"] == endpoints


@pytest.mark.parametrize(
    ("deployment", "price"),
    [
        ({}, 0.7),
        ({"alarms": {"latency_p99_ms": 500}}, 0.9),
        ({"smoke_test": {}, "hooks": {"before_install": "migrate"}}, 0.9),
        ({"alarms": {"enabled": False}, "smoke_test": {}}, 0),
    ],
)
def test_each_metric_that_an_alarm_watches_has_its_price(deployment: dict[str, object], price: float) -> None:
    """Each colour's errors are two metrics: the errors, and the requests that they are a share of."""
    args = {"source": {"repository": "acme/web"}, "deployment": deployment}

    cost = idle_cost.monthly_cost(Settings.from_args("web", args))  # type: ignore[arg-type]

    assert cost[ALARMS] == price
