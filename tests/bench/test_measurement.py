"""What the benchmark says is what the process took."""

import subprocess
import sys

import pytest

from bench.__main__ import row
from bench.measurement import ROOT, MeasuredProcessError, Measurement, measure


def test_waiting_counts_as_wall_time_and_not_as_cpu_time():
    measurement = measure("-c", "import time; time.sleep(0.5)")

    assert measurement.wall_seconds > 0.5
    assert measurement.cpu_seconds < 0.4


def test_memory_is_that_of_the_measured_process():
    """Asked of a small process: Linux counts what the parent has into its child's peak."""
    command = "from bench.measurement import measure; print(measure('-c', 'block = bytearray(100 * 2**20)').peak_mib)"

    peak = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert 100 < float(peak) < 130


def test_a_process_that_fails_has_no_time_but_its_last_words():
    with pytest.raises(MeasuredProcessError, match="ModuleNotFoundError: No module named 'nowhere'"):
        measure("-c", "import nowhere")


def test_a_row_lines_up_under_its_header():
    measurement = Measurement(wall_seconds=12.34, cpu_seconds=5.67, peak_mib=480.4)

    assert row("the whole rehearsal", measurement) == "the whole rehearsal                    12.3       5.7       480"
