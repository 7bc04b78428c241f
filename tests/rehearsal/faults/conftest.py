"""The stack that a module's faults are rehearsed on."""

import os
from pathlib import Path

import pytest

from rehearsal.faults.keeper import StackKeeper

PROJECT_DIRECTORY = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def keeper(no_engine):
    """Opens a stack with the first fault that asks for one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{no_engine}{os.pathsep}{os.environ['PATH']}")
        with StackKeeper(PROJECT_DIRECTORY, "dev") as keeper:
            yield keeper


@pytest.fixture
def rehearse_fault(keeper):
    """Rehearses it and answers with its row; what the deployments said is shown when the test fails."""
    return lambda fault: keeper.rehearse(fault, print)
