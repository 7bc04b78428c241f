"""The benchmark's preview runs the real program."""

from bench.measurement import measure


def test_the_dev_program_can_be_previewed():
    measurement = measure("-m", "bench.preview")

    assert measurement.peak_mib > 0
