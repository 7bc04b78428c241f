from pathlib import Path

import pytest

from rehearsal.engine.command import find_pulumi
from rehearsal.garbage_collection import collect_rarely

TESTS = Path(__file__).parent
ENGINE = ("engine", True)
# What takes half a minute or more goes first: begun last, it would keep one worker busy while the others have ended.
LONGEST_FIRST = (
    "tools/test_setting_changes.py",
    "rehearsal/faults/",
    "engine/test_interrupted_up.py",
    "engine/test_prod_stack.py",
    "automation/test_command_on_the_engine.py",
    "test_breaks.py",
    "rehearsal/deploy/hooks/test_runner.py",
    "automation/test_on_the_engine.py",
    "examples/test_on_the_engine.py",
    "engine/",
    "components/test_many_components.py",
    "rehearsal/deploy/",
    "rehearsal/test_",
    "rehearsal/wiring/",
    "policy/test_on_the_engine.py",
)
# Before the first account is opened, too: importing, and Pulumi's mocks, make as much.
collect_rarely()


def _place(item):
    path = item.path.relative_to(TESTS).as_posix()
    return next((place for place, start in enumerate(LONGEST_FIRST) if path.startswith(start)), len(LONGEST_FIRST))


def pytest_collection_modifyitems(items):
    items.sort(key=_place)
    for item in items:
        if item.get_closest_marker("engine"):
            # A report knows its markers by name only, and a folder may have the same name.
            item.user_properties.append(ENGINE)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if item.get_closest_marker("engine") and find_pulumi() is None:
        pytest.skip("the command pulumi is not on PATH")


def pytest_terminal_summary(terminalreporter):
    """A run without Pulumi's engine must not look like one with it."""
    skipped, ran = set(), set()
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            # Once through a worker of pytest-xdist, a pair is a list.
            if ENGINE in [tuple(pair) for pair in getattr(report, "user_properties", ())]:
                (skipped if outcome == "skipped" else ran).add(report.nodeid)
    if skipped or ran:
        terminalreporter.write_line(f"engine: {len(ran - skipped)} ran, {len(skipped)} skipped")
