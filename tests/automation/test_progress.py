"""The tree of a run, from its events."""

import pytest
from rich.console import Console

from automation.live import tree
from automation.progress import Progress, State
from tests.automation.events import COMPONENT, STACK, begins, ends, fails, says, urn

NETWORK = urn("web", COMPONENT)
ROOT = urn("shop-dev", STACK)


class Clock:
    """Moves when told to."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def progress_of(clock, *events):
    progress = Progress(clock)
    for one in events:
        progress.add(one)
    return progress


def drawn(progress, now=100.0, height=0):
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(tree("up dev", progress, now, height))
    return capture.get().splitlines()


def begun(*events):
    """The stack and one component, then these."""
    stack = begins("create", name="shop-dev", token=STACK, custom=False)
    return (stack, begins("create", name="web", token=COMPONENT, custom=False, parent=ROOT), *events)


def test_resources_hang_under_their_component_with_what_happens_to_each(clock):
    progress = progress_of(clock, *begun(begins("create", name="a", parent=NETWORK)))
    clock.now += 1.5
    progress.add(ends("create", name="a", parent=NETWORK))
    progress.add(begins("create", name="b", parent=NETWORK))

    assert drawn(progress, now=clock.now + 3) == [
        "up dev",
        "└── … web  Network  1 of 2",
        "    ├── ✓ a  aws.cloudwatch.LogGroup  created  1.5 s",
        "    └── … b  aws.cloudwatch.LogGroup  creating  3.0 s",
    ]


def test_what_stays_the_same_is_not_drawn(clock):
    same = begins("same", name="a", parent=NETWORK, old={}, new={})

    assert drawn(progress_of(clock, *begun(same))) == ["up dev", "└── ✓ web  Network  created"]


def test_on_a_small_screen_what_is_done_is_only_counted(clock):
    done = [ends("create", name=str(n), parent=NETWORK) for n in range(30)]
    progress = progress_of(clock, *begun(*done, begins("create", name="running", parent=NETWORK)))

    assert drawn(progress, height=10) == [
        "up dev",
        "└── … web  Network  30 of 31",
        "    └── … running  aws.cloudwatch.LogGroup  creating",
    ]


def test_a_failed_resource_shows_through_its_component(clock):
    progress = progress_of(
        clock, *begun(begins("create", name="a", parent=NETWORK), fails("create", name="a", parent=NETWORK))
    )

    assert drawn(progress)[1:] == [
        "└── ✗ web  Network  0 of 1",
        "    └── ✗ a  aws.cloudwatch.LogGroup  creating: failed",
    ]


def test_on_a_destroy_children_come_before_their_parents(clock):
    progress = progress_of(
        clock,
        begins("delete", name="a", parent=NETWORK),
        begins("delete", name="web", token=COMPONENT, custom=False, parent=ROOT),
    )

    assert [root.urn for root in progress.roots] == [ROOT]
    assert [node.urn for node in progress.roots[0].below()] == [NETWORK, urn("a")]


def test_what_has_begun_and_not_ended_is_unfinished(clock):
    progress = progress_of(
        clock,
        *begun(begins("create", name="a"), ends("create", name="a"), begins("create", name="b")),
    )

    assert [node.urn for node in progress.unfinished()] == [urn("b")]


def test_errors_are_told_with_the_resource_and_without_the_engines_own_summary(clock):
    progress = progress_of(
        clock,
        says("creating Bucket: BucketAlreadyExists\n", about="web-artifact-bucket"),
        says("update failed"),
        says("deprecated", severity="warning"),
        says("registering resource", severity="debug"),
    )

    assert progress.errors() == ["web-artifact-bucket: creating Bucket: BucketAlreadyExists"]
    assert progress.warnings == ["deprecated"]


def test_a_refresh_says_at_its_end_what_it_found(clock):
    progress = progress_of(clock, begins("refresh", name="a", old={}), ends("update", name="a", old={}, new={}))

    (node,) = progress.nodes.values()
    assert (node.state, node.doing) == (State.DONE, "updated")


@pytest.mark.parametrize("first", ["create-replacement", "delete-replaced"])
def test_a_replacement_is_done_with_its_second_step_whichever_that_is(clock, first):
    (second,) = {"create-replacement", "delete-replaced"} - {first}
    progress = progress_of(clock, begins(first, name="a"), ends(first, name="a"))
    half = progress.nodes[urn("a")].doing

    progress.add(begins(second, name="a"))
    progress.add(ends(second, name="a"))

    assert half == {"create-replacement": "new one created", "delete-replaced": "old one deleted"}[first]
    assert progress.nodes[urn("a")].doing == "replaced"
