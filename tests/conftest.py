import pytest

from rehearsal.engine.local import find_pulumi

ENGINE = ("engine", True)


def pytest_collection_modifyitems(items):
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
