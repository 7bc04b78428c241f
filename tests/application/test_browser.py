"""The page in a real browser, where Chromium is installed."""

import re
import shutil
import struct
import subprocess
import zlib

import pytest

NAMES = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    # The page then changes its colour at once, so that no screenshot shows a shade in between.
    "--force-prefers-reduced-motion",
    "--no-first-run",
    "--hide-scrollbars",
    "--window-size=640,480",
    "--virtual-time-budget=5000",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed, so no browser tries the page")


def browse(application, profile, *options):
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", *options, f"http://127.0.0.1:{application.port}/"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def first_pixel(image):
    """Red, green and blue of a PNG's upper left corner, which every filter leaves as it is."""
    (colour_type,) = struct.unpack_from(">B", image, 25)
    assert colour_type in (2, 6), "neither RGB nor RGBA"
    data = b""
    position = 8
    while position < len(image):
        length, kind = struct.unpack_from(">I4s", image, position)
        if kind == b"IDAT":
            data += image[position + 8 : position + 8 + length]
        position += length + 12
    return tuple(zlib.decompress(data)[1:4])


def test_a_person_sees_the_release_s_colour(application, tmp_path):
    screenshot = tmp_path / "page.png"

    browse(application, tmp_path / "profile", f"--screenshot={screenshot}")

    assert first_pixel(screenshot.read_bytes()) == (0x2C, 0xA0, 0x2C)


def test_an_open_page_keeps_asking_which_release_answers(application, tmp_path):
    page = browse(application, tmp_path / "profile", "--dump-dom")

    assert '<span id="version">7</span>' in page
    assert '<code id="colour">#2ca02c</code>' in page
    assert int(re.search(r'id="answered">(\d+)<', page)[1]) >= 2
    assert 'id="lost">0<' in page


def test_an_open_page_changes_its_colour_with_the_release(start, application_folder, tmp_path):
    """The page of one release learns from /version, without a reload, that the next one answers."""
    server = application_folder / "server.py"
    server.write_text(server.read_text().replace('{"colour": COLOUR,', '{"colour": "#ff7f0e",'))
    application = start()
    screenshot = tmp_path / "page.png"

    browse(application, tmp_path / "profile", f"--screenshot={screenshot}")

    assert first_pixel(screenshot.read_bytes()) == (0xFF, 0x7F, 0x0E)
